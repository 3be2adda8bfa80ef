/// Reads `cache_control`.
enum AnthropicCache {
    static func mark(_ node: RequestNode) throws(Refusal) -> CountedPart.CacheMark? {
        guard let control = node.optional("cache_control") else { return nil }
        guard try control.required("type").string() == "ephemeral" else {
            throw control.refusal("Input should be 'ephemeral'")
        }
        switch try control.optionalString("ttl") {
        case nil, "5m": return .fiveMinutes
        case "1h": return .oneHour
        case .some: throw control.refusal("ttl: Input should be '5m' or '1h'")
        }
    }
}

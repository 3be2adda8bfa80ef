public import JSONText

/// How a provider writes down what a call used.
public enum UsageFormat: String, Hashable, Sendable, CaseIterable {
    /// OpenAI Chat Completions, embeddings, and everybody who follows them.
    case openAIChat = "openai-chat"
    /// OpenAI Responses, images and realtime.
    case openAIResponses = "openai-responses"
    /// Anthropic Messages.
    case anthropic
    /// Gemini's `usageMetadata`.
    case gemini
    /// Amazon Bedrock Converse.
    case bedrock
    /// Cohere v2, where `billed_units` count.
    case cohere

    /// Reads a provider's own usage object.
    ///
    /// Stricter than the readers of answers, which make the best of what a provider sends: what prices are asked for must
    /// make sense.
    /// - Parameter value: the object itself, or one that has it as its `usage` or `usageMetadata`.
    /// - Throws: ``APIError`` of the class `invalidRequest` for counts that are negative, no whole numbers, above
    ///   ``maximumCount``, missing altogether, or parts that are more than the whole they are of.
    public func read(_ value: JSONValue) throws(APIError) -> Usage {
        guard case .object(let outer) = value else { throw Self.wrong("'usage' must be an object, got \(value.kind)") }
        let inner = outer[self == .gemini ? "usageMetadata" : "usage"]?.object ?? outer
        try Self.check(.object(inner), path: "usage", depth: 0)
        switch self {
        case .openAIChat, .openAIResponses:
            let isRealtime = inner["input_token_details"] != nil || inner["output_token_details"] != nil
            var usage = try readOpenAI(inner, self == .openAIChat ? .chat : isRealtime ? .realtime : .responses)
            usage.terms.tier = ServiceTier(named: outer["service_tier"]?.string)
            return usage
        case .anthropic: return try readAnthropic(inner)
        case .gemini: return try readGemini(inner)
        case .bedrock: return try BedrockUsage.read(inner)
        case .cohere: return try CohereUsage.read(inner)
        }
    }

    /// The largest count that is believed: a trillion.
    public static let maximumCount = 1_000_000_000_000

    private func readOpenAI(_ object: JSONObject, _ names: OpenAICounts.Names) throws(APIError) -> Usage {
        try Self.require(object, anyOf: [names.input, names.output])
        let usage = OpenAICounts.read(object, names)
        let prompt = UsageCount.lenient(object[names.input])
        let cached = UsageCount.sum(usage.cacheRead, usage.cacheWrite5m)
        try Self.checkPart("cached tokens", cached, of: names.input, prompt)
        return usage
    }

    private func readAnthropic(_ object: JSONObject) throws(APIError) -> Usage {
        try Self.require(object, anyOf: ["input_tokens", "output_tokens"])
        var counts = AnthropicUsage()
        counts.merge(.object(object))
        if let written = object["cache_creation_input_tokens"]?.int {
            let split = object["cache_creation"]
            let parts = UsageCount.sum(
                UsageCount.lenient(split?["ephemeral_5m_input_tokens"]),
                UsageCount.lenient(split?["ephemeral_1h_input_tokens"])
            )
            try Self.checkPart("the parts of cache_creation", parts, of: "cache_creation_input_tokens", written)
        }
        return counts.usage
    }

    private func readGemini(_ object: JSONObject) throws(APIError) -> Usage {
        guard let usage = GeminiUsage.read(.object(object)) else {
            throw Self.wrong("'usage' counts nothing: expected promptTokenCount or candidatesTokenCount")
        }
        let cached = UsageCount.lenient(object["cachedContentTokenCount"])
        let prompt = UsageCount.lenient(object["promptTokenCount"])
        try Self.checkPart("cachedContentTokenCount", cached, of: "promptTokenCount", prompt)
        return usage
    }

    /// Refuses a part that is more than its whole.
    static func checkPart(_ name: String, _ part: Int, of whole: String, _ count: Int) throws(APIError) {
        if part > count { throw wrong("'usage': \(name) (\(part)) cannot be more than \(whole) (\(count))") }
    }

    /// Refuses an object that counts nothing.
    static func require(_ object: JSONObject, anyOf names: [String]) throws(APIError) {
        for name in names where object[name]?.number != nil { return }
        throw wrong("'usage' counts nothing: expected \(names.joined(separator: " or "))")
    }

    /// The error that a usage object makes no sense.
    static func wrong(_ message: String) -> APIError { APIError(.invalidRequest, message, parameter: "usage") }

    /// Refuses counts that are none. What is no count by its name (a time, a cost) is left alone.
    private static func check(_ value: JSONValue, path: String, depth: Int) throws(APIError) {
        switch value {
        case .object(let object):
            if depth > 8 { throw wrong("'\(path)' is nested too deep") }
            for member in object {
                if isCount(member.name), let number = member.value.number {
                    guard let count = number.int else {
                        throw wrong("'\(path).\(member.name)' must be a whole number, got \(number.text.prefix(40))")
                    }
                    guard (0...maximumCount).contains(count) else {
                        throw wrong("'\(path).\(member.name)' must be 0 to \(maximumCount), got \(count)")
                    }
                } else if isCount(member.name), member.value.string != nil || member.value.bool != nil {
                    throw wrong("'\(path).\(member.name)' must be a whole number, got \(member.value.kind)")
                }
                try check(member.value, path: "\(path).\(member.name)", depth: depth + 1)
            }
        case .array(let elements):
            if depth > 8 { throw wrong("'\(path)' is nested too deep") }
            for (index, element) in elements.enumerated() {
                try check(element, path: "\(path)[\(index)]", depth: depth + 1)
            }
        default: break
        }
    }

    private static func isCount(_ name: String) -> Bool {
        name.hasSuffix("tokens") || name.hasSuffix("Tokens") || name.hasSuffix("TokenCount") || name == "tokenCount"
            || name.hasSuffix("_requests") || name.hasSuffix("_units") || name.hasSuffix("_queries")
    }
}

/// What a request's method and path ask for.
enum Endpoint: Hashable, Sendable {
    case chatCompletions
    case messages
    case countMessageTokens
    case generateContent(model: String)
    case streamGenerateContent(model: String)
    case countTokens(model: String)
    case embeddings
    case embedContent(model: String)
    case batchEmbedContents(model: String)
    case cohereEmbed
    case models(Dialect)
    case model(Dialect, String)
    case recordedRequests
    case clearRequests
    case statistics
    case redirectTarget
    case unknown(Dialect)

    init(_ request: IncomingRequest) {
        let path = String(request.path)
        let dialect = Self.dialect(path, request)
        self = Self.control(request.method, path) ?? Self.provider(request.method, path, dialect) ?? .unknown(dialect)
    }

    /// In whose shape this endpoint answers.
    var dialect: Dialect {
        switch self {
        case .chatCompletions, .embeddings: .openAI
        case .cohereEmbed: .cohere
        case .messages, .countMessageTokens: .anthropic
        case .generateContent, .streamGenerateContent, .countTokens, .embedContent, .batchEmbedContents: .gemini
        case .models(let dialect), .model(let dialect, _), .unknown(let dialect): dialect
        case .recordedRequests, .clearRequests, .statistics, .redirectTarget: .openAI
        }
    }

    /// Whether the endpoint belongs to the test double itself: no key, no faults, no record.
    var isControl: Bool {
        switch self {
        case .recordedRequests, .clearRequests, .statistics: true
        default: false
        }
    }

    private static func dialect(_ path: String, _ request: IncomingRequest) -> Dialect {
        if path.hasPrefix("/v1beta") || request.header("x-goog-api-key") != nil || isGeminiMethod(path) {
            return .gemini
        }
        if path.hasPrefix("/v1/messages") || request.header("anthropic-version") != nil { return .anthropic }
        return path.hasPrefix("/v2/") ? .cohere : .openAI
    }

    /// Newer Google SDKs say `/v1/` where older ones say `/v1beta/`, so there the method must tell.
    private static func isGeminiMethod(_ path: String) -> Bool {
        path.hasPrefix("/v1/models/")
            && [":generateContent", ":streamGenerateContent", ":countTokens", ":embedContent", ":batchEmbedContents"]
                .contains { path.hasSuffix($0) }
    }

    private static func control(_ method: String, _ path: String) -> Endpoint? {
        switch (method, path) {
        case ("GET", "/sim/requests"): .recordedRequests
        case ("DELETE", "/sim/requests"): .clearRequests
        case ("GET", "/sim/stats"): .statistics
        case (_, "/sim/redirect-target"): .redirectTarget
        default: nil
        }
    }

    private static func provider(_ method: String, _ path: String, _ dialect: Dialect) -> Endpoint? {
        switch (method, path) {
        case ("POST", "/v1/chat/completions"), ("POST", "/compatibility/v1/chat/completions"): return .chatCompletions
        case ("POST", "/v1/embeddings"): return .embeddings
        case ("POST", "/v2/embed"): return .cohereEmbed
        case ("POST", "/v1/messages"): return .messages
        case ("POST", "/v1/messages/count_tokens"): return .countMessageTokens
        case ("GET", "/v1/models"): return .models(dialect)
        case ("GET", "/v1beta/models"): return .models(.gemini)
        default: break
        }
        guard let prefix = ["/v1/models/", "/v1beta/models/"].first(where: path.hasPrefix) else { return nil }
        let rest = PercentCoding.decode(path.dropFirst(prefix.count))
        if method == "GET" { return .model(dialect, rest) }
        // A model's name may contain colons itself: the method follows the last one.
        guard method == "POST", dialect == .gemini, let colon = rest.lastIndex(of: ":") else { return nil }
        let model = String(rest[..<colon])
        switch rest[rest.index(after: colon)...] {
        case "generateContent": return .generateContent(model: model)
        case "streamGenerateContent": return .streamGenerateContent(model: model)
        case "countTokens": return .countTokens(model: model)
        case "embedContent": return .embedContent(model: model)
        case "batchEmbedContents": return .batchEmbedContents(model: model)
        default: return nil
        }
    }
}

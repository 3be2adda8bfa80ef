import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Routing

/// What the planning of a call may ask about it. Everything is found out on the first question, because most models ask
/// nothing.
///
/// `@unchecked Sendable`: used by the one task that serves the call, on its event loop.
final class CallFacts: RequestFacts, @unchecked Sendable {
    private let call: Call
    private let head: RequestHead
    private let caller: Caller
    /// The body as a tree; `nil` until somebody asks.
    private lazy var tree = readTree()
    /// The call in neutral terms, kept for whoever needs it next; `nil` until somebody asks.
    private(set) var request: ChatRequest?
    /// What vectors are asked for, kept likewise.
    private var embeddingRequest: EmbeddingRequest?
    private lazy var inputTokens = countInputTokens()
    /// The caller's own metadata: what the header says, else what the body calls so.
    private lazy var ownMetadata = call.overrides.metadata ?? value(at: "metadata")

    /// The shortest part of a prompt that is estimated at a thousand tokens, a picture by its address, takes some fifty bytes.
    private static let mostTokensPerByte = 20

    init(_ call: Call, head: RequestHead, caller: Caller) {
        self.call = call
        self.head = head
        self.caller = caller
    }

    /// What is known of the same request when another model is asked.
    func asking(_ call: Call) -> CallFacts { CallFacts(call, head: head, caller: caller) }

    /// The call in neutral terms.
    /// - Throws: ``ModelAPI/APIError`` where it makes no sense in its own dialect.
    func neutral() throws(APIError) -> ChatRequest {
        if let request { return request }
        let request = try Attempt.neutral(call)
        self.request = request
        return request
    }

    /// A call for vectors in neutral terms.
    /// - Throws: ``ModelAPI/APIError`` where it makes no sense in its own dialect.
    func embedding() throws(APIError) -> EmbeddingRequest {
        if let embeddingRequest { return embeddingRequest }
        let request = try OpenAIEmbeddings().readRequest(Attempt.tree(of: call))
        embeddingRequest = request
        return request
    }

    /// Refuses a call for vectors that makes no sense, before anything is reserved for it.
    ///
    /// Vectors of different models cannot be compared: whom the operator has put behind one name is the operator's
    /// affair, but nobody gets those of another model because the first one failed.
    func checkEmbedding() throws(APIError) {
        _ = try embedding()
        guard call.overrides.fallbacks.isEmpty else {
            throw APIError(
                .invalidRequest,
                "Fallbacks to other models are not taken for embeddings: vectors of different models cannot be compared.",
                parameter: "fallbacks"
            )
        }
    }

    private var isEmbedding: Bool { call.route.operation == .embeddings }

    // MARK: - Facts

    var model: String { call.model }
    var keyName: String? { caller.keyName }
    var teamName: String? { caller.team }
    var allowedRegions: Set<String>? { caller.regions }
    var estimatedInputTokens: Int { inputTokens }
    /// A token has at least a byte, but for pictures and files by address, which the estimate takes for so many.
    var mostInputTokens: Int { call.body.readableBytes &* Self.mostTokensPerByte }

    var maxOutputTokens: Int? {
        switch call.route.dialect {
        case .openAIChat: integer("max_completion_tokens") ?? integer("max_tokens")
        case .anthropicMessages: integer("max_tokens")
        case .gemini:
            integer("generationConfig.maxOutputTokens") ?? integer("generation_config.max_output_tokens")
        }
    }

    func header(_ name: String) -> String? { head.fields.first(named: name) }

    func parameter(_ path: String) -> FactValue { FactValue(value(at: path)) }

    func metadata(_ name: String) -> FactValue { FactValue(ownMetadata?[name]) }

    func stickyHash(_ key: StickyKey) -> UInt64? {
        switch key {
        case .header(let name): return header(name).map { StableHash.of($0) }
        case .user:
            let places = ["user", "safety_identifier", "metadata.user_id"]
            return places.lazy.compactMap { self.value(at: $0)?.string }.first.map { StableHash.of($0) }
        case .session:
            let session = header("x-kanmon-session") ?? header("x-session-id") ?? value(at: "prompt_cache_key")?.string
            return session.map { StableHash.of($0) }
        case .promptPrefix: return promptPrefix.map { StableHash.of($0) }
        }
    }

    /// Whether sending the call twice would do something twice: stored answers, work in the background.
    var hasSideEffects: Bool { value(at: "store")?.bool == true || value(at: "background")?.bool == true }

    // MARK: - Finding out

    private func readTree() -> JSONValue? {
        let body = call.body
        do {
            return try JSONValue(parsing: body.readableBytesUInt8Span)
        } catch {
            // What is no JSON is found out, and said, by whoever reads it whole.
            return nil
        }
    }

    /// A member of the body.
    /// - Parameter path: names joined by dots; whole numbers count into lists.
    private func value(at path: String) -> JSONValue? {
        guard var value = tree else { return nil }
        for name in path.split(separator: ".") {
            guard let next = value[String(name)] ?? Int(name).flatMap({ value[$0] }) else { return nil }
            value = next
        }
        return value
    }

    private func integer(_ path: String) -> Int? { value(at: path)?.int }

    /// A prompt that cannot be read is as long as its bytes suggest; whoever reads it later says what is wrong with it.
    private func countInputTokens() -> Int {
        if isEmbedding { return (try? embedding().estimatedTokens) ?? call.body.readableBytes / 4 }
        guard let request = try? neutral() else { return call.body.readableBytes / 4 }
        return TokenEstimate.tokens(of: request)
    }

    /// The instructions and the first turn of the person: what stays the same while a conversation grows.
    private var promptPrefix: String? {
        guard !isEmbedding, let request = try? neutral() else { return nil }
        var prefix = ""
        for message in request.messages {
            for case .text(let part) in message.parts { prefix += part.text }
            if message.role == .user { break }
        }
        return prefix.isEmpty ? nil : prefix
    }
}

extension FactValue {
    /// A value of a JSON document; objects have no meaning to a condition.
    init(_ value: JSONValue?) {
        switch value {
        case .string(let text)?: self = .string(text)
        case .number(let number)?: self = .number(number.double)
        case .bool(let flag)?: self = .bool(flag)
        case .array(let elements)?: self = .list(elements.map { FactValue($0) })
        default: self = .absent
        }
    }
}

import JSONText

/// Reads `systemInstruction` and `contents` into turns, and ties results to calls: ids are optional on this wire, so by id where
/// there is one, by name and order where there is none.
struct GeminiContentReader {
    /// The turns so far.
    private(set) var messages: [Message] = []
    /// What has no neutral place.
    private(set) var unmapped: [ChatRequest.UnmappedField] = []

    /// A call of the last turn of the model.
    private struct Call {
        var id: String
        var name: String
        var isAnswered = false
    }

    /// Calls in order, and where the next one without an answer is to be looked for.
    private struct Queue {
        var indices: [Int] = []
        var next = 0
    }

    private var calls: [Call] = []
    private var callsByID: [String: Int] = [:]
    private var callsByName: [String: Queue] = [:]
    private var firstOpenCall = 0
    private var callCount = 0

    /// Reads `systemInstruction`.
    mutating func readInstruction(_ content: FieldReader) throws(APIError) {
        var parts: [Part] = []
        for reader in try elements(of: content) {
            unmapped += try GeminiPart.unmapped(reader)
            guard case .text(let text, _, _) = try GeminiPart.read(reader) else { throw reader.wrong("a text part") }
            parts.append(.text(TextPart(text)))
        }
        if !parts.isEmpty { append(.system, parts, from: TurnOrigin("systemInstruction")) }
    }

    private mutating func append(_ role: Message.Role, _ parts: [Part], from origin: TurnOrigin) {
        var message = Message(role, parts)
        message.origin = origin
        messages.append(message)
    }

    /// Reads the next element of `contents`.
    /// - Parameter index: its position.
    mutating func read(_ content: FieldReader, at index: Int) throws(APIError) {
        unmapped += try content.others(thanEither: ["role", "parts"])
        let role = try content["role"]?.string() ?? ""
        switch role {
        // `function` is what the role of results was called once.
        case "user", "function", "": try readUser(content, at: index)
        case "model": try readModel(content, at: index)
        default:
            let path = content.path(of: "role")
            throw APIError(
                .invalidRequest,
                "Invalid value for '\(path)': '\(role.prefix(64))'; allowed: user, model.",
                parameter: path
            )
        }
    }

    private func elements(of content: FieldReader) throws(APIError) -> [FieldReader] {
        _ = try content.object()
        return try content["parts"]?.elementsOrOne() ?? []
    }

    // MARK: - The user's turns

    private mutating func readUser(_ content: FieldReader, at turn: Int) throws(APIError) {
        let elements = try elements(of: content)
        guard !elements.isEmpty else { throw content.missing("parts") }
        var results: [(order: Int, result: ToolResult, position: Int)] = []
        var parts: [Part] = []
        var positions: [Int] = []
        for (position, reader) in elements.enumerated() {
            unmapped += try GeminiPart.unmapped(reader)
            switch try GeminiPart.read(reader) {
            case .text(let text, _, let signature): parts.append(.text(TextPart(text, signature: signature)))
            case .media(let part): parts.append(part)
            case .foreign(let part): parts.append(.foreign(part))
            case .result(let result):
                let (order, answer) = take(result)
                results.append((order, answer, position))
            case .call: throw reader.wrong("no functionCall in a user's turn")
            case .empty: throw reader.wrong("a part with content")
            }
            if parts.count > positions.count { positions.append(position) }
        }
        var origin = TurnOrigin("contents", turn)
        if !results.isEmpty {
            // In call order and in front of everything else, as other providers demand.
            results.sort { $0.order < $1.order }
            origin.parts = Self.origins(results.map(\.position) + positions, inTurn: turn)
        }
        append(.user, results.map { .toolResult($0.result) } + parts, from: origin)
    }

    private static func origins(_ positions: [Int], inTurn turn: Int) -> [PartOrigin] {
        positions.map { PartOrigin(turn: turn, "parts", $0) }
    }

    private mutating func take(_ result: GeminiPart.Result) -> (order: Int, result: ToolResult) {
        let index = index(of: result)
        var content: [Part] = []
        var isError = false
        if let response = result.response, !(response.isEmpty && !result.media.isEmpty) {
            let (text, failed) = GeminiFunctionResult.read(response)
            content.append(.text(TextPart(text)))
            isError = failed
        }
        content += result.media
        let call = index.map { calls[$0] }
        if let index { calls[index].isAnswered = true }
        // A result nobody asked for keeps an id of its own, and is found out where the turns are checked.
        let id = call?.id ?? result.id ?? mintID()
        let answer = ToolResult(callID: id, name: result.name ?? call?.name, content: content, isError: isError)
        return (index ?? calls.count, answer)
    }

    /// The call a result answers. Each look-up moves on from where the last one ended: a hostile request may hold very many.
    private mutating func index(of result: GeminiPart.Result) -> Int? {
        if let id = result.id, let index = callsByID[id] { return index }
        guard let index = firstOpenCall(named: result.name) else { return nil }
        // A call with an id of its provider's is answered by that id alone.
        return result.id == nil || GeminiCallID.isMinted(calls[index].id) ? index : nil
    }

    private mutating func firstOpenCall(named name: String?) -> Int? {
        guard let name else {
            while firstOpenCall < calls.count, calls[firstOpenCall].isAnswered { firstOpenCall &+= 1 }
            return firstOpenCall < calls.count ? firstOpenCall : nil
        }
        guard var queue = callsByName.removeValue(forKey: name) else { return nil }
        while queue.next < queue.indices.count, calls[queue.indices[queue.next]].isAnswered { queue.next &+= 1 }
        let found = queue.next < queue.indices.count ? queue.indices[queue.next] : nil
        callsByName[name] = queue
        return found
    }

    private mutating func mintID() -> String {
        defer { callCount &+= 1 }
        return GeminiCallID.mint(call: callCount, responseID: "ctx")
    }

    // MARK: - The model's turns

    private mutating func readModel(_ content: FieldReader, at turn: Int) throws(APIError) {
        if messages.last?.role != .assistant { forgetCalls() }
        var parts: [Part] = []
        // Where each part began: pieces can be joined, empty ones are left out.
        var positions: [Int] = []
        let elements = try elements(of: content)
        for (position, reader) in elements.enumerated() {
            unmapped += try GeminiPart.unmapped(reader)
            switch try GeminiPart.read(reader) {
            case .text(let text, let isThought, let signature):
                isThought ? append(thought: text, signature, to: &parts) : append(text: text, signature, to: &parts)
            case .media(let part): parts.append(part)
            case .foreign(let part): parts.append(.foreign(part))
            case .call(let call): parts.append(.toolCall(try take(call, from: reader)))
            case .result: throw reader.wrong("no functionResponse in a model's turn")
            case .empty: continue
            }
            if parts.count > positions.count { positions.append(position) }
        }
        // Clients send the turn of a refused prompt back as it came: without parts.
        guard !parts.isEmpty else { return }
        var origin = TurnOrigin("contents", turn)
        if parts.count < elements.count { origin.parts = Self.origins(positions, inTurn: turn) }
        append(.assistant, parts, from: origin)
    }

    private mutating func forgetCalls() {
        calls = []
        callsByID = [:]
        callsByName = [:]
        firstOpenCall = 0
    }

    private mutating func take(_ call: GeminiPart.Call, from reader: FieldReader) throws(APIError) -> ToolCall {
        guard let name = call.name else {
            throw (reader.either("functionCall") ?? reader).missing("name")
        }
        let minted = mintID()
        let id = call.id ?? minted
        callsByID[id] = calls.count
        callsByName[name, default: Queue()].indices.append(calls.count)
        calls.append(Call(id: id, name: name))
        return ToolCall(id: id, name: name, arguments: call.arguments, signature: call.signature)
    }

    /// Clients put a stream together chunk by chunk: pieces without signatures are one text.
    private func append(text: String, _ signature: OpaqueToken?, to parts: inout [Part]) {
        if signature == nil, case .text(var last)? = parts.last, last.signature == nil {
            // Out of the array first, so that the text grows in place.
            parts.removeLast()
            last.text += text
            parts.append(.text(last))
        } else {
            parts.append(.text(TextPart(text, signature: signature)))
        }
    }

    private func append(thought text: String, _ signature: OpaqueToken?, to parts: inout [Part]) {
        if let signature, let data = GeminiToken.redactedData(in: signature) {
            parts.append(.redactedThinking(data))
            return
        }
        // Other providers seal a whole thought, which we sent in pieces with the seal last; Gemini seals single parts.
        if signature?.dialect != .gemini, case .thinking(var last)? = parts.last, last.signature == nil {
            parts.removeLast()
            last.text += text
            last.signature = signature
            parts.append(.thinking(last))
        } else {
            parts.append(.thinking(Thinking(text, signature: signature)))
        }
    }
}

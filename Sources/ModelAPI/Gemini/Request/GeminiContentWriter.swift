import JSONText

/// Writes the turns of a conversation into `contents` and `systemInstruction`.
///
/// There is one instruction on this wire: all system and developer turns go into it, in their order. Results of tools go into one
/// user turn, in the order of their calls.
struct GeminiContentWriter {
    /// The parts of `systemInstruction`.
    private(set) var instructions: [JSONValue] = []
    /// `contents`
    private(set) var contents: [JSONValue] = []
    /// What cannot be expressed.
    private(set) var dropped = DroppedFields()

    private let thinking: GeminiThinking

    /// The turn that is being written.
    private struct Turn {
        var isModel: Bool
        /// Results with the order of their calls.
        var results: [(order: Int, part: JSONValue)] = []
        var parts: [JSONValue] = []
        /// Whether a call of this turn has been written, and needs its signature.
        var hasCalls = false
    }

    private var turn: Turn?
    /// The calls of the model's last turn: their order and names.
    private var calls: [String: (order: Int, name: String)] = [:]

    init(thinking: GeminiThinking) { self.thinking = thinking }

    /// Writes all turns.
    /// - Throws: `invalidRequest` where the conversation makes no sense on this wire.
    mutating func write(_ messages: [Message]) throws(APIError) {
        for (index, message) in messages.enumerated() {
            let path = "messages[\(index)]"
            if message.name != nil { dropped.add("\(path).name") }
            switch message.role {
            case .system, .developer: writeInstruction(message, path: path)
            case .user: try writeUser(message, path: path)
            case .assistant: try writeModel(message, path: path)
            }
        }
        endTurn()
        if contents.isEmpty, !instructions.isEmpty {
            // Gemini wants a turn to answer: instructions alone are one.
            contents = [["role": "user", "parts": .array(instructions)]]
            instructions = []
        }
        if contents.isEmpty {
            throw APIError(.invalidRequest, "The conversation holds nothing to answer.", parameter: "messages")
        }
    }

    private mutating func writeInstruction(_ message: Message, path: String) {
        // Among the instructions it no longer stands where the caller put it.
        if turn != nil || !contents.isEmpty { dropped.add("\(path).position") }
        for (index, part) in message.parts.enumerated() {
            let path = "\(path).content[\(index)]"
            if case .text(let text) = part {
                if text.cache != nil { dropped.add("\(path).cache_control") }
                if !text.text.isEmpty { instructions.append(["text": .string(text.text)]) }
            } else {
                dropped.add(path)
            }
        }
    }

    // MARK: - Turns

    /// Makes sure that the open turn is of this role. Turns of the same role stay apart, except where calls or results must stand
    /// together.
    private mutating func open(isModel: Bool, hasResults: Bool) {
        if let turn, turn.isModel == isModel, isModel || (hasResults && !turn.results.isEmpty) { return }
        endTurn()
        if isModel { calls = [:] }
        turn = Turn(isModel: isModel)
    }

    private mutating func endTurn() {
        guard let turn else { return }
        self.turn = nil
        let results = turn.results.sorted { $0.order < $1.order }.map(\.part)
        let parts = results + turn.parts
        guard !parts.isEmpty else { return }
        contents.append(["role": turn.isModel ? "model" : "user", "parts": .array(parts)])
    }

    private mutating func writeUser(_ message: Message, path: String) throws(APIError) {
        let hasResults = message.parts.contains { if case .toolResult = $0 { true } else { false } }
        open(isModel: false, hasResults: hasResults)
        for (index, part) in message.parts.enumerated() {
            let path = "\(path).content[\(index)]"
            if case .toolResult(let result) = part {
                try write(result, path: path)
            } else {
                try write(part, path: path)
            }
        }
    }

    private mutating func writeModel(_ message: Message, path: String) throws(APIError) {
        open(isModel: true, hasResults: false)
        var callCount = 0
        for (index, part) in message.parts.enumerated() {
            if case .toolCall(let call) = part {
                try write(call, path: "\(path).tool_calls[\(callCount)]")
                callCount += 1
            } else {
                try write(part, path: "\(path).content[\(index)]")
            }
        }
    }

    // MARK: - Parts

    private mutating func write(_ part: Part, path: String) throws(APIError) {
        switch part {
        case .text(let text):
            if text.cache != nil { dropped.add("\(path).cache_control") }
            let signature = bare(text.signature, path: path)
            // An empty text says nothing, except that a signature may hang on it.
            if text.text.isEmpty, signature == nil { return }
            append(GeminiPartWriter.text(text.text, signature: signature))
        case .image(let media), .audio(let media), .document(let media):
            write(media, path: path)
        case .thinking(let thought):
            let signature = bare(thought.signature, path: path)
            if thought.text.isEmpty, signature == nil { return }
            append(GeminiPartWriter.text(thought.text, isThought: true, signature: signature))
        case .redactedThinking:
            dropped.add(path)
        case .refusal(let words):
            append(GeminiPartWriter.text(words))
        case .foreign(let foreign):
            foreign.dialect == .gemini ? append(foreign.value) : dropped.add(path)
        case .toolCall, .toolResult:
            // Calls of a user and results of a model: no dialect's reader lets them in.
            throw APIError(.invalidRequest, "A tool call or result stands in the wrong turn.", parameter: path)
        }
    }

    private mutating func append(_ part: JSONValue) { turn?.parts.append(part) }

    /// A signature as Gemini takes it back; others are not for its eyes.
    private mutating func bare(_ token: OpaqueToken?, path: String) -> String? {
        guard let token else { return nil }
        if token.dialect == .gemini { return token.value }
        dropped.add("\(path).signature")
        return nil
    }

    private mutating func write(_ media: MediaPart, path: String) {
        if media.cache != nil { dropped.add("\(path).cache_control") }
        if let detail = media.detail, detail != "auto" { dropped.add("\(path).image_url.detail") }
        guard let part = GeminiMedia.write(media) else {
            dropped.add(path)
            return
        }
        // Only Vertex takes a name.
        if media.name != nil { dropped.add("\(path).filename") }
        append(part)
    }

    // MARK: - Calls and results

    private mutating func write(_ call: ToolCall, path: String) throws(APIError) {
        guard let arguments = GeminiPartWriter.arguments(call.arguments) else {
            throw APIError(
                .invalidRequest,
                "The arguments of the call of '\(call.name.prefix(64))' are not a JSON object.",
                parameter: "\(path).function.arguments"
            )
        }
        if call.cache != nil { dropped.add("\(path).cache_control") }
        var signature = bare(call.signature, path: path)
        if signature == nil, turn?.hasCalls == false, thinking.demandsSignatures {
            // The first call of a step must be signed; one that another model made cannot be.
            signature = GeminiToken.unchecked
        }
        turn?.hasCalls = true
        calls[call.id] = (calls.count, call.name)
        let id = GeminiCallID.isMinted(call.id) ? nil : call.id
        append(GeminiPartWriter.call(id: id, name: call.name, arguments: arguments, signature: signature))
    }

    private mutating func write(_ result: ToolResult, path: String) throws(APIError) {
        let call = calls[result.callID]
        guard let name = call?.name ?? result.name else {
            throw APIError(
                .invalidRequest,
                "The tool result answers no call of the turn before it.",
                parameter: path
            )
        }
        if result.cache != nil { dropped.add("\(path).cache_control") }
        var texts: [String] = []
        var media: [JSONValue] = []
        for (index, part) in result.content.enumerated() {
            switch part {
            case .text(let text): texts.append(text.text)
            case .refusal(let words): texts.append(words)
            case .image(let value), .audio(let value), .document(let value):
                if let part = GeminiMedia.write(value) {
                    media.append(part)
                } else {
                    dropped.add("\(path).content[\(index)]")
                }
            case .foreign(let foreign) where foreign.dialect == .gemini: media.append(foreign.value)
            default: dropped.add("\(path).content[\(index)]")
            }
        }
        var response: JSONObject = ["name": .string(name)]
        if !GeminiCallID.isMinted(result.callID) { response["id"] = .string(result.callID) }
        response.append(
            "response",
            GeminiFunctionResult.write(texts.joined(separator: "\n"), isError: result.isError)
        )
        if !media.isEmpty {
            if thinking.takesMediaInResults {
                response.append("parts", .array(media))
            } else {
                // Older models see pictures beside the results.
                for part in media { append(part) }
            }
        }
        turn?.results.append((call?.order ?? .max, ["functionResponse": .object(response)]))
    }
}

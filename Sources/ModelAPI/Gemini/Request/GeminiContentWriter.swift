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
    private(set) var dropped = LostFields()

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
            dropped.add(.turn(index, .name), if: message.name != nil)
            switch message.role {
            case .system, .developer: writeInstruction(message, at: index)
            case .user: try writeUser(message, at: index)
            case .assistant: try writeModel(message, at: index)
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

    private mutating func writeInstruction(_ message: Message, at index: Int) {
        // Among the instructions it no longer stands where the caller put it.
        dropped.add(.turn(index, .position), if: turn != nil || !contents.isEmpty)
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            if case .text(let text) = part {
                dropped.add(.part(place, .cache), if: text.cache != nil)
                dropped.add(.part(place, .signature), if: text.signature != nil)
                if !text.text.isEmpty { instructions.append(["text": .string(text.text)]) }
            } else {
                dropped.add(.part(place, .whole))
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

    private mutating func writeUser(_ message: Message, at index: Int) throws(APIError) {
        let hasResults = message.parts.contains { if case .toolResult = $0 { true } else { false } }
        open(isModel: false, hasResults: hasResults)
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            if case .toolResult(let result) = part {
                try write(result, of: message, at: place)
            } else {
                try write(part, of: message, at: place)
            }
        }
    }

    private mutating func writeModel(_ message: Message, at index: Int) throws(APIError) {
        open(isModel: true, hasResults: false)
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            if case .toolCall(let call) = part {
                try write(call, of: message, at: place)
            } else {
                try write(part, of: message, at: place)
            }
        }
    }

    // MARK: - Parts

    private mutating func write(
        _ part: Part,
        of message: Message,
        at place: LostField.PartIndex
    ) throws(APIError) {
        switch part {
        case .text(let text):
            dropped.add(.part(place, .cache), if: text.cache != nil)
            let signature = bare(text.signature, at: place)
            // An empty text says nothing, except that a signature may hang on it.
            if text.text.isEmpty, signature == nil { return }
            append(GeminiPartWriter.text(text.text, signature: signature))
        case .image(let media), .audio(let media), .document(let media):
            if let part = write(media, at: place) { append(part) }
        case .thinking(let thought):
            let signature = bare(thought.signature, at: place)
            if thought.text.isEmpty, signature == nil { return }
            append(GeminiPartWriter.text(thought.text, isThought: true, signature: signature))
        case .redactedThinking:
            dropped.add(.part(place, .whole))
        case .refusal(let words):
            append(GeminiPartWriter.text(words))
        case .foreign(let foreign):
            foreign.dialect == .gemini ? append(foreign.value) : dropped.add(.part(place, .whole))
        case .toolCall, .toolResult:
            // Calls of a user and results of a model: no dialect's reader lets them in.
            throw APIError(
                .invalidRequest,
                "A tool call or result stands in the wrong turn.",
                parameter: message.path(at: place.turn)
            )
        }
    }

    private mutating func append(_ part: JSONValue) { turn?.parts.append(part) }

    /// A signature as Gemini takes it back; others are not for its eyes.
    private mutating func bare(_ token: OpaqueToken?, at place: LostField.PartIndex) -> String? {
        guard let token else { return nil }
        if token.dialect == .gemini { return token.value }
        dropped.add(.part(place, .signature))
        return nil
    }

    private mutating func write(_ media: MediaPart, at place: LostField.PartIndex) -> JSONValue? {
        guard let part = GeminiMedia.write(media) else {
            dropped.add(.part(place, .whole))
            return nil
        }
        dropped.add(.part(place, .cache), if: media.cache != nil)
        if let detail = media.detail, detail != "auto" { dropped.add(.part(place, .detail)) }
        // Only Vertex takes a name.
        dropped.add(.part(place, .name), if: media.name != nil)
        return part
    }

    // MARK: - Calls and results

    private mutating func write(
        _ call: ToolCall,
        of message: Message,
        at place: LostField.PartIndex
    ) throws(APIError) {
        guard let arguments = GeminiPartWriter.arguments(call.arguments) else {
            throw APIError(
                .invalidRequest,
                "The arguments of the call of '\(call.name.prefix(64))' are not a JSON object.",
                parameter: message.path(of: place)
            )
        }
        dropped.add(.part(place, .cache), if: call.cache != nil)
        var signature = bare(call.signature, at: place)
        if signature == nil, turn?.hasCalls == false, thinking.demandsSignatures {
            // The first call of a step must be signed; one that another model made cannot be.
            signature = GeminiToken.unchecked
        }
        turn?.hasCalls = true
        calls[call.id] = (calls.count, call.name)
        let id = GeminiCallID.isMinted(call.id) ? nil : call.id
        append(GeminiPartWriter.call(id: id, name: call.name, arguments: arguments, signature: signature))
    }

    private mutating func write(
        _ result: ToolResult,
        of message: Message,
        at place: LostField.PartIndex
    ) throws(APIError) {
        let call = calls[result.callID]
        guard let name = call?.name ?? result.name else {
            throw APIError(
                .invalidRequest,
                "The tool result answers no call of the turn before it.",
                parameter: message.path(at: place.turn, part: place.part)
            )
        }
        dropped.add(.part(place, .cache), if: result.cache != nil)
        var texts: [String] = []
        var media: [JSONValue] = []
        for (position, part) in result.content.enumerated() {
            let place = place.nested(position)
            switch part {
            case .text(let text):
                dropped.add(.part(place, .cache), if: text.cache != nil)
                dropped.add(.part(place, .signature), if: text.signature != nil)
                texts.append(text.text)
            case .refusal(let words): texts.append(words)
            case .image(let value), .audio(let value), .document(let value):
                if let part = write(value, at: place) { media.append(part) }
            case .foreign(let foreign) where foreign.dialect == .gemini: media.append(foreign.value)
            default: dropped.add(.part(place, .whole))
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

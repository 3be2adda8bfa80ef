import JSONText
import ModelAPI

/// A conversation in canonical form: everything that can change the answer, and nothing else.
///
/// Does not count: whether a stream is wanted and what it reports, who the caller's own user is, metadata, what the
/// provider may cache, the ids of tool calls (their order does), the model's name in the request. Left out and stated are
/// the same only where every provider documents the same default: one choice, free text, tools at the model's choice and
/// several at once, schemas not enforced, `auto` as the detail of pictures and as the service tier.
///
/// Results of tools are a turn of their own here, because in some APIs they always are.
struct ChatQuestion {
    private enum Field {
        static let turns: UInt8 = 1
        static let tools: UInt8 = 2
        static let toolChoice: UInt8 = 3
        static let parallelCalls: UInt8 = 4
        static let maxTokens: UInt8 = 5
        static let temperature: UInt8 = 6
        static let topP: UInt8 = 7
        static let topK: UInt8 = 8
        static let frequencyPenalty: UInt8 = 9
        static let presencePenalty: UInt8 = 10
        static let seed: UInt8 = 11
        static let logitBias: UInt8 = 12
        static let stops: UInt8 = 13
        static let choices: UInt8 = 14
        static let logprobs: UInt8 = 15
        static let format: UInt8 = 16
        static let reasoning: UInt8 = 17
        static let tier: UInt8 = 18
        static let legacyFunctions: UInt8 = 19
        static let unmapped: UInt8 = 20
    }

    private var encoder: CanonicalEncoder
    /// The calls so far, by id: what is told of a call is which one it is.
    private var calls: [String: Call] = [:]
    private var callCount = 0

    private struct Call {
        var number: Int
        var name: String
    }

    init(_ encoder: CanonicalEncoder) { self.encoder = encoder }

    /// Ends the digest with a request.
    mutating func digest(of request: ChatRequest, from surface: DialectID) -> CacheDigest {
        encoder.beginRecord(2)
        writeTurns(request.messages)
        writeTools(of: request)
        writeSampling(of: request)
        writeForm(of: request)
        writeUnmapped(of: request, from: surface)
        encoder.end()
        return encoder.finish()
    }

    // MARK: - Turns

    private struct Turn {
        var role: Message.Role
        var name: String?
        var parts: [Part]
        var isResults = false
    }

    private static func turns(_ messages: [Message]) -> [Turn] {
        var turns: [Turn] = []
        turns.reserveCapacity(messages.count)
        for message in messages {
            let results = message.role == .user ? message.parts.prefix(while: \.isResult).count : 0
            if results > 0 {
                if let last = turns.indices.last, turns[last].isResults {
                    turns[last].parts += message.parts[..<results]
                } else {
                    turns.append(Turn(role: .user, parts: Array(message.parts[..<results]), isResults: true))
                }
            }
            if results < message.parts.count || results == 0 {
                turns.append(
                    Turn(role: message.role, name: message.name, parts: Array(message.parts[results...]))
                )
            }
        }
        return turns
    }

    private mutating func writeTurns(_ messages: [Message]) {
        encoder.field(Field.turns)
        list { question in
            for turn in Self.turns(messages) {
                question.record(3) { question in
                    question.encoder.field(1, turn.role.rawValue)
                    question.encoder.field(2, turn.name)
                    question.encoder.field(3)
                    question.write(turn.parts)
                }
            }
        }
    }

    private mutating func write(_ parts: [Part]) {
        list { question in for part in parts { question.write(part) } }
    }

    private mutating func write(_ part: Part) {
        switch part {
        case .text(let text):
            record(10) { question in
                question.encoder.field(1, text.text)
                question.writeField(2, text.signature)
            }
        case .image(let media): write(11, media)
        case .audio(let media): write(12, media)
        case .document(let media): write(13, media)
        case .toolCall(let call): write(call)
        case .toolResult(let result): write(result)
        case .thinking(let thinking):
            record(16) { question in
                question.encoder.field(1, thinking.text)
                question.writeField(2, thinking.signature)
            }
        case .redactedThinking(let token): record(17) { $0.writeField(1, token) }
        case .refusal(let words): record(18) { $0.encoder.field(1, words) }
        case .foreign(let part): write(19, part)
        }
    }

    private mutating func write(_ kind: UInt8, _ media: MediaPart) {
        record(kind) { question in
            question.encoder.field(1)
            switch media.source {
            case .url(let url): question.encoder.write(tag: 1, url)
            case .base64(let data): question.encoder.write(tag: 2, data)
            case .text(let text): question.encoder.write(tag: 3, text)
            case .file(let id, let dialect):
                question.encoder.write(tag: 4, id)
                question.encoder.field(2, dialect.rawValue)
            }
            question.encoder.field(3, media.mediaType)
            question.encoder.field(4, media.name)
            if media.detail != "auto" { question.encoder.field(5, media.detail) }
        }
    }

    private mutating func write(_ call: ToolCall) {
        calls[call.id] = Call(number: callCount, name: call.name)
        callCount += 1
        record(14) { question in
            question.encoder.field(1, call.name)
            // Some APIs have the arguments as an object, so its members' order and the spaces between are nobody's choice.
            if let arguments = try? JSONValue(parsing: call.arguments) {
                question.encoder.field(2, arguments)
            } else {
                question.encoder.field(3, call.arguments)
            }
            question.writeField(4, call.signature)
        }
    }

    private mutating func write(_ result: ToolResult) {
        let call = calls[result.callID]
        record(15) { question in
            if let call {
                question.encoder.field(1, call.number)
            } else {
                question.encoder.field(2, result.callID)
            }
            if result.name != call?.name { question.encoder.field(3, result.name) }
            if result.isError { question.encoder.field(4, true) }
            question.encoder.field(5)
            // No content and an empty text are the same: some APIs cannot say the one, some not the other.
            question.write(result.content == [.text(TextPart(""))] ? [] : result.content)
        }
    }

    private mutating func write(_ kind: UInt8, _ part: ForeignPart) {
        record(kind) { question in
            question.encoder.field(1, part.dialect.rawValue)
            question.encoder.field(2, part.type)
            question.encoder.field(3, part.value)
        }
    }

    private mutating func writeField(_ number: UInt8, _ token: OpaqueToken?) {
        guard let token else { return }
        encoder.field(number)
        record(4) { question in
            question.encoder.field(1, token.dialect.rawValue)
            question.encoder.field(2, token.value)
        }
    }

    // MARK: - Tools

    private static let noParameters: JSONValue = ["type": "object", "properties": [:]]

    private mutating func writeTools(of request: ChatRequest) {
        if !request.tools.isEmpty {
            encoder.field(Field.tools)
            list { question in for tool in request.tools { question.write(tool) } }
        }
        switch request.toolChoice {
        case nil, .auto?:
            break
        case ToolChoice.none?:
            // Without tools there is nothing not to call.
            if !request.tools.isEmpty { writeChoice(1) { _ in } }
        case .required?: writeChoice(2) { _ in }
        case .named(let name)?: writeChoice(3) { $0.field(1, name) }
        case .allowed(let names, required: true)? where names.count == 1: writeChoice(3) { $0.field(1, names[0]) }
        case .allowed(let names, let isRequired)?:
            writeChoice(4) { encoder in
                encoder.field(1, isRequired)
                encoder.field(2)
                encoder.writeList { encoder in for name in names.sorted() { encoder.write(name) } }
            }
        }
        if request.parallelToolCalls == false { encoder.field(Field.parallelCalls, false) }
        if request.usesLegacyFunctions { encoder.field(Field.legacyFunctions, true) }
    }

    private mutating func writeChoice(_ kind: UInt8, _ body: (inout CanonicalEncoder) -> Void) {
        encoder.field(Field.toolChoice)
        encoder.writeRecord(kind, body)
    }

    private mutating func write(_ tool: Tool) {
        switch tool {
        case .function(let function):
            record(20) { question in
                question.encoder.field(1, function.name)
                question.encoder.field(2, function.description)
                // Without a schema a function takes no arguments.
                question.encoder.field(3, function.parameters ?? Self.noParameters)
                if function.strict == true { question.encoder.field(4, true) }
            }
        case .foreign(let part): write(21, part)
        }
    }

    // MARK: - How the answer is made

    private mutating func writeSampling(of request: ChatRequest) {
        encoder.field(Field.maxTokens, request.maxTokens)
        encoder.field(Field.temperature, request.sampling.temperature)
        encoder.field(Field.topP, request.sampling.topP)
        encoder.field(Field.topK, request.sampling.topK)
        encoder.field(Field.frequencyPenalty, request.sampling.frequencyPenalty)
        encoder.field(Field.presencePenalty, request.sampling.presencePenalty)
        encoder.field(Field.seed, request.sampling.seed)
        encoder.field(Field.logitBias, request.sampling.logitBias.map(JSONValue.object))
        if !request.stopSequences.isEmpty {
            encoder.field(Field.stops)
            encoder.writeList { encoder in for stop in request.stopSequences { encoder.write(stop) } }
        }
        if let reasoning = request.reasoning, reasoning != Reasoning() {
            let isOff = reasoning.effort == Reasoning.Effort.none || reasoning.budgetTokens == 0
            encoder.field(Field.reasoning)
            encoder.writeRecord(5) { encoder in
                if isOff {
                    encoder.field(1, "off")
                } else {
                    encoder.field(2, reasoning.effort?.rawValue)
                    encoder.field(3, reasoning.budgetTokens)
                    if reasoning.adaptive { encoder.field(4, true) }
                }
                encoder.field(5, reasoning.includeThoughts)
            }
        }
    }

    private mutating func writeForm(of request: ChatRequest) {
        if let count = request.choiceCount, count != 1 { encoder.field(Field.choices, count) }
        if let logprobs = request.logprobs {
            encoder.field(Field.logprobs)
            encoder.writeRecord(6) { $0.field(1, logprobs.top) }
        }
        switch request.responseFormat {
        case nil, .text?:
            break
        case .jsonObject?:
            encoder.field(Field.format)
            encoder.write(tag: 1)
        case .jsonSchema(let format)?:
            encoder.field(Field.format)
            encoder.writeRecord(7) { encoder in
                encoder.field(1, format.name)
                encoder.field(2, format.description)
                encoder.field(3, format.schema)
                if format.strict == true { encoder.field(4, true) }
            }
        }
        if request.serviceTier != "auto" { encoder.field(Field.tier, request.serviceTier) }
    }

    // MARK: - What has no neutral place

    private mutating func writeUnmapped(of request: ChatRequest, from surface: DialectID) {
        var fields = request.unmapped.filter { !CacheNoise.isNoise($0, on: surface) }
        guard !fields.isEmpty else { return }
        // Stable, so that fields of one path keep their order.
        fields = fields.enumerated()
            .sorted { ($0.element.path, $0.offset) < ($1.element.path, $1.offset) }
            .map(\.element)
        let root = request.source?.object
        encoder.field(Field.unmapped)
        list { question in
            question.encoder.write(surface.rawValue)
            for field in fields {
                // A dot in a path and a dot in a name are not the same.
                question.encoder.write(root?[field.path] == nil)
                question.encoder.write(field.path)
                question.encoder.write(field.value)
            }
        }
    }

    // MARK: - Containers

    private mutating func list(_ body: (inout ChatQuestion) -> Void) {
        encoder.beginList()
        body(&self)
        encoder.end()
    }

    private mutating func record(_ kind: UInt8, _ body: (inout ChatQuestion) -> Void) {
        encoder.beginRecord(kind)
        body(&self)
        encoder.end()
    }
}

extension Part {
    /// Whether this is what a tool gave back.
    fileprivate var isResult: Bool { if case .toolResult = self { true } else { false } }
}

import JSONText

/// Puts a streamed answer together into a whole one: a pure reducer over the neutral events.
///
/// The whole answer is the one that the provider would have given without streaming, as far as its stream says so.
public struct AnswerAssembler: Sendable {
    /// One choice so far.
    private struct OpenChoice: Sendable {
        var parts: [Part] = []
        var open: Part?
        /// Pieces of the open block's text, joined once when it is complete.
        var text: [String] = []
        var stop: StopReason?
        var logprobs: JSONValue?
    }

    /// How a stream can end.
    private enum Ending: Sendable {
        case whole
        case failed(APIError)
    }

    private var start: StreamStart?
    private var choices: [Int: OpenChoice] = [:]
    private var usage: Usage?
    private var unmapped: [ChatResponse.UnmappedField] = []
    private var positions: [String: Int] = [:]
    private var ending: Ending?

    /// Starts with nothing.
    public init() {}

    /// Puts a whole sequence together.
    /// - Throws: as ``response()``.
    public static func response(of events: some Sequence<StreamEvent>) throws(APIError) -> ChatResponse {
        var assembler = AnswerAssembler()
        for event in events { assembler.take(event) }
        return try assembler.response()
    }

    /// Takes the next event of a legal sequence.
    public mutating func take(_ event: StreamEvent) {
        switch event {
        case .start(let start): self.start = start
        case .blockStart(let index, let block): choices[index, default: OpenChoice()].open = Part(beginning: block)
        case .blockDelta(let index, let delta): take(delta, of: index)
        case .blockStop(let index): close(index)
        case .finish(let index, let reason): choices[index, default: OpenChoice()].stop = reason
        case .usage(let usage): self.usage = usage
        case .unmapped(let field): take(field)
        case .end: ending = .whole
        case .failure(let error): ending = .failed(error)
        }
    }

    /// The whole answer.
    /// - Throws: the stream's own ``APIError`` where it ended broken; one of kind `upstreamError` where it has not ended.
    public consuming func response() throws(APIError) -> ChatResponse {
        switch ending {
        case .failed(let error): throw error
        case nil: throw APIError(.upstreamError, "The provider's answer ended before it was complete.")
        case .whole: break
        }
        guard let start else { throw APIError(.upstreamError, "The provider's answer has no beginning.") }
        var response = ChatResponse(id: start.id, model: start.model, usage: usage, source: start.source)
        response.created = start.created
        response.systemFingerprint = start.systemFingerprint
        response.serviceTier = start.serviceTier
        response.unmapped = unmapped
        for (index, choice) in choices.sorted(by: { $0.key < $1.key }) {
            guard let stop = choice.stop else {
                throw APIError(.upstreamError, "The provider's answer ended before all of its choices did.")
            }
            response.choices.append(
                Choice(index: index, parts: choice.parts, stop: stop, logprobs: choice.logprobs)
            )
        }
        return response
    }

    // MARK: - Blocks

    private mutating func take(_ delta: StreamDelta, of index: Int) {
        switch delta {
        case .text(let text), .arguments(let text):
            choices[index]?.text.append(text)
        case .signature(let token):
            switch choices[index]?.open {
            case .text(var part)?:
                part.signature = token
                choices[index]?.open = .text(part)
            case .thinking(var part)?:
                part.signature = token
                choices[index]?.open = .thinking(part)
            default: break
            }
        case .logprobs(let value):
            guard let old = choices[index]?.logprobs else {
                choices[index]?.logprobs = value
                return
            }
            choices[index]?.logprobs = Self.joined(old, value)
        }
    }

    private mutating func close(_ index: Int) {
        guard var choice = choices[index], let open = choice.open else { return }
        let text = choice.text.joined()
        choice.open = nil
        choice.text = []
        switch open {
        case .text(var part):
            part.text = text
            if !text.isEmpty || part.signature != nil { choice.parts.append(.text(part)) }
        case .thinking(var part):
            part.text = text
            if !text.isEmpty || part.signature != nil { choice.parts.append(.thinking(part)) }
        case .refusal:
            if !text.isEmpty { choice.parts.append(.refusal(text)) }
        case .toolCall(var call):
            call.arguments = text.isEmpty ? "{}" : text
            choice.parts.append(.toolCall(call))
        default:
            choice.parts.append(open)
        }
        choices[index] = choice
    }

    /// Log probabilities behind one another, list by list.
    private static func joined(_ old: JSONValue, _ new: JSONValue) -> JSONValue {
        guard case .object(var object) = old, case .object(let more) = new else { return new }
        for member in more.members {
            switch (object[member.name], member.value) {
            case (.array(let elements)?, .array(let others)): object[member.name] = .array(elements + others)
            case (.some, .null): break
            default: object[member.name] = member.value
            }
        }
        return .object(object)
    }

    // MARK: - What has no place

    private mutating func take(_ field: StreamField) {
        guard let position = positions[field.path] else {
            positions[field.path] = unmapped.count
            unmapped.append(ChatResponse.UnmappedField(field.path, field.value))
            return
        }
        if field.isFragment {
            StreamExtras.append(field.value, to: &unmapped[position].value)
        } else {
            unmapped[position].value = field.value
        }
    }
}

import JSONText

/// Writes a streamed answer for a client: a chunk for each piece of text, one for each complete call, and one last with every
/// `finishReason`, the usage and, where the caller asked for it, what has no place elsewhere.
struct GeminiStreamEncoder: StreamEncoder {
    /// What has been heard of one choice.
    private struct ChoiceState {
        var block: StreamBlock?
        /// The arguments of the open call so far: this wire sends calls whole.
        var arguments: [UInt8] = []
        /// The name of a call whose arguments were no JSON object.
        var malformedCall: String?
        var calls = 0
        var reason: StopReason?
    }

    /// The most bytes of one call's arguments that are kept; what is longer counts as malformed.
    private static let mostArguments = 32 * 1024 * 1024

    private var choices: [Int: ChoiceState] = [:]
    private var usage: Usage?
    private var hasEnded = false
    /// Behind the candidates of every chunk: which model, which answer.
    private var tail: [UInt8] = []
    private var names = AnswerNames(source: .gemini)
    /// What has no place in chunks; `nil` where the caller did not ask for it.
    private var extras: StreamExtras?

    /// Creates a writer.
    /// - Parameter includesExtras: whether the caller asked for what has no place.
    init(includesExtras: Bool = false) { extras = includesExtras ? StreamExtras() : nil }

    mutating func encode(_ event: StreamEvent, into output: inout [UInt8]) {
        if hasEnded { return }
        switch event {
        case .start(let start):
            var writer = JSONWriter()
            writer.write(raw: #","modelVersion":"#)
            writer.write(string: start.model)
            writer.write(raw: #","responseId":"#)
            writer.write(string: start.id)
            writer.write(raw: "}")
            tail = writer.bytes
            names = AnswerNames(source: start.source)
            addLosses(of: start)
        case .unmapped(let field): extras?.add(field)
        case .blockStart(let choice, let block):
            choices[choice, default: ChoiceState()].block = block
            switch block {
            case .redactedThinking(let token): write(.redactedThinking(token), of: choice, into: &output)
            case .foreign(let part):
                if !write(.foreign(part), of: choice, into: &output) {
                    extras?.add(ChatResponse.UnmappedField(part.path ?? part.type, part.value))
                }
            case .image(let media):
                if !write(.image(media), of: choice, into: &output) { extras?.add(ChatResponse.UnmappedField(media)) }
            case .text, .thinking, .toolCall, .refusal: break
            }
        case .blockDelta(let choice, let delta): encode(delta, of: choice, into: &output)
        case .blockStop(let choice): stop(choice, into: &output)
        case .finish(let choice, let reason):
            choices[choice, default: ChoiceState()].reason = reason
            if GeminiFinishReason.losesDetail(of: reason) { extras?.add(names.stop(reason, of: choice)) }
        case .usage(let usage): self.usage = usage
        case .end:
            writeLast(into: &output)
            hasEnded = true
        case .failure(let error):
            SSEEvent.write(data: GeminiErrorWriter.body(error, requestID: "").bytes, into: &output)
            hasEnded = true
        }
    }

    // MARK: - Pieces

    private mutating func encode(_ delta: StreamDelta, of choice: Int, into output: inout [UInt8]) {
        let isThought = choices[choice]?.block == .thinking
        switch delta {
        case .text(let text):
            write(GeminiPartWriter.text(text, isThought: isThought), of: choice, into: &output)
        case .signature(let token):
            // Behind the text it belongs to, in a part without text, as Gemini itself does.
            let part = GeminiPartWriter.text("", isThought: isThought, signature: token.text(on: .gemini))
            write(part, of: choice, into: &output)
        case .arguments(let text):
            guard var state = choices.removeValue(forKey: choice) else { return }
            if state.arguments.count <= Self.mostArguments { state.arguments.append(contentsOf: text.utf8) }
            choices[choice] = state
        case .logprobs(let value):
            guard let (result, average) = GeminiLogprobs.write(value) else { return }
            let candidate: JSONObject = [
                "content": ["parts": [["text": ""]], "role": "model"], "index": JSONValue(choice),
                "avgLogprobs": average, "logprobsResult": result,
            ]
            write([.object(candidate)], usage: nil, into: &output)
        }
    }

    private mutating func stop(_ choice: Int, into output: inout [UInt8]) {
        guard var state = choices.removeValue(forKey: choice) else { return }
        if case .toolCall(let id, let name, let signature)? = state.block {
            var call = ToolCall(id: id, name: name, arguments: "", signature: signature)
            call.arguments = String(decoding: state.arguments, as: UTF8.self)
            state.arguments = []
            let isTooLong = call.arguments.utf8.count > Self.mostArguments
            if !isTooLong, let part = GeminiResponseWriter.part(.toolCall(call)) {
                write(part, of: choice, into: &output)
            } else {
                state.malformedCall = name
                let lost = String(call.arguments.prefix(StreamExtras.limit))
                extras?.add(ChatResponse.UnmappedField(names.call(state.calls, of: choice), .string(lost)))
            }
            state.calls += 1
        }
        state.block = nil
        choices[choice] = state
    }

    // MARK: - Chunks

    /// - Returns: whether this wire has a form for the part.
    @discardableResult
    private mutating func write(_ part: Part, of choice: Int, into output: inout [UInt8]) -> Bool {
        guard let part = GeminiResponseWriter.part(part) else { return false }
        write(part, of: choice, into: &output)
        return true
    }

    private mutating func write(_ part: JSONValue, of choice: Int, into output: inout [UInt8]) {
        // The commonest chunk by far is written without building its tree.
        var writer = JSONWriter()
        writer.write(raw: #"{"candidates":[{"content":{"parts":["#)
        writer.write(part)
        writer.write(raw: #"],"role":"model"},"index":"#)
        writer.write(JSONValue(choice))
        writer.write(raw: "}]")
        writer.write(raw: tail)
        SSEEvent.write(data: writer.bytes, into: &output)
    }

    private mutating func write(
        _ candidates: [JSONValue],
        usage: Usage?,
        extras: JSONValue? = nil,
        into output: inout [UInt8]
    ) {
        var writer = JSONWriter()
        writer.write(raw: #"{"candidates":"#)
        writer.write(.array(candidates))
        if let usage {
            writer.write(raw: #","usageMetadata":"#)
            writer.write(GeminiUsage.write(usage))
        }
        if let extras {
            writer.write(raw: ",\"")
            writer.write(raw: Extras.member.utf8)
            writer.write(raw: #"":{"extras":"#)
            writer.write(extras)
            writer.write(raw: "}")
        }
        writer.write(raw: tail)
        SSEEvent.write(data: writer.bytes, into: &output)
    }

    /// The chunk that ends the answer: usage is complete only now.
    private mutating func writeLast(into output: inout [UInt8]) {
        var candidates: [JSONValue] = []
        for (choice, state) in choices.sorted(by: { $0.key < $1.key }) {
            guard let reason = state.reason else { continue }
            var candidate: JSONObject = ["content": ["parts": [["text": ""]], "role": "model"]]
            GeminiResponseWriter.finish(&candidate, reason, malformedCall: state.malformedCall)
            candidate.append("index", JSONValue(choice))
            candidates.append(.object(candidate))
        }
        for field in names.counts(of: usage, cacheWrites: true) { extras?.add(field) }
        write(candidates, usage: usage, extras: extras?.value, into: &output)
    }

    private mutating func addLosses(of start: StreamStart) {
        guard extras != nil else { return }
        if let tier = start.serviceTier { extras?.add(ChatResponse.UnmappedField(names.serviceTier, .string(tier))) }
        if let fingerprint = start.systemFingerprint {
            extras?.add(ChatResponse.UnmappedField(names.systemFingerprint, .string(fingerprint)))
        }
    }
}

import JSONText
import ModelAPI

/// Puts a streamed answer together, so that it reads like a whole one in the caller's dialect.
///
/// What a stream says piece by piece only makes sense in one piece: no mask finds a number of which each event has a digit.
/// Kept are texts, thoughts, refusals, calls, pictures, usage and how it ended, or the error in which it did; fields without a
/// neutral place and log probabilities are not.
struct StreamAssembly {
    private var start = StreamStart(id: "", model: "")
    private var choices: [Int: Choice] = [:]
    private var usage: Usage?
    private var failure: APIError?

    /// The whole answer that a stream amounts to, as far as its bytes go.
    /// - Parameters:
    ///   - bytes: what went out.
    ///   - stream: in which form.
    ///   - seconds: when the request came, in seconds since 1970.
    static func answer(of bytes: [UInt8], _ stream: CapturedCall.Stream, at seconds: Int) -> [UInt8] {
        let dialect = Dialects.dialect(stream.dialect)
        var decoder = dialect.makeDecoder()
        var assembly = StreamAssembly()
        assembly.start.model = stream.model
        assembly.start.source = stream.dialect
        var events: [StreamEvent] = []
        let frames = stream.framing == .events ? Self.events(bytes) : Self.elements(bytes).map { SSEEvent(data: $0) }
        for frame in frames {
            decoder.decode(frame, into: &events)
            for event in events { assembly.take(event) }
            events.removeAll(keepingCapacity: true)
        }
        return assembly.answer(in: dialect, model: stream.model, at: seconds)
    }

    // MARK: - Frames

    private static func events(_ bytes: [UInt8]) -> [SSEEvent] {
        var parser = SSEParser()
        parser.append(bytes.span)
        var events: [SSEEvent] = []
        // No event is larger than what the gateway has let through.
        while let event = try? parser.next() { events.append(event) }
        return events
    }

    /// The elements of a JSON array that may break off.
    private static func elements(_ bytes: [UInt8]) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var (depth, start) = (0, 0)
        var (inString, isEscaped) = (false, false)
        for (index, byte) in bytes.enumerated() {
            if inString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth == 2 { start = index }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 1 { elements.append(Array(bytes[start...index])) }
            default: break
            }
        }
        return elements
    }

    // MARK: - Taking

    private mutating func take(_ event: StreamEvent) {
        switch event {
        case .start(let start): self.start = start
        case .blockStart(let choice, let block): self[choice].parts.append(Part(beginning: block))
        case .blockDelta(let choice, let delta): add(delta, to: choice)
        case .finish(let choice, let stop): self[choice].stop = stop
        case .usage(let usage): self.usage = usage
        case .failure(let error): failure = error
        case .blockStop, .unmapped, .end: break
        }
    }

    private subscript(_ index: Int) -> Choice {
        get { choices[index] ?? Choice(index: index, stop: .endTurn) }
        set { choices[index] = newValue }
    }

    private mutating func add(_ delta: StreamDelta, to index: Int) {
        // Taken out and put back: a text that two places hold would be copied for every piece.
        guard var choice = choices.removeValue(forKey: index), let part = choice.parts.popLast() else { return }
        switch (part, delta) {
        case (.text(var text), .text(let more)):
            text.text += more
            choice.parts.append(.text(text))
        case (.thinking(var thinking), .text(let more)):
            thinking.text += more
            choice.parts.append(.thinking(thinking))
        case (.thinking(var thinking), .signature(let token)):
            thinking.signature = token
            choice.parts.append(.thinking(thinking))
        case (.refusal(let text), .text(let more)): choice.parts.append(.refusal(text + more))
        case (.toolCall(var call), .arguments(let more)):
            call.arguments += more
            choice.parts.append(.toolCall(call))
        default: choice.parts.append(part)
        }
        choices[index] = choice
    }

    // MARK: - The answer

    private func answer(in dialect: any Dialect, model: String, at seconds: Int) -> [UInt8] {
        if let failure, choices.isEmpty { return dialect.writeError(failure, requestID: start.id).body.bytes }
        var response = ChatResponse(id: start.id, model: start.model, usage: usage, source: start.source)
        response.created = start.created ?? seconds
        response.serviceTier = start.serviceTier
        response.systemFingerprint = start.systemFingerprint
        response.choices = choices.sorted { $0.key < $1.key }.map { finished($0.value) }
        let body = dialect.writeResponse(response, to: ChatRequest(model: model)).body
        guard let failure, var object = body.object,
            let error = dialect.writeError(failure, requestID: start.id).body["error"]
        else { return body.bytes }
        object.append("error", error)
        return JSONValue.object(object).bytes
    }

    /// A call whose arguments have not come is one without any.
    private func finished(_ choice: Choice) -> Choice {
        var choice = choice
        choice.parts = choice.parts.map { part in
            guard case .toolCall(var call) = part, call.arguments.isEmpty else { return part }
            call.arguments = "{}"
            return .toolCall(call)
        }
        return choice
    }
}

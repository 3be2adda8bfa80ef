import JSONText

/// A whole answer as a legal sequence of neutral events (``StreamEvent``), so that it can be told as a stream.
///
/// Lazy: a long answer's pieces are cut one by one as they are asked for. Put together again
/// (``AnswerAssembler``), the events are the same answer, but for empty texts, and sounds and documents, which a stream
/// has no blocks for and which go as fields without a place.
public struct AnswerEvents: Sequence, IteratorProtocol, Sendable {
    private let response: ChatResponse
    private let pieceLength: Int
    private var queue: [StreamEvent] = []
    private var position = 0
    private var stage = Stage.start

    /// How far it has come.
    private enum Stage: Sendable {
        case start
        case part(choice: Int, part: Int)
        case text(choice: Int, part: Int, from: String.Index)
        case ending
        case done
    }

    /// Prepares an answer.
    /// - Parameters:
    ///   - response: the answer.
    ///   - pieceLength: about how many characters a piece of text has; pieces end behind a space where there is one near.
    public init(_ response: ChatResponse, pieceLength: Int = 24) {
        self.response = response
        self.pieceLength = Swift.max(1, pieceLength)
    }

    /// The next event; `nil` behind the end.
    public mutating func next() -> StreamEvent? {
        while position == queue.count {
            queue.removeAll(keepingCapacity: true)
            position = 0
            guard advance() else { return nil }
        }
        defer { position += 1 }
        return queue[position]
    }

    /// Queues the events of the next stage.
    /// - Returns: whether there was one.
    private mutating func advance() -> Bool {
        switch stage {
        case .start:
            var start = StreamStart(
                id: response.id,
                model: response.model,
                created: response.created,
                source: response.source
            )
            start.systemFingerprint = response.systemFingerprint
            start.serviceTier = response.serviceTier
            queue.append(.start(start))
            stage = .part(choice: 0, part: 0)
        case .part(let choice, let part):
            advance(choice, part)
        case .text(let choice, let part, let from):
            continueText(choice, part, from)
        case .ending:
            for field in response.unmapped { queue.append(.unmapped(StreamField(field.path, field.value))) }
            if let usage = response.usage { queue.append(.usage(usage)) }
            queue.append(.end)
            stage = .done
        case .done:
            return false
        }
        return true
    }

    private mutating func advance(_ position: Int, _ part: Int) {
        guard position < response.choices.count else {
            stage = .ending
            return
        }
        let choice = response.choices[position]
        guard part < choice.parts.count else {
            if choice.parts.isEmpty, let logprobs = choice.logprobs {
                // They stand inside a block.
                queue.append(.blockStart(choice: choice.index, .text))
                queue.append(.blockDelta(choice: choice.index, .logprobs(logprobs)))
                queue.append(.blockStop(choice: choice.index))
            }
            queue.append(.finish(choice: choice.index, choice.stop))
            stage = .part(choice: position + 1, part: 0)
            return
        }
        stage = .part(choice: position, part: part + 1)
        let isLogged = choice.logprobs != nil && part == Self.loggedPart(of: choice)
        switch choice.parts[part] {
        case .text(let text): begin(.text, text.text, position, part)
        case .thinking(let thinking): begin(.thinking, thinking.text, position, part)
        case .refusal(let words): begin(.refusal, words, position, part)
        case .toolCall(let call):
            begin(.toolCall(id: call.id, name: call.name, signature: call.signature), call.arguments, position, part)
        case .redactedThinking(let token): queueWhole(.redactedThinking(token), choice, isLogged)
        case .image(let media): queueWhole(.image(media), choice, isLogged)
        case .foreign(let foreign): queueWhole(.foreign(foreign), choice, isLogged)
        case .audio(let media), .document(let media):
            let field = ChatResponse.UnmappedField(media)
            queue.append(.unmapped(StreamField(field.path, field.value)))
        // No answer has any.
        case .toolResult: break
        }
    }

    /// Which part the log probabilities stand in: the first that may hold them, or else the last.
    private static func loggedPart(of choice: Choice) -> Int {
        choice.parts.firstIndex { part in
            switch part {
            case .text, .refusal: true
            default: false
            }
        } ?? choice.parts.firstIndex { if case .toolCall = $0 { true } else { false } } ?? choice.parts.count - 1
    }

    private mutating func queueWhole(_ block: StreamBlock, _ choice: Choice, _ isLogged: Bool) {
        queue.append(.blockStart(choice: choice.index, block))
        queue.append(.blockStop(choice: choice.index))
        guard isLogged, let logprobs = choice.logprobs else { return }
        queue.append(.blockStart(choice: choice.index, .text))
        queue.append(.blockDelta(choice: choice.index, .logprobs(logprobs)))
        queue.append(.blockStop(choice: choice.index))
    }

    // MARK: - Texts

    private mutating func begin(_ block: StreamBlock, _ text: String, _ choice: Int, _ part: Int) {
        queue.append(.blockStart(choice: response.choices[choice].index, block))
        stage = .text(choice: choice, part: part, from: text.startIndex)
    }

    private mutating func continueText(_ position: Int, _ part: Int, _ from: String.Index) {
        let choice = response.choices[position]
        let (text, isArguments, signature) = Self.text(of: choice.parts[part])
        if from < text.endIndex {
            let end = Self.end(ofPieceFrom: from, in: text, length: pieceLength)
            let piece = String(text[from..<end])
            queue.append(.blockDelta(choice: choice.index, isArguments ? .arguments(piece) : .text(piece)))
            stage = .text(choice: position, part: part, from: end)
            return
        }
        if part == Self.loggedPart(of: choice), let logprobs = choice.logprobs {
            queue.append(.blockDelta(choice: choice.index, .logprobs(logprobs)))
        }
        if let signature { queue.append(.blockDelta(choice: choice.index, .signature(signature))) }
        queue.append(.blockStop(choice: choice.index))
        stage = .part(choice: position, part: part + 1)
    }

    private static func text(of part: Part) -> (text: String, isArguments: Bool, signature: OpaqueToken?) {
        switch part {
        case .text(let text): (text.text, false, text.signature)
        case .thinking(let thinking): (thinking.text, false, thinking.signature)
        case .refusal(let words): (words, false, nil)
        // Its signature stands at its start.
        case .toolCall(let call): (call.arguments, true, nil)
        default: ("", false, nil)
        }
    }

    /// Where a piece ends: never inside a character, and behind a space where one comes within half a length more.
    private static func end(ofPieceFrom start: String.Index, in text: String, length: Int) -> String.Index {
        guard let end = text.index(start, offsetBy: length, limitedBy: text.endIndex), end < text.endIndex else {
            return text.endIndex
        }
        var candidate = end
        for _ in 0..<(length / 2) {
            guard candidate < text.endIndex else { return text.endIndex }
            if text[text.index(before: candidate)] == " " { return candidate }
            candidate = text.index(after: candidate)
        }
        return end
    }
}

extension ChatResponse {
    /// The answer as a legal sequence of events.
    /// - Parameter pieceLength: about how many characters a piece of text has.
    public func events(pieceLength: Int = 24) -> AnswerEvents { AnswerEvents(self, pieceLength: pieceLength) }
}

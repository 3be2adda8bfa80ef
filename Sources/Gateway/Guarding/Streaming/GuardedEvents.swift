import ModelAPI

/// The events of a stream that guardrails look at, taken apart.
///
/// Pieces of one text that came together become one: they are looked at together, and go on together. Of a text that comes
/// piece by piece nothing waits for that.
struct GuardedEvents: Sendable {
    private var parser = SSEParser()
    private var decoder: any StreamDecoder
    private var decoded: [StreamEvent] = []
    /// The text that has come and is no event yet.
    private var text: [UInt8] = []
    private var choice = 0
    /// What the events look like that say nothing but more text, as long as nothing else comes between.
    private var plain: PlainFrame?
    /// How often that may still be learnt: a stream whose events all differ must not pay for it each time.
    private var lessons = 32

    init(_ dialect: any Dialect) { decoder = dialect.makeDecoder() }

    /// Takes bytes.
    /// - Parameter events: gets the events that have become whole.
    mutating func take(_ bytes: Span<UInt8>, into events: inout [StreamEvent]) {
        var start = 0
        while start < bytes.count {
            if let plain, parser.isBetweenEvents, let match = plain.match(bytes, from: start) {
                append(bytes.extracting(match.text), of: plain.choice, into: &events)
                start = match.end
            } else {
                let end = Self.endOfFrame(bytes, from: start)
                decode(bytes.extracting(start..<end), into: &events)
                start = end
            }
        }
        flush(into: &events)
    }

    /// The bytes have ended.
    mutating func finish(into events: inout [StreamEvent]) {
        do throws(SSEParser.EventTooLarge) {
            while let event = try parser.finish() {
                decoder.decode(event, into: &decoded)
                passOn(into: &events)
            }
        } catch {
            events.append(.failure(Self.tooLarge))
        }
        decoder.finish(into: &decoded)
        passOn(into: &events)
        flush(into: &events)
    }

    private static let tooLarge = APIError(.upstreamError, "The model provider sent an event that is too large.")

    // MARK: - Events

    /// Behind the next blank line; the end where there is none.
    private static func endOfFrame(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start &+ 1
        while index < bytes.count {
            if bytes[index] == 0x0A, bytes[index &- 1] == 0x0A { return index &+ 1 }
            index &+= 1
        }
        return bytes.count
    }

    private mutating func decode(_ frame: Span<UInt8>, into events: inout [StreamEvent]) {
        let isWhole = parser.isBetweenEvents
        parser.append(frame)
        do throws(SSEParser.EventTooLarge) {
            while let event = try parser.next() {
                decoder.decode(event, into: &decoded)
                plain = isWhole ? learnt(from: event, frame) : nil
                passOn(into: &events)
            }
        } catch {
            flush(into: &events)
            events.append(.failure(Self.tooLarge))
        }
    }

    /// What the next events may look like, now that one has been decoded.
    private mutating func learnt(from event: SSEEvent, _ frame: Span<UInt8>) -> PlainFrame? {
        guard decoded.count == 1, case .blockDelta(let choice, .text) = decoded[0], lessons > 0 || plain != nil,
            let delta = decoder.plainDelta(in: event), delta.choice == choice
        else { return nil }
        if delta.text != nil, lessons > 0 {
            lessons -= 1
            return PlainFrame(frame, event, delta)
        }
        return plain?.choice == choice ? plain : nil
    }

    // MARK: - Texts

    private mutating func passOn(into events: inout [StreamEvent]) {
        for event in decoded {
            if case .blockDelta(let choice, .text(let piece)) = event {
                begin(choice, into: &events)
                text.append(contentsOf: piece.utf8)
            } else {
                flush(into: &events)
                events.append(event)
            }
        }
        decoded.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ piece: Span<UInt8>, of choice: Int, into events: inout [StreamEvent]) {
        begin(choice, into: &events)
        piece.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
    }

    private mutating func begin(_ choice: Int, into events: inout [StreamEvent]) {
        if choice != self.choice { flush(into: &events) }
        self.choice = choice
    }

    private mutating func flush(into events: inout [StreamEvent]) {
        guard !text.isEmpty else { return }
        events.append(.blockDelta(choice: choice, .text(String(decoding: text, as: UTF8.self))))
        text.removeAll(keepingCapacity: true)
    }
}

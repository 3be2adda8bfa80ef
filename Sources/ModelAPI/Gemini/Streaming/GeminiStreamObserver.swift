import JSONText

/// Watches a stream of chunks that goes on untouched.
///
/// Every chunk carries the usage so far, so each is scanned once for where its members stand, without a tree; the candidates are
/// only read until there is content, and where a reason to end or a second candidate shows.
struct GeminiStreamObserver: StreamObserver {
    private(set) var sawContent = false
    private(set) var failure: APIError?

    private var scanner = SSEFrameScanner()
    private var seen: Set<Int> = []
    private var finished: Set<Int> = []
    /// Why the prompt was blocked, if it was.
    private var block: APIError?
    /// `usageMetadata` of the last chunk that had one, read when it is asked for.
    private var usageText: [UInt8] = []

    private static let fields = JSONFieldSet(["candidates", "usageMetadata", "promptFeedback", "error"])

    var refusal: APIError? { seen.isEmpty ? block : nil }

    var sawEnd: Bool { block != nil || (!finished.isEmpty && seen.isSubset(of: finished)) }

    var usage: Usage? {
        guard !usageText.isEmpty, let value = try? JSONValue(parsing: usageText) else { return nil }
        return GeminiUsage.read(value)
    }

    mutating func observe(_ pending: Span<UInt8>) -> StreamProgress {
        var start = 0
        while failure == nil, let end = scanner.nextEnd(in: pending, from: start) {
            look(at: pending.extracting(start..<end))
            start = end
        }
        return StreamProgress(complete: start)
    }

    mutating func finish(_ pending: Span<UInt8>) -> StreamProgress {
        // Without its blank line an event could run into an error event of ours: it goes on only where it ends the answer.
        var copy = self
        copy.look(at: pending)
        guard !sawEnd, copy.sawEnd else { return StreamProgress(complete: sawEnd ? blankCount(pending) : 0) }
        self = copy
        return StreamProgress(complete: pending.count)
    }

    /// Line ends behind the last event are nothing to hold back.
    private func blankCount(_ pending: Span<UInt8>) -> Int {
        for index in 0..<pending.count where pending[index] != 0x0A && pending[index] != 0x0D { return 0 }
        return pending.count
    }

    // MARK: - Events

    private mutating func look(at event: Span<UInt8>) {
        if let payload = Self.onlyDataLine(of: event) {
            look(atPayload: event.extracting(payload))
            return
        }
        // Comments, several lines, other line ends: rare, so taken apart properly.
        var parser = SSEParser()
        parser.append(event)
        while let event = (try? parser.next()) ?? (try? parser.finish()) ?? nil {
            look(atPayload: event.data.span)
        }
    }

    /// The payload of an event that is one `data:` line.
    private static func onlyDataLine(of event: Span<UInt8>) -> Range<Int>? {
        let mark: StaticString = "data:"
        guard event.count > mark.utf8CodeUnitCount else { return nil }
        for index in 0..<mark.utf8CodeUnitCount where event[index] != mark.utf8Start[index] { return nil }
        var end = event.count
        while end > 0, event[end &- 1] == 0x0A || event[end &- 1] == 0x0D { end &-= 1 }
        let payload = mark.utf8CodeUnitCount..<max(end, mark.utf8CodeUnitCount)
        for index in payload where event[index] == 0x0A || event[index] == 0x0D { return nil }
        return payload
    }

    private mutating func look(atPayload payload: Span<UInt8>) {
        // Odd events just pass: whoever reads the stream judges them.
        guard let fields = try? Self.fields.scan(payload) else {
            lookForWrappedError(in: payload)
            return
        }
        if let place = fields[3], !place.isNull(in: payload), failure == nil,
            let error = try? JSONValue(parsing: payload.extracting(place.value))
        {
            failure = GeminiErrorReader.read(error)
        }
        if let place = fields[1] { keepUsage(payload.extracting(place.value)) }
        if let place = fields[2], let feedback = try? JSONValue(parsing: payload.extracting(place.value)) {
            block = block ?? GeminiErrorReader.refusal(feedback)
        }
        if let place = fields[0] { look(atCandidates: payload.extracting(place.value)) }
    }

    private mutating func lookForWrappedError(in payload: Span<UInt8>) {
        guard failure == nil, let value = try? JSONValue(parsing: payload), let error = value[0]?["error"] else {
            return
        }
        failure = GeminiErrorReader.read(error)
    }

    private mutating func keepUsage(_ text: Span<UInt8>) {
        usageText.removeAll(keepingCapacity: true)
        text.withUnsafeBufferPointer { unsafe usageText.append(contentsOf: $0) }
    }

    // MARK: - Candidates

    private mutating func look(atCandidates text: Span<UInt8>) {
        guard !sawContent || Self.mayMatter(text) else { return }
        guard let candidates = (try? JSONValue(parsing: text))?.array else { return }
        for candidate in candidates {
            let index = candidate["index"]?.int ?? 0
            if (0..<GeminiStreamDecoder.mostChoices).contains(index) {
                seen.insert(index)
                if candidate["finishReason"]?.string != nil { finished.insert(index) }
            }
            if !sawContent {
                sawContent = (candidate["content"]?["parts"]?.array ?? []).contains(where: Self.isContent)
            }
        }
    }

    private static func isContent(_ part: JSONValue) -> Bool {
        guard let object = part.object else { return false }
        return object.members.contains { member in
            switch GeminiName.camelCase(member.name) {
            case "thought", "thoughtSignature": false
            case "text": member.value.string?.isEmpty == false
            default: true
            }
        }
    }

    /// Whether candidates may hold a reason to end, or an index other than 0. Text cannot feign these names: its quotes are escaped.
    private static func mayMatter(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while let found = firstQuote(in: text, from: index) {
            if isName("finishReason", in: text, at: found) || isName("finish_reason", in: text, at: found) {
                return true
            }
            if isName("index", in: text, at: found), !isZero(in: text, from: found &+ 7) { return true }
            index = found &+ 1
        }
        return false
    }

    private static func firstQuote(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            if text[index] == UInt8(ascii: "\"") { return index }
            index &+= 1
        }
        return nil
    }

    /// Whether a quoted name starts at the quote at `position`.
    private static func isName(_ name: StaticString, in text: Span<UInt8>, at position: Int) -> Bool {
        let length = name.utf8CodeUnitCount
        guard position &+ length &+ 1 < text.count, text[position &+ length &+ 1] == UInt8(ascii: "\"") else {
            return false
        }
        for offset in 0..<length where text[position &+ 1 &+ offset] != name.utf8Start[offset] { return false }
        return true
    }

    /// Whether `: 0` stands at `position`, and no further digit.
    private static func isZero(in text: Span<UInt8>, from position: Int) -> Bool {
        var index = position
        while index < text.count, text[index] == UInt8(ascii: ":") || text[index] == 0x20 { index &+= 1 }
        guard index < text.count, text[index] == UInt8(ascii: "0") else { return false }
        index &+= 1
        return index == text.count || !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index])
    }
}

/// Takes an event stream apart, however it was split on its way (WHATWG HTML §9.2.6).
///
/// Lines end in LF, CRLF or CR. Comments and unknown fields are skipped, several `data:` lines joined, a missing final blank line
/// forgiven, and the size of one event bounded.
public struct SSEParser: Sendable {
    /// An event was larger than the limit.
    public struct EventTooLarge: Error, Hashable, Sendable {
        /// The limit in bytes.
        public let limit: Int
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    /// Up to where `buffer` has been searched for a line end.
    private var searched = 0
    private var name: String?
    private var data: [UInt8] = []
    private var hasData = false
    private var sawFirstLine = false

    /// Creates a parser.
    /// - Parameter limit: the most bytes of one event.
    public init(limit: Int = 32 * 1024 * 1024) { self.limit = limit }

    /// Adds bytes as they arrive.
    public mutating func append(_ bytes: Span<UInt8>) {
        if start > 0, start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            searched = 0
            start = 0
        } else if start > 65_536 {
            buffer.removeSubrange(..<start)
            searched -= start
            start = 0
        }
        bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Whether all bytes so far have been taken apart and the next one begins an event.
    public var isBetweenEvents: Bool { sawFirstLine && start == buffer.count && !hasData && name == nil }

    /// The next whole event, or `nil` until more bytes arrive.
    public mutating func next() throws(EventTooLarge) -> SSEEvent? {
        while let line = nextLine(atEnd: false) {
            if let event = try take(line) { return event }
        }
        if buffer.count - start > limit { throw EventTooLarge(limit: limit) }
        return nil
    }

    /// The last event, if the bytes ended without its blank line.
    ///
    /// The standard drops it, but providers do end streams that way; whether the answer is whole is decided by the dialect's
    /// terminal event, not here.
    public mutating func finish() throws(EventTooLarge) -> SSEEvent? {
        while let line = nextLine(atEnd: true) {
            if let event = try take(line) { return event }
        }
        return dispatch()
    }

    private mutating func nextLine(atEnd: Bool) -> Range<Int>? {
        var position = searched
        while position < buffer.count {
            let byte = buffer[position]
            if byte == 0x0A {
                return endLine(at: position, next: position + 1)
            } else if byte == 0x0D {
                // A CR at the end of what has arrived may be the first half of CRLF: wait for the other half.
                if position + 1 == buffer.count, !atEnd { break }
                let isPair = position + 1 < buffer.count && buffer[position + 1] == 0x0A
                return endLine(at: position, next: position + (isPair ? 2 : 1))
            }
            position += 1
        }
        searched = position
        guard atEnd, start < buffer.count else { return nil }
        return endLine(at: buffer.count, next: buffer.count)
    }

    private mutating func endLine(at end: Int, next: Int) -> Range<Int> {
        let line = start..<end
        start = next
        searched = next
        return line
    }

    private mutating func take(_ line: Range<Int>) throws(EventTooLarge) -> SSEEvent? {
        var line = line
        if !sawFirstLine {
            sawFirstLine = true
            if buffer[line].starts(with: [0xEF, 0xBB, 0xBF]) { line = (line.lowerBound + 3)..<line.upperBound }
        }
        if line.isEmpty { return dispatch() }
        let colon = buffer[line].firstIndex(of: UInt8(ascii: ":")) ?? line.upperBound
        var value = min(colon + 1, line.upperBound)..<line.upperBound
        if let first = buffer[value].first, first == 0x20 { value = (value.lowerBound + 1)..<value.upperBound }
        let field = buffer[line.lowerBound..<colon]
        if field.elementsEqual("data".utf8) {
            if data.count + value.count > limit { throw EventTooLarge(limit: limit) }
            if hasData { data.append(0x0A) }
            hasData = true
            data.append(contentsOf: buffer[value])
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: buffer[value], as: UTF8.self)
        }
        return nil
    }

    private mutating func dispatch() -> SSEEvent? {
        defer {
            name = nil
            data = []
            hasData = false
        }
        return hasData ? SSEEvent(name: name, data: data) : nil
    }
}

import NIOCore

/// Tells the bytes of a stream that say something from those that only keep the connection alive: comments, blank lines, and
/// events named `ping`.
///
/// Bytes come cut anywhere. Those that say something, which is nearly all, are told by the first few; the others, which are
/// few, are gone through line by line.
struct KeepAliveFilter: Sendable {
    /// Where the bytes so far have ended.
    private enum Place {
        /// In a line of which so little has come that its kind is not known; nothing of it at its beginning.
        case lineStart
        /// In a line that says something.
        case insideEvent
        /// In one that does not.
        case insideKeepAlive
    }

    /// What the beginning of a line tells.
    private enum Kind {
        case blank
        case comment
        /// The line that names an event `ping`, or the whole data of one.
        case ping
        case event
        /// Not yet to be said.
        case undecided
    }

    private var place = Place.lineStart
    /// The beginning of the line whose kind is not known.
    private var prefix: [UInt8] = []
    /// Whether the lines up to the next blank one belong to an event named `ping`.
    private var isInPing = false

    /// Takes the next bytes.
    /// - Returns: whether any of them belong to an event that says something.
    mutating func take(_ bytes: ByteBuffer) -> Bool { take(bytes.readableBytesUInt8Span) }

    /// Takes the next bytes.
    mutating func take(_ bytes: Span<UInt8>) -> Bool {
        var start = 0
        if place == .insideEvent, !bytes.isEmpty {
            settle(bytes, behindEventAt: 0)
            return true
        }
        if place == .insideKeepAlive {
            guard let next = Self.nextLine(in: bytes, from: 0) else { return false }
            start = next
            place = .lineStart
        }
        while start < bytes.count {
            // Only the beginning of a line is looked at: what says something may be long.
            let window = bytes.extracting(start..<min(start &+ Self.longestPing, bytes.count))
            let end = Self.lineEnd(in: window, from: 0)
            switch kind(window.extracting(0..<(end ?? window.count)), isWhole: end != nil) {
            case .event:
                settle(bytes, behindEventAt: start)
                return true
            case .undecided:
                Self.append(window, to: &prefix)
                return false
            case .blank: isInPing = false
            case .ping: isInPing = true
            case .comment: break
            }
            prefix.removeAll(keepingCapacity: true)
            guard let next = Self.nextLine(in: bytes, from: start) else {
                place = .insideKeepAlive
                return false
            }
            start = next
        }
        return false
    }

    /// Finds out where bytes end that say something from `start` on. Whatever else they hold makes no difference.
    private mutating func settle(_ bytes: Span<UInt8>, behindEventAt start: Int) {
        prefix.removeAll(keepingCapacity: true)
        isInPing = false
        var line = bytes.count
        while line > start, !Self.isLineEnd(bytes[line &- 1]) { line &-= 1 }
        guard line > start else {
            place = .insideEvent
            return
        }
        place = .lineStart
        guard line < bytes.count else { return }
        let rest = bytes.extracting(line..<bytes.count)
        switch kind(rest, isWhole: false) {
        case .event: place = .insideEvent
        case .undecided: Self.append(rest, to: &prefix)
        case .comment, .blank: place = .insideKeepAlive
        case .ping:
            isInPing = true
            place = .insideKeepAlive
        }
    }

    // MARK: - Lines

    /// The lines that name an event so.
    private static let names: [StaticString] = ["event: ping", "event:ping"]
    /// The beginnings of the data of such an event, which tell it where it has no name.
    private static let data: [StaticString] = [
        "data: {\"type\": \"ping\"", "data: {\"type\":\"ping\"", "data:{\"type\":\"ping\"",
    ]
    /// More than any of these.
    private static let longestPing = 24

    /// The kind of a line, or of its beginning, behind ``prefix``.
    private func kind(_ line: Span<UInt8>, isWhole: Bool) -> Kind {
        let known = prefix.count
        guard known > 0 || !line.isEmpty else { return .blank }
        let first = known > 0 ? prefix[0] : line[0]
        if first == UInt8(ascii: ":") || isInPing { return .comment }
        let count = known &+ line.count
        var mayBecome = false
        for name in Self.names where matches(line, name) {
            if isWhole, count == name.utf8CodeUnitCount { return .ping }
            if !isWhole, count <= name.utf8CodeUnitCount { mayBecome = true }
        }
        for data in Self.data where matches(line, data) {
            if count >= data.utf8CodeUnitCount { return .ping }
            mayBecome = true
        }
        return mayBecome && !isWhole ? .undecided : .event
    }

    /// Whether a line behind ``prefix`` and a text are the same as far as both go.
    private func matches(_ line: Span<UInt8>, _ text: StaticString) -> Bool {
        let known = prefix.count
        let count = min(text.utf8CodeUnitCount, known &+ line.count)
        var index = 0
        while index < count {
            let byte = index < known ? prefix[index] : line[index &- known]
            if byte != text.utf8Start[index] { return false }
            index &+= 1
        }
        return true
    }

    /// The offset of the next line end.
    private static func lineEnd(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if isLineEnd(bytes[index]) { return index }
            index &+= 1
        }
        return nil
    }

    /// The offset of the next line.
    private static func nextLine(in bytes: Span<UInt8>, from start: Int) -> Int? {
        guard let end = lineEnd(in: bytes, from: start) else { return nil }
        let isPair = bytes[end] == 0x0D && end &+ 1 < bytes.count && bytes[end &+ 1] == 0x0A
        return end &+ (isPair ? 2 : 1)
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static func append(_ bytes: Span<UInt8>, to prefix: inout [UInt8]) {
        for index in 0..<bytes.count { prefix.append(bytes[index]) }
    }
}

import NIOCore

/// Finds where a head, or a trailer section, ends, across any number of arrivals, looking at every byte once.
struct HeadFinder: Sendable {
    private var scanned = 0
    private var lineStart = 0

    /// The number of lines found so far, the empty one not counted.
    private(set) var lines = 0

    /// The length of the head with its empty line, or `nil` if it is not complete yet.
    /// - Parameters:
    ///   - buffer: all bytes since the head began.
    ///   - limit: the longest head accepted, in bytes.
    ///   - firstLine: the longest first line accepted, in bytes with its carriage return.
    /// - Throws: ``WireError`` for a line feed without a carriage return, or a head or first line over its limit.
    mutating func end(in buffer: ByteBuffer, limit: Int, firstLine: Int = .max) throws(WireError) -> Int? {
        let bytes = buffer.readableBytesUInt8Span
        while true {
            let lineFeed = bytes.firstLineFeed(from: scanned)
            if lines == 0, lineFeed &- lineStart > firstLine {
                throw WireError(.targetTooLong, "request line longer than \(firstLine) bytes")
            }
            guard lineFeed < min(bytes.count, limit) else { break }
            guard lineFeed > lineStart, bytes[lineFeed &- 1] == 0x0D else {
                throw .malformed("line feed without carriage return")
            }
            scanned = lineFeed &+ 1
            if lineFeed == lineStart &+ 1 { return scanned }
            lineStart = scanned
            lines &+= 1
        }
        if bytes.count >= limit { throw WireError(.headTooLarge, "head longer than \(limit) bytes") }
        scanned = bytes.count
        return nil
    }
}

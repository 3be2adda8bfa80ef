public import NIOCore

/// Finds where a head ends, across any number of arrivals, looking at every byte once.
public struct HeadFinder: Sendable {
    private var scanned = 0
    private var lineStart = 0

    /// Creates a finder at the start of a head.
    public init() {}

    /// The length of the head with its empty line, or `nil` if it is not complete yet.
    /// - Parameters:
    ///   - buffer: all bytes since the head began.
    ///   - limit: the longest head accepted, in bytes.
    /// - Throws: ``WireError`` for a line feed without a carriage return, or a head over the limit.
    public mutating func end(in buffer: ByteBuffer, limit: Int) throws(WireError) -> Int? {
        let bytes = buffer.readableBytesUInt8Span
        let count = min(bytes.count, limit)
        while scanned < count {
            if bytes[scanned] == 0x0A {
                guard scanned > lineStart, bytes[scanned &- 1] == 0x0D else {
                    throw .malformed("line feed without carriage return in the head")
                }
                if scanned == lineStart &+ 1 { return scanned &+ 1 }
                lineStart = scanned &+ 1
            }
            scanned &+= 1
        }
        if bytes.count >= limit { throw WireError(.headTooLarge, "head longer than \(limit) bytes") }
        return nil
    }
}

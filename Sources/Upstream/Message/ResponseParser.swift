import NIOCore

/// Takes an HTTP/1.x answer apart (RFC 9112), whatever way its bytes are cut into arrivals.
///
/// Strict where leniency lets two parties disagree: bare line feeds, folded lines, a repeated `content-length`,
/// `content-length` beside `transfer-encoding`, codings other than one `chunked`, spaces around chunk sizes, and sizes
/// that do not fit are refused. Body bytes are handed on as slices of what arrived.
struct ResponseParser {
    enum Event {
        /// An interim (1xx) or final head. After an interim one the parser waits for the next head.
        case head(ResponseHead)
        case body(ByteBuffer)
        case end
    }

    private enum State {
        case head(HeadFinder)
        case fixed(remaining: Int)
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
        case untilClose
        case done
    }

    /// Chunk extensions and trailers are read over, but an endless run of them would be a body nobody counts.
    private static let maxChunkLine = 256
    private static let maxChunkExtensions = 16 * 1024
    private static let maxTrailers = 16 * 1024

    private let maxHeadBytes: Int
    private let isHead: Bool
    private var state = State.head(HeadFinder())
    private var input = ByteBuffer()
    private var extensionBytes = 0
    private var trailerBytes = 0

    /// - Parameters:
    ///   - isHead: Whether the request's method was HEAD.
    ///   - maxHeadBytes: The longest head accepted.
    init(isHead: Bool, maxHeadBytes: Int) {
        self.isHead = isHead
        self.maxHeadBytes = maxHeadBytes
    }

    /// Whether the message is complete and bytes beyond it have come.
    var hasExcess: Bool {
        if case .done = state { return input.readableBytes > 0 }
        return false
    }

    /// The number of body bytes still to come, where the head told it.
    var knownRemainder: Int? {
        if case .fixed(let remaining) = state { return remaining }
        return nil
    }

    /// Adds bytes that arrived. Call ``next()`` until it returns `nil`.
    mutating func append(_ bytes: ByteBuffer) {
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.writeImmutableBuffer(bytes)
        }
    }

    /// The next part of the message, or `nil` if more bytes are needed or the message is complete.
    mutating func next() throws(UpstreamError) -> Event? {
        while true {
            switch state {
            case .head(var finder):
                guard input.readableBytes > 0 else { return nil }
                guard let end = try finder.end(in: input, limit: maxHeadBytes) else {
                    state = .head(finder)
                    return nil
                }
                guard let bytes = input.readBytes(length: end) else { return nil }
                let head = try ResponseHead(parsing: bytes, isHead: isHead)
                begin(after: head)
                return .head(head)
            case .fixed(0):
                state = .done
                return .end
            case .fixed(let remaining):
                guard let slice = take(upTo: remaining) else { return nil }
                state = .fixed(remaining: remaining - slice.readableBytes)
                return .body(slice)
            case .chunkSize:
                guard let size = try chunkSize() else { return nil }
                state = size == 0 ? .trailers : .chunk(remaining: size)
            case .chunk(let remaining):
                guard let slice = take(upTo: remaining) else { return nil }
                let left = remaining - slice.readableBytes
                state = left == 0 ? .chunkEnd : .chunk(remaining: left)
                return .body(slice)
            case .chunkEnd:
                guard let end = input.readInteger(as: UInt16.self) else { return nil }
                guard end == 0x0D0A else { throw .malformed("chunk longer than its size") }
                state = .chunkSize
            case .trailers:
                guard try trailersEnd() else { return nil }
                state = .done
                return .end
            case .untilClose:
                return take(upTo: .max).map { .body($0) }
            case .done:
                return nil
            }
        }
    }

    /// Takes note that the peer has closed the connection.
    /// - Returns: Whether that is how this message was to end.
    mutating func inputEnded() -> Bool {
        switch state {
        case .untilClose:
            state = .done
            return true
        case .done, .fixed(0):
            return true
        default:
            return false
        }
    }

    private mutating func begin(after head: ResponseHead) {
        if head.status < 200 {
            state = .head(HeadFinder())
            return
        }
        switch head.framing {
        case .none: state = .fixed(remaining: 0)
        case .length(let length): state = .fixed(remaining: length)
        case .chunked: state = .chunkSize
        case .untilClose: state = .untilClose
        }
    }

    private mutating func take(upTo limit: Int) -> ByteBuffer? {
        let count = Swift.min(limit, input.readableBytes)
        guard count > 0 else { return nil }
        let slice = input.readSlice(length: count)
        if input.readableBytes == 0 {
            // Lets go of the storage that the slice now shares with nobody but its reader.
            input = ByteBuffer()
        }
        return slice
    }

    /// Reads a chunk's size line (RFC 9112 §7.1), or returns `nil` if it is not complete.
    private mutating func chunkSize() throws(UpstreamError) -> Int? {
        switch input.withUnsafeReadableBytes({ Self.scanChunkLine($0) }) {
        case .incomplete: return nil
        case .malformed: throw .malformed("chunk size line is not sound")
        case .line(let length, let size, let extensions):
            extensionBytes += extensions
            guard extensionBytes <= Self.maxChunkExtensions else {
                throw .malformed("too many bytes of chunk extensions")
            }
            input.moveReaderIndex(forwardBy: length)
            return size
        }
    }

    private enum ChunkLine {
        case incomplete
        case malformed
        case line(length: Int, size: Int, extensions: Int)
    }

    private static func scanChunkLine(_ bytes: UnsafeRawBufferPointer) -> ChunkLine {
        // Every access is guarded by `index < count`.
        let count = Swift.min(bytes.count, maxChunkLine)
        let incomplete: ChunkLine = bytes.count >= maxChunkLine ? .malformed : .incomplete
        var index = 0
        var size = 0
        while index < count, let digit = hexDigit(bytes[index]) {
            // 15 hexadecimal digits fit into an Int.
            guard index < 15 else { return .malformed }
            size = size << 4 | digit
            index += 1
        }
        guard index < count else { return incomplete }
        guard index > 0 else { return .malformed }
        let extensionStart = index
        if bytes[index] == UInt8(ascii: ";") {
            while index < count, FieldGrammar.isValue(bytes[index]) {
                index += 1
            }
        }
        guard index < count else { return incomplete }
        guard bytes[index] == UInt8(ascii: "\r") else { return .malformed }
        guard index + 1 < count else { return incomplete }
        guard bytes[index + 1] == UInt8(ascii: "\n") else { return .malformed }
        return .line(length: index + 2, size: size, extensions: index - extensionStart)
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte &- UInt8(ascii: "a") &+ 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte &- UInt8(ascii: "A") &+ 10)
        default: nil
        }
    }

    /// Reads trailer lines (RFC 9112 §7.1.2) and drops them; `true` once the empty line has come.
    private mutating func trailersEnd() throws(UpstreamError) -> Bool {
        while true {
            let view = input.readableBytesView
            guard let lineFeed = view.firstIndex(of: UInt8(ascii: "\n")) else {
                guard trailerBytes + view.count <= Self.maxTrailers else {
                    throw .malformed("trailers too long")
                }
                return false
            }
            let line = view[..<lineFeed]
            guard line.last == UInt8(ascii: "\r") else {
                throw .malformed("line feed without carriage return in a trailer")
            }
            let content = line.dropLast()
            trailerBytes += line.count + 1
            guard trailerBytes <= Self.maxTrailers else {
                throw .malformed("trailers too long")
            }
            let isSound =
                content.isEmpty
                || content.prefix { FieldGrammar.isToken($0) }.count > 0
                    && content.drop { FieldGrammar.isToken($0) }.first == UInt8(ascii: ":")
                    && content.allSatisfy { FieldGrammar.isValue($0) }
            guard isSound else {
                throw .malformed("trailer is not a header field")
            }
            input.moveReaderIndex(forwardBy: line.count + 1)
            if content.isEmpty {
                return true
            }
        }
    }
}

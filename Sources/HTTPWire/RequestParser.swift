public import NIOCore

/// Takes HTTP/1.1 requests off a connection, one after the other, whatever way their bytes are cut into arrivals.
///
/// A value-type state machine without I/O: bytes in, events out. After a ``WireError`` nothing more may be read from the
/// connection: where this request ends is not known.
public struct RequestParser: Sendable {
    /// What has arrived.
    public enum Event: Sendable {
        /// A request begins.
        case head(RequestHead)
        /// Bytes of its body.
        case body(ByteBuffer)
        /// The request is complete. The next call may start the next one.
        case end
    }

    private enum State {
        case head(HeadFinder)
        case fixed(Int)
        case chunked(ChunkedDecoder)
    }

    private let limits: RequestHead.Limits
    private var state = State.head(HeadFinder())
    private var input = ByteBuffer()

    /// Creates a parser at the start of a connection.
    public init(limits: RequestHead.Limits = .init()) { self.limits = limits }

    /// Whether bytes of a head have come that is not complete yet: a client that stalls here is timed out.
    public var isInsideHead: Bool {
        guard case .head = state else { return false }
        return input.readableBytes > 0
    }

    /// How many bytes wait to be read.
    public var waitingBytes: Int { input.readableBytes }

    /// Adds bytes that arrived.
    public mutating func append(_ bytes: ByteBuffer) {
        if input.readableBytes == 0 {
            input = bytes
        } else {
            input.writeImmutableBuffer(bytes)
        }
    }

    /// The next event, or `nil` until more bytes arrive.
    public mutating func next() throws(WireError) -> Event? {
        switch state {
        case .head(var finder):
            skipEmptyLines(&finder)
            guard input.readableBytes > 0 else { return nil }
            guard let end = try finder.end(in: input, limit: limits.bytes) else {
                state = .head(finder)
                return nil
            }
            let head = try RequestHead(parsing: input.readBytes(length: end) ?? [], limits: limits)
            state = head.facts.isChunked ? .chunked(ChunkedDecoder()) : .fixed(head.facts.contentLength ?? 0)
            return .head(head)
        case .fixed(0):
            state = .head(HeadFinder())
            return .end
        case .fixed(let remaining):
            let length = min(remaining, input.readableBytes)
            guard length > 0, let slice = input.readSlice(length: length) else { return nil }
            state = .fixed(remaining - length)
            return .body(slice)
        case .chunked(var decoder):
            let step = try decoder.next(from: &input)
            state = .chunked(decoder)
            switch step {
            case .bytes(let slice): return .body(slice)
            case .more: return nil
            case .end:
                state = .head(HeadFinder())
                return .end
            }
        }
    }

    /// RFC 9112 §2.2: an empty line before a request is ignored; some clients send one behind a body.
    private mutating func skipEmptyLines(_ finder: inout HeadFinder) {
        while input.readableBytes >= 2,
            input.getInteger(at: input.readerIndex, as: UInt16.self) == 0x0D0A
        {
            input.moveReaderIndex(forwardBy: 2)
            finder = HeadFinder()
        }
    }
}

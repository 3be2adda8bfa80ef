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
        case head
        case body
    }

    private let limits: RequestHead.Limits
    private var state = State.head
    // Beside the state rather than in it, so that they are changed where they stand.
    private var finder = HeadFinder()
    private var body = BodyDecoder(.none)
    private var input = InputBuffer()

    /// Creates a parser at the start of a connection.
    public init(limits: RequestHead.Limits = .init()) { self.limits = limits }

    /// Whether bytes of a head have come that is not complete yet: a client that stalls here is timed out.
    public var isInsideHead: Bool {
        guard case .head = state else { return false }
        return input.count > 0
    }

    /// How many bytes wait to be read.
    public var waitingBytes: Int { input.count }

    /// Adds bytes that arrived.
    public mutating func append(_ bytes: ByteBuffer) { input.append(bytes) }

    /// The next event, or `nil` until more bytes arrive.
    public mutating func next() throws(WireError) -> Event? {
        switch state {
        case .head:
            skipEmptyLines()
            guard input.count > 0 else { return nil }
            guard let end = try finder.end(in: input.bytes, limit: limits.bytes, firstLine: limits.line) else {
                return nil
            }
            let head = try RequestHead(parsing: input.takeArray(end), lines: finder.lines, limits: limits)
            finder = HeadFinder()
            body = BodyDecoder(head.framing)
            state = .body
            return .head(head)
        case .body:
            switch try body.next(from: &input) {
            case .bytes(let slice): return .body(slice)
            case .more: return nil
            case .end:
                state = .head
                return .end
            }
        }
    }

    /// RFC 9112 §2.2: an empty line before a request is ignored; some clients send one behind a body.
    private mutating func skipEmptyLines() {
        while input.beginsWithLineEnd {
            input.skip(2)
            finder = HeadFinder()
        }
    }
}

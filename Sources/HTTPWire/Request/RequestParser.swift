public import NIOCore

/// Takes HTTP/1.1 requests off a connection, one after the other, whatever way their bytes are cut into arrivals.
///
/// A value-type state machine without I/O: bytes in, events out. After a ``WireError`` nothing more may be read from the
/// connection: where this request ends is not known.
public struct RequestParser: Sendable {
    /// What has arrived. After the end of a request the next call may start the next one.
    public typealias Event = MessageEvent<RequestHead>

    private enum State {
        case head
        case body
    }

    private let limits: RequestHead.Limits
    private var state = State.head
    // Beside the state rather than in it, so that it is changed where it stands.
    private var message = MessageInput()

    /// Creates a parser at the start of a connection.
    public init(limits: RequestHead.Limits = .init()) { self.limits = limits }

    /// Whether bytes of a head have come that is not complete yet: a client that stalls here is timed out.
    public var isInsideHead: Bool {
        guard case .head = state else { return false }
        return message.count > 0
    }

    /// How many bytes wait to be read.
    public var waitingBytes: Int { message.count }

    /// Adds bytes that arrived.
    public mutating func append(_ bytes: ByteBuffer) { message.append(bytes) }

    /// The next event, or `nil` until more bytes arrive.
    public mutating func next() throws(WireError) -> Event? {
        switch state {
        case .head:
            message.skipEmptyLines()
            guard let taken = try message.takeHead(limit: limits.bytes, firstLine: limits.line) else { return nil }
            let head = try RequestHead(parsing: taken.bytes, lines: taken.lines, limits: limits)
            message.beginBody(head.framing)
            state = .body
            return .head(head)
        case .body:
            let event: Event? = try message.nextOfBody()
            if case .end = event { state = .head }
            return event
        }
    }
}

public import NIOCore

/// Takes the response to one request off a connection, whatever way its bytes are cut into arrivals.
///
/// A value-type state machine without I/O: bytes in, events out. After a ``WireError`` nothing more may be read from the
/// connection: where this response ends is not known.
public struct ResponseParser: Sendable {
    /// What has arrived. After an interim (1xx) head the parser waits for the next head.
    public typealias Event = MessageEvent<ResponseHead>

    private enum State {
        case head
        case body
        case done
    }

    private let maxHeadBytes: Int
    private let isHead: Bool
    private var state = State.head
    // Beside the state rather than in it, so that it is changed where it stands.
    private var message = MessageInput()

    /// Creates a parser at the start of a response.
    /// - Parameters:
    ///   - isHead: whether the request's method was HEAD.
    ///   - maxHeadBytes: the longest head accepted, in bytes.
    public init(isHead: Bool, maxHeadBytes: Int) {
        self.isHead = isHead
        self.maxHeadBytes = maxHeadBytes
    }

    /// Whether the response is complete and bytes beyond it have come.
    public var hasExcess: Bool {
        if case .done = state { return message.count > 0 }
        return false
    }

    /// The number of body bytes still to come, where the head told it.
    public var knownRemainder: Int? {
        if case .body = state { return message.knownRemainder }
        return nil
    }

    /// Adds bytes that arrived. Call ``next()`` until it returns `nil`.
    public mutating func append(_ bytes: ByteBuffer) { message.append(bytes) }

    /// The next event, or `nil` if more bytes are needed or the response is complete.
    public mutating func next() throws(WireError) -> Event? {
        switch state {
        case .head:
            guard let taken = try message.takeHead(limit: maxHeadBytes) else { return nil }
            let head = try ResponseHead(parsing: taken.bytes, lines: taken.lines, isHead: isHead)
            if head.status >= 200 {
                message.beginBody(head.framing)
                state = .body
            }
            return .head(head)
        case .body:
            let event: Event? = try message.nextOfBody()
            if case .end = event { state = .done }
            return event
        case .done:
            return nil
        }
    }

    /// Takes note that the peer has closed the connection.
    /// - Returns: whether that leaves the response complete.
    public mutating func inputEnded() -> Bool {
        switch state {
        case .head: return false
        case .done: return true
        case .body:
            guard message.mayEndHere else { return false }
            state = .done
            return true
        }
    }
}

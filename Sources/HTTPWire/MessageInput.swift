import NIOCore

/// What has arrived on one side of a connection, taken off as heads and bodies: what requests and responses share.
struct MessageInput: Sendable {
    private var finder = HeadFinder()
    private var body = BodyDecoder(.none)
    private var input = InputBuffer()

    /// How many bytes wait to be taken.
    var count: Int { input.count }

    /// The number of body bytes still to come, where the head told it.
    var knownRemainder: Int? { body.knownRemainder }

    /// Whether the body would be complete if the sender closed the connection now.
    var mayEndHere: Bool { body.mayEndHere }

    mutating func append(_ bytes: ByteBuffer) { input.append(bytes) }

    /// RFC 9112 §2.2: an empty line before a request is ignored; some clients send one behind a body.
    mutating func skipEmptyLines() {
        while input.beginsWithLineEnd {
            input.skip(2)
            finder = HeadFinder()
        }
    }

    /// Takes a whole head off, or returns `nil` until it has come.
    /// - Parameters:
    ///   - limit: the longest head accepted, in bytes.
    ///   - firstLine: the longest first line accepted, in bytes with its carriage return.
    mutating func takeHead(
        limit: Int,
        firstLine: Int = .max
    ) throws(WireError) -> (bytes: [UInt8], lines: Int)? {
        guard input.count > 0, let end = try finder.end(in: input.bytes, limit: limit, firstLine: firstLine) else {
            return nil
        }
        let lines = finder.lines
        finder = HeadFinder()
        return (input.takeArray(end), lines)
    }

    /// What comes next is a body.
    mutating func beginBody(_ framing: BodyFraming) { body = BodyDecoder(framing) }

    /// The body's next event, or `nil` until more bytes arrive.
    mutating func nextOfBody<Head>() throws(WireError) -> MessageEvent<Head>? {
        switch try body.next(from: &input) {
        case .bytes(let slice): .body(slice)
        case .end: .end
        case .more: nil
        }
    }
}

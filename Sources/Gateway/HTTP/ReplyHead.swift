import HTTPWire
import ModelAPI
import NIOCore

/// The head of an answer, written straight into the buffer that goes to the socket.
struct ReplyHead {
    private(set) var buffer: ByteBuffer
    /// Whether a body may follow: never behind 204 and 304 (RFC 9110 §8.6, RFC 9112 §6.3).
    let hasBody: Bool

    /// Starts a head with its status line.
    init(status: Int) {
        hasBody = status != 204 && status != 304
        buffer = ByteBuffer()
        buffer.reserveCapacity(768)
        switch status {
        case 200: buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
        default:
            buffer.writeStaticString("HTTP/1.1 ")
            buffer.writeString(String(status))
            buffer.writeStaticString(" ")
            buffer.writeStaticString(Self.reason(status))
            buffer.writeStaticString("\r\n")
        }
    }

    /// Starts the head of an answer to a call.
    /// - Parameters:
    ///   - type: the media type of the body.
    ///   - id: the request's id, which Anthropic's clients look for under another name too.
    init(status: Int, type: StaticString, id: String, dialect: DialectID) {
        self.init(status: status)
        add("content-type", type)
        add("x-request-id", id)
        if dialect == .anthropicMessages { add("request-id", id) }
    }

    /// Adds a field whose value is ours.
    mutating func add(_ name: StaticString, _ value: StaticString) {
        add(name, room: value.utf8CodeUnitCount) { unsafe Self.copy(value, to: $0) }
    }

    /// Adds a field whose value may come from a peer: a byte that must not stand in a field becomes `?`.
    mutating func add(_ name: StaticString, _ value: String) {
        let bytes = value.utf8.span
        add(name, room: bytes.count) { unsafe Self.sanitize(bytes, to: $0) }
    }

    /// Adds a field with a short text of ours.
    mutating func add(_ name: StaticString, _ value: ShortText) {
        add(name, room: value.count) {
            for position in 0..<value.count { unsafe $0[position] = value[position] }
            return value.count
        }
    }

    /// Adds a field with a number.
    mutating func add(_ name: StaticString, _ value: Int) {
        add(name, room: Self.longestNumber) { unsafe Self.write(decimal: value, to: $0) }
    }

    /// Adds a field whose name is not known when this is built; one that is no token is left out.
    mutating func add(name: String, value: String) {
        guard !name.isEmpty, name.utf8.allSatisfy({ FieldGrammar.isToken($0) }) else { return }
        buffer.writeString(name)
        let bytes = value.utf8.span
        add("", room: bytes.count) { unsafe Self.sanitize(bytes, to: $0) }
    }

    /// Adds a field of a peer's, name and value, under a prefix of ours.
    mutating func add(prefix: StaticString, name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        buffer.writeStaticString(prefix)
        buffer.writeBytes(name)
        let bytes = value.span
        add("", room: bytes.count) { unsafe Self.sanitize(bytes, to: $0) }
    }

    /// Ends the head.
    mutating func end() { buffer.writeStaticString("\r\n") }

    // MARK: - Bytes

    /// As many bytes as `Int.min` has digits and its sign.
    private static let longestNumber = 20

    /// Writes a field's line in one go: an answer has a dozen of them.
    /// - Parameters:
    ///   - room: how many bytes the value has at most.
    ///   - value: writes the value where it is told to, no more than `room` bytes, and says how many those were.
    @inline(__always)
    private mutating func add(
        _ name: StaticString,
        room: Int,
        _ value: (UnsafeMutablePointer<UInt8>) -> Int
    ) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: name.utf8CodeUnitCount + room + 4) { bytes in
            // There is room for everything that follows, by the line above.
            guard let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
            var end = unsafe Self.copy(name, to: start)
            unsafe start[end] = UInt8(ascii: ":")
            unsafe start[end + 1] = UInt8(ascii: " ")
            end += 2
            unsafe end += value(start + end)
            unsafe start[end] = UInt8(ascii: "\r")
            unsafe start[end + 1] = UInt8(ascii: "\n")
            return end + 2
        }
    }

    @inline(__always)
    private static func copy(_ text: StaticString, to start: UnsafeMutablePointer<UInt8>) -> Int {
        let count = text.utf8CodeUnitCount
        unsafe start.update(from: text.utf8Start, count: count)
        return count
    }

    @inline(__always)
    private static func sanitize(_ bytes: Span<UInt8>, to start: UnsafeMutablePointer<UInt8>) -> Int {
        for position in bytes.indices {
            let byte = bytes[position]
            unsafe start[position] = FieldGrammar.isValue(byte) ? byte : UInt8(ascii: "?")
        }
        return bytes.count
    }

    /// Writes a number without making a string of it.
    private static func write(decimal value: Int, to start: UnsafeMutablePointer<UInt8>) -> Int {
        var rest = value.magnitude
        var end = longestNumber
        repeat {
            end -= 1
            unsafe start[end] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
            rest /= 10
        } while rest > 0
        if value < 0 {
            end -= 1
            unsafe start[end] = UInt8(ascii: "-")
        }
        let count = longestNumber - end
        for position in 0..<count { unsafe start[position] = start[end + position] }
        return count
    }

    private static func reason(_ status: Int) -> StaticString {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 529: "Overloaded"
        default: "Status"
        }
    }
}

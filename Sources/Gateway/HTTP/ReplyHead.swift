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
        buffer.writeStaticString(name)
        buffer.writeStaticString(": ")
        buffer.writeStaticString(value)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a field whose value may come from a peer: a byte that must not stand in a field becomes `?`.
    mutating func add(_ name: StaticString, _ value: String) {
        buffer.writeStaticString(name)
        buffer.writeStaticString(": ")
        write(sanitizing: value.utf8)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a field with a number.
    mutating func add(_ name: StaticString, _ value: Int) {
        buffer.writeStaticString(name)
        buffer.writeStaticString(": ")
        write(decimal: value)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a field whose name is not known when this is built; one that is no token is left out.
    mutating func add(name: String, value: String) {
        guard !name.isEmpty, name.utf8.allSatisfy({ FieldGrammar.isToken($0) }) else { return }
        buffer.writeString(name)
        buffer.writeStaticString(": ")
        write(sanitizing: value.utf8)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a field of a peer's, name and value, under a prefix of ours.
    mutating func add(prefix: StaticString, name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        buffer.writeStaticString(prefix)
        buffer.writeBytes(name)
        buffer.writeStaticString(": ")
        write(sanitizing: value)
        buffer.writeStaticString("\r\n")
    }

    /// Ends the head.
    mutating func end() { buffer.writeStaticString("\r\n") }

    private mutating func write(sanitizing value: some Collection<UInt8>) {
        if value.allSatisfy({ FieldGrammar.isValue($0) }) {
            buffer.writeBytes(value)
        } else {
            buffer.writeBytes(value.map { FieldGrammar.isValue($0) ? $0 : UInt8(ascii: "?") })
        }
    }

    /// Writes a number without making a string of it.
    private mutating func write(decimal value: Int) {
        if value >= 0, value < 10 {
            buffer.writeInteger(UInt8(truncatingIfNeeded: value) &+ UInt8(ascii: "0"))
        } else {
            buffer.writeString(String(value))
        }
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

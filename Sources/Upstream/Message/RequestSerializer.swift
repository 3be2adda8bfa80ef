import HTTPWire
import NIOCore
import NIOHTTP1

/// A request in wire format (RFC 9112 §3).
struct SerializedRequest {
    /// Request line, header fields and, if it is small, the body.
    var head: ByteBuffer
    /// The body where copying it would cost more than a second buffer in the same system call.
    var body: ByteBuffer?
    let isHead: Bool
    let firstByte: UpstreamRequest.FirstByte
}

enum RequestSerializer {
    /// Up to this size a body is copied behind the head: one buffer, one plain `write`.
    static let inlineBodyLimit = 16 * 1024

    /// Writes a request for an endpoint.
    /// - Throws: ``UpstreamError`` with code `invalid_request` if a part could break out of its place in the message.
    static func serialize(
        _ request: UpstreamRequest,
        for endpoint: UpstreamEndpoint
    ) throws(UpstreamError)
        -> SerializedRequest
    {
        let method = request.method.rawValue
        guard FieldGrammar.isToken(method), request.method != .CONNECT else {
            throw UpstreamError(.invalidRequest, "the method cannot be sent")
        }
        guard FieldGrammar.isTarget(request.target) else {
            throw UpstreamError(.invalidRequest, "the request target is not a percent-encoded path")
        }
        var extraSize = 0
        for field in request.extraHeaders {
            try HeaderBlock.check(name: field.name, value: field.value)
            extraSize += field.name.utf8.count + field.value.utf8.count + 4
        }

        let bodySize = request.body?.readableBytes ?? 0
        let inlined = bodySize <= inlineBodyLimit
        let fixed = endpoint.requestLineEnd.count + request.headers.bytes.count + 40
        var head = ByteBuffer()
        head.reserveCapacity(
            method.utf8.count + request.target.utf8.count + fixed + extraSize + (inlined ? bodySize : 0)
        )
        head.writeString(method)
        head.writeInteger(UInt8(ascii: " "))
        head.writeString(request.target)
        head.writeBytes(endpoint.requestLineEnd)
        head.writeBytes(request.headers.bytes)
        for field in request.extraHeaders {
            head.writeString(field.name)
            head.writeStaticString(": ")
            head.writeString(field.value)
            head.writeStaticString("\r\n")
        }
        // RFC 9110 §8.6: a method that anticipates content says so even when there is none.
        if request.body != nil || method == "POST" || method == "PUT" || method == "PATCH" {
            head.writeStaticString("content-length: ")
            head.writeString(String(bodySize))
            head.writeStaticString("\r\n")
        }
        head.writeStaticString("\r\n")
        if inlined, let body = request.body {
            head.writeImmutableBuffer(body)
        }
        return SerializedRequest(
            head: head,
            body: inlined ? nil : request.body,
            isHead: request.method == .HEAD,
            firstByte: request.firstByte
        )
    }
}

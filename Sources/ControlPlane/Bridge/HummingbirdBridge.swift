import Gateway
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Lets Hummingbird's router answer the requests that the gateway's own listener hands over: one port for both planes.
struct HummingbirdBridge: ControlHandler {
    let responder: any HTTPResponder<ControlContext>
    let logger: Logger

    func answer(_ request: ControlRequest) async -> ControlAnswer {
        guard let method = HTTPRequest.Method(request.method) else { return .empty(status: 400) }
        var fields = HTTPFields()
        for field in request.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            fields.append(HTTPField(name: name, value: field.value))
        }
        let head = HTTPRequest(
            method: method,
            scheme: request.isSecure ? "https" : "http",
            authority: request.fields.first { $0.name == "host" }?.value,
            path: request.query.map { "\(request.path)?\($0)" } ?? request.path,
            headerFields: fields
        )
        let aside = ControlContext.Aside()
        do {
            let response = try await responder.respond(
                to: Request(head: head, body: RequestBody(buffer: request.body)),
                context: ControlContext(source: ControlContext.Source(request: request, aside: aside, logger: logger))
            )
            if let call = aside.call { return ControlAnswer(status: 200, body: .call(call)) }
            return try await ControlAnswer(response)
        } catch {
            // What a route throws on purpose has become a response by now: this is a mistake of ours.
            logger.error(
                "a request to the control plane failed",
                metadata: ["path": "\(request.path)", "error": "\(error)"]
            )
            return .empty(status: 500)
        }
    }
}

extension ControlAnswer {
    /// An answer without a body.
    static func empty(status: Int) -> ControlAnswer { ControlAnswer(status: status, body: .whole(ByteBuffer())) }

    /// A response of Hummingbird's. One of known length is collected, so that it goes out with its head; any other is streamed.
    init(_ response: Response) async throws {
        let fields = response.headers.compactMap { field in
            field.name == .contentLength || field.name == .transferEncoding
                ? nil : (name: field.name.canonicalName, value: field.value)
        }
        let body = response.body
        var whole: ByteBuffer?
        if let length = body.contentLength {
            let collector = BodyCollector(capacity: length)
            if length > 0 { try await body.write(CollectingWriter(collector: collector)) }
            whole = collector.bytes
        }
        self.init(
            status: response.status.code,
            fields: fields,
            body: whole.map { .whole($0) } ?? .stream { try await body.write(AnswerWriter(writer: $0)) }
        )
    }
}

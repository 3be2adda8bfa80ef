import Gateway
import Governance
import HTTPTypes
import Hummingbird
import JSONText
import Logging
import NIOCore

/// Answers the requests of one operation: who asks, what for, and only then the operation itself. Whatever is thrown becomes
/// an answer here.
struct OperationResponder: Sendable {
    let operation: Operation
    let authenticator: Authenticator
    let logger: Logger

    func respond(
        _ request: ControlRequest,
        _ parameters: [String: String],
        _ aside: ControlContext.Aside
    ) async -> Response {
        do throws(AdminError) {
            let answer = try await answer(request, parameters)
            if case .call(let call) = answer.body { aside.call = call }
            return Response(answer)
        } catch {
            return Response(error.answer)
        }
    }

    private func answer(
        _ request: ControlRequest,
        _ parameters: [String: String]
    ) async throws(AdminError) -> AdminAnswer {
        let route = operation.route
        // What is open to everybody needs no proof that a session's own page asks.
        let isProtected = route.access != .open && route.isChanging
        let caller = try await authenticator.caller(request, isChanging: isProtected)
        // Before anything of the request is read: strangers learn nothing by the way their requests are refused.
        if caller.actor == nil, route.access != .open { throw .unauthenticated }
        let query = try Query(request.query, allowed: operation.query.map(\.name))
        let body = try body(of: request)
        return try await operation.handle(
            AdminRequest(
                caller: caller,
                route: route,
                parameters: parameters,
                query: query,
                body: body,
                tags: EntityTags(match: request.list("if-match"), noneMatch: request.list("if-none-match"))
            )
        )
    }

    private func body(of request: ControlRequest) throws(AdminError) -> JSONObject? {
        let value = try AdminBody.value(request.body, contentType: request.value("content-type"))
        var isRequired = false
        switch operation.body {
        case .none:
            guard value == nil || value?.object?.isEmpty == true else {
                throw AdminError(400, .invalidRequest, "This route takes no body.")
            }
        case .optional: break
        case .required: isRequired = true
        }
        guard let value else {
            if isRequired { throw AdminError(400, .invalidRequest, "The body is missing: a JSON object.") }
            return nil
        }
        guard let object = value.object else {
            throw AdminError(400, .invalidRequest, "The body must be a JSON object, not \(value.kind).")
        }
        return object
    }
}

extension ControlRequest {
    /// All values of a field that is a list.
    func list(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

extension Response {
    /// An operation's answer. Nothing of it may be stored on the way: it may hold a key's text.
    init(_ answer: AdminAnswer) {
        var fields = HTTPFields()
        for field in answer.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            fields.append(HTTPField(name: name, value: field.value))
        }
        fields[.cacheControl] = "no-store"
        fields[.xContentTypeOptions] = "nosniff"
        let body: ResponseBody
        switch answer.body {
        case .none, .call: body = ResponseBody()
        case .json(let bytes):
            fields[.contentType] = "application/json"
            body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let type, let open):
            fields[.contentType] = type
            body = ResponseBody { writer in
                let next = open()
                while let bytes = try await next() { try await writer.write(bytes) }
                try await writer.finish(nil)
            }
        }
        self.init(status: HTTPResponse.Status(code: answer.status), headers: fields, body: body)
    }
}

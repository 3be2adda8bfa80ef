import Gateway
import Governance
import JSONText
import NIOCore
import Settings

/// `POST /admin/v1/playground`: a request to a model in the name of a key, answered by the gateway itself.
///
/// It takes the whole way of a request: limits, budgets, the cache, routing and the ledger hold as they do for the key's
/// own requests. The key's text is not needed, and not told.
struct PlaygroundOperation: Sendable {
    /// The tag by which its records are told from others.
    static let tag = "playground"

    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .post,
                "/playground",
                id: "askModel",
                body: .required(
                    .object([
                        .optional("key", .text, "The key's id. None where the gateway requires no keys."),
                        .required("request", .any, "As POST /v1/chat/completions takes it."),
                    ])
                ),
                answer: .file(types: ["application/json", "text/event-stream"]),
                handle: ask
            )
        ]
    }

    private func ask(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let body = try request.requiredBody()
        let key = try Members(withoutRequest(body), allowed: ["key"]).optional("key")
        guard let asked = body["request"], asked.object != nil else {
            throw .member("request", "must be an object", code: "missing_field")
        }
        if let key {
            guard let principal = services.directory.principal(ofKey: key) else { throw .notFound }
            try request.authorize(on: AdminObject(principal.key))
        } else if visibility != .all || services.configuration().server.requireKeys {
            throw .member("key", "is missing", code: "missing_field")
        }
        let call = ControlCall(keyID: key, body: ByteBuffer(bytes: asked.bytes), tag: Self.tag)
        return AdminAnswer(body: .call(call))
    }

    /// The body without what is a caller's own matter.
    private func withoutRequest(_ body: JSONObject) -> JSONObject {
        var body = body
        body.remove("request")
        return body
    }
}

import Gateway
import Governance
import JSONText
import Settings
import Store

/// `POST /admin/v1/providers/{name}/test`: asks a provider once.
struct ProviderTestOperation: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .post,
                "/providers/{name}/test",
                id: "testProvider",
                body: .optional(
                    .object([
                        .optional(
                            "model",
                            .text,
                            "The model, in the provider's words, that is asked for a word; where none is named the"
                                + " provider is asked for its list of models, which uses no tokens."
                        )
                    ])
                ),
                answer: .json(status: 200, .reference("ProviderTest")),
                handle: test
            )
        ]
    }

    private func test(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let name = try request.parameter("name")
        let model = try Members(request.body, allowed: ["model"]).optional("model")
        if let model, model.isEmpty || model.utf8.count > 256 { throw .member("model", "must have 1 to 256 bytes") }
        guard services.configuration().provider(named: name) != nil else { throw .notFound }
        // Before it is asked: it may cost something.
        let object = AuditEntry.Object(kind: "provider", id: name)
        let entry = services.audit(
            request,
            "provider.test",
            object,
            reason: nil,
            after: ["model": model.map { .string($0) } ?? .null]
        )
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        guard let check = await services.runtime.check(provider: name, model: model) else {
            throw AdminError(503, .unavailable, "The gateway does not run yet.")
        }
        return .json([
            "ok": .bool(check.isWell), "status": check.status.map { JSONValue($0) } ?? .null,
            "duration_ms": .milliseconds(check.microseconds),
            "error": check.isWell
                ? .null
                : [
                    "code": check.code.map { .string($0) } ?? .null,
                    "message": check.message.map { .string($0) } ?? .null,
                ],
        ])
    }
}

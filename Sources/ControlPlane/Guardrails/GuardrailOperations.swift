import Governance
import Guardrails
import JSONText
import Settings
import Store

/// The operations on the guardrails of the configuration.
struct GuardrailOperations: Sendable {
    let services: Services

    /// The members of a trial.
    private static let members = ["text", "messages", "guardrails", "stage"]

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/guardrails",
                id: "listGuardrails",
                answer: .json(
                    status: 200,
                    .object([.required("rows", .list(.reference("Guardrail")), "In the order of the configuration.")])
                ),
                handle: list
            ),
            try Operation(
                .post,
                "/guardrails/test",
                id: "tryGuardrails",
                body: .required(.reference("GuardrailTrial")),
                answer: .json(status: 200, .reference("GuardrailVerdict")),
                handle: test
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let configuration = services.configuration()
        let attachments = GuardAttachments(configuration, services.directory, for: request.caller.actor)
        return .json([
            "rows": .array(
                configuration.guardrails.map { guardrail in
                    var row = GuardrailText.summary(guardrail)
                    row.append("attached", attachments.json(of: guardrail.name))
                    return .object(row)
                }
            )
        ])
    }

    private func test(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let trial = try trial(request.requiredBody())
        // The note of it says how much was tried, and nothing of what it was.
        let bytes = trial.tried.texts.reduce(0) { $0 + $1.bytes.count }
        let entry = services.audit(
            request,
            "guardrail.test",
            AuditEntry.Object(kind: "guardrail", id: "test"),
            reason: nil,
            after: [
                "bytes": JSONValue(bytes), "stage": .string(trial.stage.rawValue),
                "guardrails": .array(trial.guardrails.map { .string($0) }),
            ]
        )
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        return .json(try await services.trials.run(trial))
    }

    private func trial(_ body: JSONObject) throws(AdminError) -> GuardTrials.Trial {
        let members = try Members(body, allowed: Self.members)
        guard (body["text"]?.string == nil) != (body["messages"]?.array == nil) else {
            throw .member(
                "text",
                "must be a string, or there must be a list 'messages'; not both",
                code: "missing_field"
            )
        }
        let tried: TriedTexts
        do throws(TriedTexts.Problem) {
            tried = try TriedTexts(body)
        } catch {
            throw .member("messages", error.message)
        }
        let stage: GuardStage
        switch try members.optional("stage") {
        case nil: stage = .input
        case let word?:
            guard let known = GuardStage(rawValue: word) else { throw .member("stage", "must be input or output") }
            stage = known
        }
        let configuration = services.configuration()
        let trial = GuardTrials.Trial(
            tried: tried,
            stage: stage,
            guardrails: try Self.guardrails(body["guardrails"], configuration),
            configuration: configuration
        )
        guard !trial.places.isEmpty else {
            throw .member(
                "messages",
                stage == .input
                    ? "must have a text" : "must have a text of the role 'assistant', the answer that is tried"
            )
        }
        return trial
    }

    /// The names of the guardrails that are wanted; those that look at every call where nothing is said.
    private static func guardrails(
        _ value: JSONValue?,
        _ configuration: KanmonConfiguration
    ) throws(AdminError) -> [String] {
        guard let value, !value.isNull else { return configuration.guardrails.filter(\.isDefault).map(\.name) }
        guard let names = value.array?.map(\.string), names.count <= GuardSelection.most else {
            throw .member("guardrails", "must be a list of names", code: "wrong_type")
        }
        var known: [String] = []
        for name in names {
            guard let name, configuration.guardrail(named: name) != nil else {
                throw .member("guardrails", "There is no guardrail of one of these names.")
            }
            if !known.contains(name) { known.append(name) }
        }
        return known
    }
}

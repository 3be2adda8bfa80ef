internal import Guardrails
internal import JSONText

/// A server of NeMo Guardrails: `POST /v1/checks`, or `POST /v1/guardrail/checks` of NVIDIA's microservice
/// (<https://docs.nvidia.com/nemo/guardrails/latest/>, <https://docs.nvidia.com/nemo/microservices/latest/guardrails/checks.html>).
///
/// Model: for rails that ask a model themselves; the caller's where none is set. Options: `config` (the configuration's id, has to be
/// set), `api` (`server`, `microservice`).
struct NeMoAdapter: WindowedAdapter {
    let type = AdapterType.nemo
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 20_000)
    private let model: String?
    private let config: String
    private let isMicroservice: Bool

    init(
        _ connection: AdapterConnection,
        _ model: String?,
        _ options: inout AdapterOptions
    ) throws(AdapterSettingError) {
        self.connection = connection
        self.model = model
        config = try options.required("config", "the configuration's id")
        isMicroservice = try options.word("api", of: ["server", "microservice"], default: "server") == "microservice"
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let text = JSONValue.string(batch.first?.string ?? "")
        var guardrails: JSONObject = ["config_id": .string(config)]
        if !isMicroservice { guardrails["rail_types"] = [question.stage == .input ? "input" : "output"] }
        // Rails look at the last user's message, or at the last assistant's with what was asked before it.
        let messages: [JSONValue] =
            question.stage == .input
            ? [["role": "user", "content": text]]
            : [["role": "user", "content": .string(asked(question))], ["role": "assistant", "content": text]]
        return connection.request(
            isMicroservice ? "/v1/guardrail/checks" : "/v1/checks",
            [
                "model": .string(model ?? question.model), "messages": .array(messages),
                "guardrails": .object(guardrails),
            ]
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        let words = isMicroservice ? ["success", "blocked"] : ["passed", "modified", "blocked"]
        let moderation = AdapterFindingTypes.moderation
        switch try root.member("status").word(of: words) {
        case "blocked":
            verdict.block(moderation, EntityNames.rule(type, try rail(root) ?? "blocked"), batch)
        case "modified":
            guard let window = batch.first else { return }
            let text = try root.member("content").string()
            verdict.replace(window, with: text, moderation, EntityNames.rule(type, "modified"))
        default: break
        }
    }

    /// The rail that has stopped it.
    private func rail(_ root: AnswerObject) throws(AdapterError) -> String? {
        guard isMicroservice else { return try root.optional("rail")?.string() }
        for (name, node) in try root.member("rails_status").object().members {
            if try node.object().member("status").string() == "blocked" { return name }
        }
        return nil
    }
}

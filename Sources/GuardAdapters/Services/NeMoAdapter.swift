internal import Guardrails
internal import JSONText

/// A server of NeMo Guardrails, in one of three shapes.
///
/// - `server`: the library's, `POST /v1/checks`, since its version 0.23
///   (<https://docs.nvidia.com/nemo/guardrails/reference/guardrails-api-server/checks/check-content>). From 0.24 on it runs the
///   rails of one side only; 0.23 chooses them by the messages' roles.
/// - `microservice`: NVIDIA's up to 25.x, `POST /v1/guardrail/checks`
///   (<https://docs.nvidia.com/nemo/microservices/25.4.0/guardrails/checks.html>, types
///   <https://docs.nvidia.com/nemo/microservices/latest/pysdk/reference/nemo_microservices/nemo_microservices.types.guardrail_check_response.html>).
/// - `platform`: NVIDIA's since then, `POST /apis/guardrails/v2/workspaces/WORKSPACE/checks`
///   (<https://docs.nvidia.com/nemo/microservices/latest/guardrails/concepts/checks.html>).
///
/// The last two run all rails of the configuration: with an answer they look at its question too, and what they object to there
/// ends the call as well. No verdict, whole or of one rail (`unknown`; `error` of servers built from the library), is a failure.
///
/// Model: for rails that ask a model themselves; the server puts it in the place of its configuration's main one. The caller's where
/// none is set. Options: `config` (the configuration's id, has to be set), `api` (`server`, `microservice`, `platform`),
/// `workspace` (with `platform`; `default`).
struct NeMoAdapter: WindowedAdapter {
    let type = AdapterType.nemo
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 20_000)
    private let model: String?
    private let config: String
    private let path: String
    private let isLibrary: Bool

    init(
        _ connection: AdapterConnection,
        _ model: String?,
        _ options: inout AdapterOptions
    ) throws(AdapterSettingError) {
        self.connection = connection
        self.model = model
        config = try options.required("config", "the configuration's id")
        let api = try options.word("api", of: ["server", "microservice", "platform"], default: "server")
        isLibrary = api == "server"
        switch api {
        case "microservice": path = "/v1/guardrail/checks"
        case "platform":
            let workspace = try AdapterOptions.name(
                try options.text("workspace") ?? "default",
                "options.workspace"
            )
            path = "/apis/guardrails/v2/workspaces/\(workspace)/checks"
        default: path = "/v1/checks"
        }
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let text = JSONValue.string(batch.first?.string ?? "")
        var guardrails: JSONObject = ["config_id": .string(config)]
        if isLibrary { guardrails["rail_types"] = [question.stage == .input ? "input" : "output"] }
        // Rails look at the last user's message, or at the last assistant's with what was asked before it.
        let messages: [JSONValue] =
            question.stage == .input
            ? [["role": "user", "content": text]]
            : [["role": "user", "content": .string(asked(question))], ["role": "assistant", "content": text]]
        return connection.request(
            path,
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
        let words = isLibrary ? ["passed", "modified", "blocked"] : Self.words
        let moderation = AdapterFindingTypes.moderation
        switch try root.member("status").word(of: words) {
        case "blocked":
            verdict.block(moderation, EntityNames.rule(type, rail(root) ?? "blocked"), batch)
        case "modified":
            guard let window = batch.first else { return }
            let text = try root.member("content").string()
            verdict.replace(window, with: text, moderation, EntityNames.rule(type, "modified"))
        case "passed": return
        case "success":
            for (name, node) in try root.member("rails_status").object().members {
                switch try node.object().member("status").word(of: Self.words) {
                case "success": continue
                case "blocked": verdict.block(moderation, EntityNames.rule(type, name), batch)
                default: throw AdapterError(.incomplete, "\(node.path) has no verdict")
                }
            }
        default: throw AdapterError(.incomplete, "the server has come to no verdict")
        }
    }

    /// What microservices say, of all rails and of each.
    private static let words = ["success", "blocked", "unknown", "error"]

    /// The rail that has stopped it. That it is not told, or not as documented, makes no pass of it.
    private func rail(_ root: AnswerObject) -> String? {
        guard !isLibrary else { return root.object["rail"]?.string }
        let rails = root.object["rails_status"]?.object?.members ?? []
        return rails.first { $0.value.object?["status"]?.string == "blocked" }?.name
    }
}

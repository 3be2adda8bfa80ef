internal import Guardrails
internal import JSONText

/// LiteLLM's generic guardrail API: `POST /beta/litellm_basic_guardrail_api`, all texts in one request
/// (<https://docs.litellm.ai/docs/adding_provider/generic_guardrail_api>).
///
/// Options: `path` (another path), `auth` (`bearer`, `x-api-key`: where the token goes), and `param.NAME` (texts that go into
/// `additional_provider_specific_params`).
struct GenericAdapter: WindowedAdapter {
    let type = AdapterType.generic
    let connection: AdapterConnection
    /// Texts stay whole: the service may edit them.
    let windows = TextWindows(codePoints: TextWindows.mostBytes, perCall: 4096)
    private let path: String
    private let tokenField: String
    private let parameters: JSONObject

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        let path = try AdapterOptions.name(
            try options.text("path") ?? "/beta/litellm_basic_guardrail_api",
            "options.path",
            signs: "-._~/"
        )
        guard path.hasPrefix("/"), !path.contains("/../") else {
            throw AdapterSettingError("options.path", "must begin with /")
        }
        // As with LiteLLM the URL may have the path already.
        self.path = connection.basePath.hasSuffix(path) ? "" : path
        let auth = try options.word("auth", of: ["bearer", "x-api-key"], default: "bearer")
        tokenField = auth == "bearer" ? "authorization" : auth
        parameters = JSONObject(options.all(prefix: "param.").map { JSONObject.Member($0.name, .string($0.value)) })
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        var caller: JSONObject = [:]
        for (name, id) in [
            ("user_api_key_hash", question.key), ("user_api_key_user_id", question.user),
            ("user_api_key_team_id", question.team),
        ] {
            if let id { caller[name] = .string(id) }
        }
        let messages = batch.map { window -> JSONValue in
            ["role": .string(question.texts[window.text].role), "content": .string(window.string)]
        }
        return connection.request(
            path,
            [
                "texts": .array(batch.map { .string($0.string) }), "structured_messages": .array(messages),
                "request_data": .object(caller), "input_type": question.stage == .input ? "request" : "response",
                "litellm_call_id": .string(question.call), "litellm_trace_id": .string(question.call),
                "additional_provider_specific_params": .object(parameters),
            ],
            tokenField: tokenField
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        let action = try root.member("action").word(of: ["NONE", "BLOCKED", "GUARDRAIL_INTERVENED"])
        let moderation = AdapterFindingTypes.moderation
        guard action != "BLOCKED" else {
            verdict.block(moderation, EntityNames.rule(type, "blocked"), batch)
            return
        }
        guard let texts = root.optional("texts") else {
            // Nothing but texts was sent that it could have edited.
            guard action == "NONE" else { throw AdapterError(.unexpectedShape, "the answer has no texts") }
            return
        }
        let list = try texts.elements()
        // LiteLLM takes an empty list for none.
        if list.isEmpty, action == "NONE" { return }
        guard list.count == batch.count else { throw texts.wrong("a list of as many texts as were sent") }
        for (node, window) in zip(list, batch) {
            let text = try node.string()
            guard !text.utf8.elementsEqual(window.bytes) else { continue }
            verdict.replace(window, with: text, moderation, EntityNames.rule(type, "edited"))
        }
    }
}

internal import Guardrails
internal import JSONText
internal import Signing

/// A program of one's own: all texts in one `POST` to the URL itself.
///
/// It is sent
/// ```json
/// {"stage": "input", "texts": [{"text": "…", "origin": "user", "role": "user"}], "model": "chat", "key": "…", "team": "…",
///  "user": "…", "request_id": "…"}
/// ```
/// where `stage` is `input` or `output`, `origin` one of `system`, `user`, `assistant`, `tool`, `document`, and `key`, `team` and
/// `user` are ids that are left out where there are none. With a token as secret the request is signed as Standard Webhooks 1.0.0
/// says: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
///
/// It answers 200 and
/// ```json
/// {"action": "allow", "category": "…", "texts": ["…"],
///  "findings": [{"text": 0, "type": "PERSON_NAME", "start": 3, "end": 5, "score": 0.9, "rule": "hr-list"}]}
/// ```
/// - `action`: `allow`; `block` (the call ends, for `category`, `MODERATION` where it does not say); `mask` (`texts` has all texts as
///   they go on, in their order).
/// - `findings`: perhaps what was found; `text` counts from 0, `start` and `end` count code points, `score` is 1 where it is not said.
///   They go through the guardrail's own actions where the action is `allow`.
struct WebhookAdapter: WindowedAdapter {
    let type = AdapterType.webhook
    let connection: AdapterConnection
    /// Texts stay whole: the program may edit them.
    let windows = TextWindows(codePoints: TextWindows.mostBytes, perCall: 4096)

    init(_ connection: AdapterConnection) { self.connection = connection }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let texts = batch.map { window -> JSONValue in
            let text = question.texts[window.text]
            return [
                "text": .string(window.string), "origin": .string(text.origin.rawValue), "role": .string(text.role),
            ]
        }
        var body: JSONObject = [
            "stage": .string(question.stage.rawValue), "texts": .array(texts), "model": .string(question.model),
        ]
        for (name, id) in [("key", question.key), ("team", question.team), ("user", question.user)] {
            if let id { body[name] = .string(id) }
        }
        body["request_id"] = .string(question.call)
        let bytes = JSONValue.object(body).bytes
        let id = "\(question.call).\(question.stage.rawValue)"
        let time = question.time / 1_000_000_000
        var fields = [
            AdapterRequest.Field("content-type", "application/json"), AdapterRequest.Field("webhook-id", id),
            AdapterRequest.Field("webhook-timestamp", "\(time)"),
        ]
        if case .token(let secret) = connection.credential {
            let signature = WebhookSignature.value(id: id, time: time, body: bytes, secret: secret)
            fields.append(AdapterRequest.Field("webhook-signature", signature))
        }
        return AdapterRequest(path: "", fields: fields + connection.headers, body: bytes)
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        let action = try root.member("action").word(of: ["allow", "block", "mask"])
        try readFindings(root, batch, &verdict)
        switch action {
        case "block":
            let category = root.optional("category")
            let kind = try category.map { node throws(AdapterError) in try Self.names.type(node) }
            let rule = EntityNames.rule(type, try category?.string() ?? "blocked")
            verdict.block(kind ?? AdapterFindingTypes.moderation, rule, batch)
        case "mask":
            let texts = try root.member("texts")
            let list = try texts.elements()
            guard list.count == batch.count else { throw texts.wrong("a list of as many texts as were sent") }
            for (node, window) in zip(list, batch) {
                let text = try node.string()
                guard !text.utf8.elementsEqual(window.bytes) else { continue }
                verdict.replace(window, with: text, AdapterFindingTypes.moderation, EntityNames.rule(type, "masked"))
            }
        default: break
        }
    }

    private func readFindings(
        _ root: AnswerObject,
        _ batch: [TextWindow],
        _ verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        var indexes: [Int: CodePointIndex] = [:]
        for node in try root.list("findings") {
            let finding = try node.object()
            let number = try finding.member("text").int()
            guard batch.indices.contains(number) else { throw node.wrong("of one of the texts") }
            let window = batch[number]
            let offsets = indexes[number] ?? CodePointIndex(window.bytes)
            indexes[number] = offsets
            let range = offsets.bytes(from: try finding.member("start").int(), to: try finding.member("end").int())
            guard let range else { throw AdapterError(.offsetOutOfRange, "\(node.path) is not in the text") }
            let kind = try finding.member("type")
            let rule = try (finding.optional("rule") ?? kind).string()
            verdict.add(
                try Self.names.type(kind),
                EntityNames.rule(type, rule),
                score: try finding.optional("score")?.score() ?? 1,
                at: range,
                in: window
            )
        }
    }

    /// Its kinds have the names that they have here.
    private static let names = EntityNames([:])
}

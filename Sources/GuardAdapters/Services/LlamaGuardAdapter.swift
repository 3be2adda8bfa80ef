internal import Guardrails
internal import JSONText

/// Llama Guard behind an OpenAI-compatible endpoint: `POST /chat/completions` under a base URL that ends with `/v1`; the model's own
/// template makes the prompt, and the last message is judged
/// (<https://github.com/meta-llama/PurpleLlama/blob/main/Llama-Guard3/8B/MODEL_CARD.md>).
///
/// It answers `safe`, or `unsafe` and in the next line categories such as `S1,S10`. Model: has to be set. Options: `categories`
/// (those that count; all where not set).
struct LlamaGuardAdapter: WindowedAdapter {
    let type = AdapterType.llamaGuard
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 6000)
    private let model: String
    private let categories: Set<String>?

    init(
        _ connection: AdapterConnection,
        _ model: String?,
        _ options: inout AdapterOptions
    ) throws(AdapterSettingError) {
        self.connection = connection
        guard let model, !model.isEmpty else {
            throw AdapterSettingError("model", "is missing: the name that the endpoint gives Llama Guard")
        }
        self.model = model
        categories = try options.list("categories", of: (1...14).map { "S\($0)" }).map(Set.init)
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let text = JSONValue.string(batch.first?.string ?? "")
        let isAnswer = batch.first.map { question.texts[$0.text].origin == .assistant } ?? false
        // The template wants the roles in turns: an answer comes after a question.
        let messages: [JSONValue] =
            isAnswer
            ? [
                ["role": "user", "content": .string(asked(question))],
                ["role": "assistant", "content": text],
            ]
            : [["role": "user", "content": text]]
        return connection.request(
            "/chat/completions",
            [
                "model": .string(model), "messages": .array(messages), "temperature": 0, "max_tokens": 64,
                "stream": false,
            ]
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let list = try AnswerNode(answer).object().member("choices")
        let choices = try list.elements()
        guard let choice = choices.first, choices.count == 1 else { throw list.wrong("a list of one choice") }
        let content = try choice.object().member("message").object().member("content")
        let lines = try content.string().split(whereSeparator: \.isNewline).map { $0.filter { $0 != " " } }
            .filter { !$0.isEmpty }
        switch (lines.first, lines.count) {
        case ("safe", 1): return
        case ("unsafe", 1):
            // Without a category it cannot be said that it is one of those that do not count.
            guard let window = batch.first else { return }
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "unsafe"), in: window)
        case ("unsafe", 2):
            for name in lines[1].split(separator: ",", omittingEmptySubsequences: false) {
                guard name.hasPrefix("S"), let number = Int(name.dropFirst()), (1...99).contains(number),
                    let window = batch.first
                else { throw content.wrong("safe, or unsafe and categories") }
                guard categories?.contains(String(name)) ?? true else { continue }
                verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, String(name)), in: window)
            }
        default: throw content.wrong("safe, or unsafe and categories")
        }
    }
}

internal import Guardrails
internal import JSONText

/// OpenAI's moderation: `POST /moderations` under a base URL that ends with `/v1`
/// (<https://platform.openai.com/docs/api-reference/moderations>).
///
/// Model: `omni-moderation-latest` where none is set. Options: `categories` (those that count; all where not set), `score`
/// (0…1: from which score on a category counts; the service's own flags where not set).
struct OpenAIModerationAdapter: WindowedAdapter {
    let type = AdapterType.openAIModeration
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 8000, perCall: 16)
    private let model: String
    private let categories: Set<String>?
    private let score: Double?

    init(
        _ connection: AdapterConnection,
        _ model: String?,
        _ options: inout AdapterOptions
    ) throws(AdapterSettingError) {
        self.connection = connection
        self.model = model ?? "omni-moderation-latest"
        categories = try options.list("categories").map(Set.init)
        score = try options.score("score")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        connection.request(
            "/moderations",
            ["model": .string(model), "input": .array(batch.map { .string($0.string) })]
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let list = try AnswerNode(answer).object().member("results")
        let results = try list.elements()
        guard results.count == batch.count else { throw list.wrong("a result for each text") }
        for (node, window) in zip(results, batch) {
            let result = try node.object()
            let isFlagged = try result.member("flagged").bool()
            let scores = try result.member("category_scores").object()
            var isNamed = false
            for (name, category) in try result.member("categories").object().members where !category.value.isNull {
                let isOn = try category.bool()
                let value = try scores.member(name).score()
                isNamed = isNamed || isOn
                guard categories?.contains(name) ?? true, score.map({ value >= $0 }) ?? isOn else { continue }
                verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, name), in: window)
            }
            // A flag for a category that has no name yet.
            if isFlagged, !isNamed, score == nil {
                verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "flagged"), in: window)
            }
        }
    }
}

internal import Guardrails
internal import JSONText

/// Presidio's analyzer: `POST /analyze`, offsets in code points
/// (<https://microsoft.github.io/presidio/api-docs/api-docs.html>).
///
/// Options: `language` (`en`), `entities` (names with commas; all where not set), `score_threshold` (0…1; the analyzer's own
/// where not set), `batch` (`true`: some texts in one request, which analyzers since 2.2.34 take; `false`).
struct PresidioAdapter: WindowedAdapter {
    let type = AdapterType.presidio
    let connection: AdapterConnection
    let windows: TextWindows
    private let language: String
    private let entities: [String]?
    private let threshold: Double?
    private let isBatch: Bool

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        language = try AdapterOptions.name(try options.text("language") ?? "en", "options.language", signs: "-_")
        entities = try options.list("entities")
        threshold = try options.score("score_threshold")
        isBatch = try options.bool("batch", default: false)
        // The service has no limit; a model of spaCy takes a million characters, and its time grows with the text.
        windows = TextWindows(codePoints: 50_000, perCall: isBatch ? 16 : 1)
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let texts = batch.map { JSONValue.string($0.string) }
        var body: JSONObject = ["language": .string(language), "correlation_id": .string(question.call)]
        body["text"] = isBatch ? .array(texts) : texts.first ?? ""
        if let entities { body["entities"] = .array(entities.map(JSONValue.string)) }
        if let number = threshold.flatMap(JSONNumber.init(_:)) { body["score_threshold"] = .number(number) }
        return connection.request("/analyze", .object(body))
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer)
        let lists = isBatch ? try root.elements() : [root]
        guard lists.count == batch.count else { throw root.wrong("a list for each text") }
        for (list, window) in zip(lists, batch) {
            let results = try list.elements()
            guard !results.isEmpty else { continue }
            let offsets = CodePointIndex(window.bytes)
            for result in results {
                let entity = try result.object()
                let name = try entity.member("entity_type")
                let range = offsets.bytes(
                    from: try entity.member("start").int(),
                    to: try entity.member("end").int()
                )
                guard let range else { throw AdapterError(.offsetOutOfRange, "\(result.path) is not in the text") }
                verdict.add(
                    try Self.names.type(name),
                    EntityNames.rule(type, try name.string()),
                    score: try entity.member("score").score(),
                    at: range,
                    in: window
                )
            }
        }
    }

    /// <https://microsoft.github.io/presidio/supported_entities/>
    private static let names = EntityNames([
        "PERSON": .personName, "EMAIL_ADDRESS": .email, "PHONE_NUMBER": .phone, "CREDIT_CARD": .creditCard,
        "IBAN_CODE": .iban, "IP_ADDRESS": .ipAddress, "MAC_ADDRESS": .macAddress, "CRYPTO": .wallet,
        "US_SSN": .socialSecurityNumber, "US_ITIN": .taxpayerNumber, "UK_NINO": .nationalInsuranceNumber,
        "US_PASSPORT": .passport, "UK_PASSPORT": .passport, "ES_PASSPORT": .passport, "IT_PASSPORT": .passport,
        "IN_PASSPORT": .passport, "KR_PASSPORT": .passport,
    ])
}

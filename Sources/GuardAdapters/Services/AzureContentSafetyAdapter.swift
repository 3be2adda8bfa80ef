internal import Guardrails
internal import JSONText

/// Azure AI Content Safety: `POST /contentsafety/text:analyze`, texts of at most 10,000 code points
/// (<https://learn.microsoft.com/rest/api/contentsafety/text-operations/analyze-text>).
///
/// Options: `api_version` (`2024-09-01`), `categories` (of `Hate`, `SelfHarm`, `Sexual`, `Violence`; all), `severity` (1…7: from
/// which one on something counts; 4), `blocklists` (names with commas).
struct AzureContentSafetyAdapter: WindowedAdapter {
    private static let known = ["Hate", "SelfHarm", "Sexual", "Violence"]

    let type = AdapterType.azureContentSafety
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 10_000)
    private let version: String
    private let categories: [String]
    private let severity: Int
    private let blocklists: [String]?

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        version = try options.azureVersion(default: "2024-09-01")
        categories = try options.list("categories", of: Self.known) ?? Self.known
        severity = try options.int("severity", in: 1...7, default: 4)
        blocklists = try options.list("blocklists")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        var body: JSONObject = [
            "text": .string(batch.first?.string ?? ""),
            "categories": .array(categories.map(JSONValue.string)),
            "outputType": "EightSeverityLevels",
        ]
        if let blocklists {
            body["blocklistNames"] = .array(blocklists.map(JSONValue.string))
            body["haltOnBlocklistHit"] = false
        }
        return connection.request(
            "/contentsafety/text:analyze?api-version=\(version)",
            .object(body),
            tokenField: "ocp-apim-subscription-key"
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        let list = try root.member("categoriesAnalysis")
        var missing = Set(categories)
        for node in try list.elements() {
            let analysis = try node.object()
            // Others than those asked about may come.
            let name = try analysis.member("category").string()
            let value = try analysis.member("severity").int()
            guard (0...7).contains(value) else { throw node.wrong("of a severity from 0 to 7") }
            missing.remove(name)
            guard value >= severity, categories.contains(name), let window = batch.first else { continue }
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, name), in: window)
        }
        guard missing.isEmpty else { throw AdapterError(.incomplete, "\(list.path) does not have all categories") }
        for node in try root.list("blocklistsMatch") {
            let name = try node.object().member("blocklistName").string()
            guard let window = batch.first else { continue }
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "blocklist", name), in: window)
        }
    }
}

internal import Guardrails
internal import JSONText

/// Azure AI Content Safety, Prompt Shields: `POST /contentsafety/text:shieldPrompt`, texts of at most 10,000 code points
/// (<https://learn.microsoft.com/rest/api/contentsafety/text-operations/shield-prompt>).
///
/// What tools and documents say is asked about as a document, all else as a prompt. Options: `api_version` (`2024-09-01`).
struct AzurePromptShieldsAdapter: WindowedAdapter {
    let type = AdapterType.azurePromptShields
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 10_000)
    private let version: String

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        version = try options.azureVersion(default: "2024-09-01")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let text = JSONValue.string(batch.first?.string ?? "")
        let isDocument = isDocument(batch, question)
        return connection.request(
            "/contentsafety/text:shieldPrompt?api-version=\(version)",
            ["userPrompt": isDocument ? "" : text, "documents": isDocument ? [text] : []],
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
        let analysis: AnswerNode
        let name: String
        if isDocument(batch, question) {
            let documents = try root.member("documentsAnalysis")
            let list = try documents.elements()
            guard let first = list.first, list.count == 1 else { throw documents.wrong("an analysis of each document") }
            (analysis, name) = (first, "document")
        } else {
            (analysis, name) = (try root.member("userPromptAnalysis"), "prompt")
        }
        guard try analysis.object().member("attackDetected").bool(), let window = batch.first else { return }
        verdict.add(AdapterFindingTypes.injection, EntityNames.rule(type, name), in: window)
    }

    private func isDocument(_ batch: [TextWindow], _ question: AdapterQuestion) -> Bool {
        guard let index = batch.first?.text, question.texts.indices.contains(index) else { return false }
        let origin = question.texts[index].origin
        return origin == .tool || origin == .document
    }
}

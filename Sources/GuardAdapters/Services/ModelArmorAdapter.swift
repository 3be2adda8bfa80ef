internal import Guardrails
internal import JSONText

/// Google Cloud's Model Armor: `POST /v1/TEMPLATE:sanitizeUserPrompt` and `:sanitizeModelResponse`
/// (<https://cloud.google.com/security-command-center/docs/reference/model-armor/rest/v1/projects.locations.templates/sanitizeUserPrompt>).
///
/// The token is an OAuth 2 access token. Options: `template` (`projects/P/locations/L/templates/T`, has to be set),
/// `multi_language` (`true`: the language is detected; else as the template says).
struct ModelArmorAdapter: WindowedAdapter {
    let type = AdapterType.modelArmor
    let connection: AdapterConnection
    /// The filters take some 10,000 tokens; one of Japanese is about a character.
    let windows = TextWindows(codePoints: 8000)
    private let template: String
    private let isMultiLanguage: Bool

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        template = try AdapterOptions.name(
            try options.required("template", "projects/P/locations/L/templates/T"),
            "options.template",
            signs: "-_/:."
        )
        let parts = template.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "projects", parts[2] == "locations", parts[4] == "templates",
            !parts.contains(""), !parts.contains(".."), !parts.contains(".")
        else { throw AdapterSettingError("options.template", "must be projects/P/locations/L/templates/T") }
        isMultiLanguage = try options.bool("multi_language", default: false)
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let data: JSONValue = ["text": .string(batch.first?.string ?? "")]
        var body: JSONObject = [:]
        switch question.stage {
        case .input: body["userPromptData"] = data
        case .output:
            body["modelResponseData"] = data
            if question.asked?.isEmpty == false { body["userPrompt"] = .string(asked(question)) }
        }
        if isMultiLanguage { body["multiLanguageDetectionMetadata"] = ["enableMultiLanguageDetection": true] }
        let verb = question.stage == .input ? "sanitizeUserPrompt" : "sanitizeModelResponse"
        return connection.request("/v1/\(template):\(verb)", .object(body))
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        guard let window = batch.first else { return }
        let result = try AnswerNode(answer).object().member("sanitizationResult").object()
        let isMatch = try Self.isMatch(try result.member("filterMatchState"))
        let invocation = try result.member("invocationResult").word(of: ["SUCCESS", "PARTIAL", "FAILURE"])
        let metadata = try result.optional("sanitizationMetadata")?.object()
        let isPartEnough = try metadata?.optional("ignorePartialInvocationFailures")?.bool() ?? false
        guard invocation == "SUCCESS" || invocation == "PARTIAL" && isPartEnough else {
            throw AdapterError(.incomplete, "filters were skipped or failed")
        }
        var isExplained = false
        for (name, node) in try result.member("filterResults").object().members {
            // A union: one member, named for the filter.
            for (_, filter) in try node.object().members {
                let reader = ModelArmorFilterReader(
                    type: type,
                    filter: name,
                    window: window,
                    isPartEnough: isPartEnough
                )
                if try reader.read(filter, into: &verdict) { isExplained = true }
            }
        }
        if isMatch, !isExplained {
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "match"), in: window)
        }
    }

    static func isMatch(_ node: AnswerNode) throws(AdapterError) -> Bool {
        try node.word(of: ["NO_MATCH_FOUND", "MATCH_FOUND"]) == "MATCH_FOUND"
    }
}

internal import Guardrails
internal import JSONText

/// A server of Guardrails AI: `POST /guards/NAME/validate` (<https://github.com/guardrails-ai/guardrails-api>,
/// `guardrails_api/api/guards.py` and `classes/validate_request.py`; the answer is `ValidationOutcome` of the package
/// `guardrails-ai-types`).
///
/// Since version 0.4 of `guardrails-api` members of requests are named `llm_output`, before that `llmOutput`; a text under the other
/// name is not looked at, but taken for a call without one. Answers are read with either spelling. What does not pass ends the call;
/// what the guard repairs is taken as it has repaired it. Options: `guard` (its name, has to be set), `version` (of the server's
/// package: `0.4`, which stands for later ones too; `0.3`, for earlier ones).
struct GuardrailsAIAdapter: WindowedAdapter {
    let type = AdapterType.guardrailsAI
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 20_000)
    private let name: String
    private let isOld: Bool

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        name = try AdapterOptions.name(try options.required("guard", "the guard's name"), "options.guard")
        isOld = try options.word("version", of: ["0.4", "0.3"], default: "0.4") == "0.3"
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let text = JSONValue.string(batch.first?.string ?? "")
        return connection.request(
            "/guards/\(name)/validate",
            isOld ? ["llmOutput": text, "numReasks": 0] : ["llm_output": text, "num_reasks": 0]
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        guard let window = batch.first else { return }
        let validation = AdapterFindingTypes.validation
        let root = try AnswerNode(answer, statuses: [200, 400]).object()
        if answer.status == 400 {
            // So the server says that a validator with `on_fail="exception"` objects; all else with this status is a mistake.
            guard try root.member("detail").string().hasPrefix("Validation failed") else {
                throw AdapterError(.status, "status 400")
            }
            verdict.block(validation, EntityNames.rule(type, "exception"), batch)
            return
        }
        guard let passed = root.optional("validationPassed", "validation_passed") else {
            throw AdapterError(.incomplete, "the guard has come to no verdict")
        }
        if try passed.bool() {
            guard let output = root.optional("validatedOutput", "validated_output"), let text = output.value.string,
                !text.utf8.elementsEqual(window.bytes)
            else { return }
            verdict.replace(window, with: text, validation, EntityNames.rule(type, "repaired"))
            return
        }
        try readFailures(root, window, &verdict)
        verdict.block(validation, EntityNames.rule(type, "failed"), batch)
    }

    private func readFailures(
        _ root: AnswerObject,
        _ window: TextWindow,
        _ verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let offsets = CodePointIndex(window.bytes)
        for node in try root.optional("validationSummaries", "validation_summaries")?.elements() ?? [] {
            let summary = try node.object()
            guard try summary.member("validatorStatus", "validator_status").string() != "pass" else { continue }
            let rule = EntityNames.rule(type, try summary.member("validatorName", "validator_name").string())
            let spans = try summary.optional("errorSpans", "error_spans")?.elements() ?? []
            for node in spans {
                let span = try node.object()
                let range = offsets.bytes(from: try span.member("start").int(), to: try span.member("end").int())
                guard let range else { throw AdapterError(.offsetOutOfRange, "\(node.path) is not in the text") }
                verdict.add(AdapterFindingTypes.validation, rule, at: range, in: window)
            }
            if spans.isEmpty { verdict.add(AdapterFindingTypes.validation, rule, in: window) }
        }
    }
}

extension AnswerObject {
    /// A member that has to be there, under either of its names.
    fileprivate func member(_ name: String, _ other: String) throws(AdapterError) -> AnswerNode {
        try member(object[name] == nil && object[other] != nil ? other : name)
    }

    /// A member that may be missing or `null`, under either of its names.
    fileprivate func optional(_ name: String, _ other: String) -> AnswerNode? { optional(name) ?? optional(other) }
}

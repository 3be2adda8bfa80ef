internal import Guardrails
internal import JSONText

/// A server of Guardrails AI: `POST /guards/NAME/validate` (<https://github.com/guardrails-ai/guardrails-api>, schema
/// `ValidationOutcome` of its `open-api-spec.yml`).
///
/// What does not pass ends the call; what the guard repairs is taken as it has repaired it. Options: `guard` (its name, has to be
/// set).
struct GuardrailsAIAdapter: WindowedAdapter {
    let type = AdapterType.guardrailsAI
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 20_000)
    private let name: String

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        name = try AdapterOptions.name(try options.required("guard", "the guard's name"), "options.guard")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        connection.request(
            "/guards/\(name)/validate",
            ["llmOutput": .string(batch.first?.string ?? ""), "numReasks": 0]
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
        guard let passed = root.optional("validationPassed") else {
            throw AdapterError(.incomplete, "the guard has come to no verdict")
        }
        if try passed.bool() {
            guard let output = root.optional("validatedOutput"), let text = output.value.string,
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
        for node in try root.list("validationSummaries") {
            let summary = try node.object()
            guard try summary.member("validatorStatus").string() != "pass" else { continue }
            let rule = EntityNames.rule(type, try summary.member("validatorName").string())
            let spans = try summary.list("errorSpans")
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

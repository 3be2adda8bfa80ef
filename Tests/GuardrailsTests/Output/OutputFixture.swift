@testable import Guardrails

/// What a check finds in a text, as `TYPE rule "text"`, in the order of the text.
func outputFindings(
    _ check: OutputCheck,
    _ answer: String,
    of question: OutputQuestion = OutputQuestion()
) throws -> [String] {
    let bytes = Array(answer.utf8)
    return try check.findings(in: bytes, of: question).map { finding in
        "\(finding.type) \(finding.rule) \"\(String(decoding: bytes[finding.range], as: UTF8.self))\""
    }
}

/// The rules that a check finds in a text.
func outputRules(
    _ check: OutputCheck,
    _ answer: String,
    of question: OutputQuestion = OutputQuestion()
) throws -> [String] {
    try check.findings(in: Array(answer.utf8), of: question).map(\.rule)
}

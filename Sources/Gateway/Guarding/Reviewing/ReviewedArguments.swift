import GuardAdapters
import Guardrails
import JSONText

/// The arguments of a call as services see them: value by value; what is not JSON as one text.
struct ReviewedArguments: Sendable {
    private var tree: JSONValue?
    /// The values, UTF-8.
    private(set) var texts: [[UInt8]]
    /// Which of them have been edited.
    private var edits: [Int: [UInt8]] = [:]

    init(_ json: [UInt8]) {
        tree = try? JSONValue(parsing: json)
        texts = tree.map { BodyTexts($0, of: .arguments).texts.map(\.bytes) } ?? [json]
    }

    /// Carries out what is decided about what a service has found.
    mutating func take(
        _ answer: ReviewAnswer,
        _ suite: GuardSuite,
        _ placeholders: inout Placeholders
    ) -> (verdict: GuardVerdict, evidence: [GuardEvidence]) {
        let inspection = suite.inspection(
            of: answer.findings,
            replacements: answer.replacements,
            in: texts,
            at: .output,
            by: answer.place,
            isMonitored: answer.isMonitored,
            placeholders: &placeholders
        )
        for (index, text) in inspection.edits {
            texts[index] = text
            edits[index] = text
        }
        return (inspection.verdict, inspection.evidence)
    }

    /// The arguments as they go on.
    var json: [UInt8] {
        guard var tree else { return texts[0] }
        BodyTexts.replace(edits, in: &tree, of: .arguments)
        return tree.bytes
    }
}

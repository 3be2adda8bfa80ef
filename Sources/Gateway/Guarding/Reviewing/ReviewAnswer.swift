import GuardAdapters
import Guardrails

/// What a service says of what it was shown of a streamed answer, and what counts of it.
struct ReviewAnswer: Sendable {
    /// What it has found, for each text that it was shown.
    let findings: [[Finding]]
    /// How it would have each text, UTF-8; `nil` where it would leave it. What counts where it has found nothing.
    let replacements: [[UInt8]?]
    /// The place of the guardrail that asked it.
    let place: Int
    /// Whether nothing is done about it.
    let isMonitored: Bool

    init(findings: [[Finding]], replacements: [[UInt8]?], place: Int, isMonitored: Bool) {
        self.findings = findings
        self.replacements = replacements
        self.place = place
        self.isMonitored = isMonitored
    }

    /// What a service has answered.
    /// - Parameter texts: what it was shown.
    init(_ said: AdapterVerdict, of reviewer: Reviewer, about texts: [[UInt8]]) {
        findings = said.findings(in: texts, named: reviewer.external.name)
        replacements = said.texts.map(\.replacement)
        place = reviewer.external.place
        isMonitored = reviewer.isMonitored
    }
}

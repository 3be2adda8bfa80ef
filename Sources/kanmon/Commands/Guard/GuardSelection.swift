import Guardrails

/// Which findings count.
struct GuardSelection: Sendable {
    var threshold: Double
    /// `nil` for all.
    var types: Set<FindingType>?

    /// The findings that count, none of which overlaps another.
    func apply(to findings: [Finding]) -> [Finding] {
        findings.filter { $0.score >= threshold && types?.contains($0.type) != false }.resolved()
    }
}

/// What is done about one finding, by which guardrail.
public struct GuardDecision: Sendable, Hashable {
    /// What was found, and where.
    public var finding: Finding
    /// What is done about it.
    public var action: GuardAction
    /// The name of the guardrail that says so.
    public var guardrail: String
    /// Whether it is only noted, because the guardrail does not act.
    public var isMonitored: Bool

    /// A decision.
    public init(finding: Finding, action: GuardAction, guardrail: String, isMonitored: Bool = false) {
        self.finding = finding
        self.action = action
        self.guardrail = guardrail
        self.isMonitored = isMonitored
    }

    /// Decides about the findings of one text for all guardrails that look at it.
    ///
    /// Of edits that overlap, the strictest one is made, on all that any of them covers: no part of a value that has to go
    /// stays. What edits nothing is noted for each finding.
    /// - Parameters:
    ///   - findings: of all detectors, overlapping ones too.
    ///   - policies: in the order of the configuration; of two as strict the first one counts.
    ///   - stage: where the text is.
    /// - Returns: in the order of their beginnings. Edits that are carried out do not overlap.
    public static func decide(_ findings: [Finding], _ policies: [GuardPolicy], at stage: GuardStage) -> [GuardDecision]
    {
        var edits: [GuardDecision] = []
        var others: [GuardDecision] = []
        for policy in policies where policy.stages.contains(stage) {
            // What a guardrail ignores must not stand in the way of what it does not.
            let counting = findings.filter { policy.action(for: $0) != .ignore }
            for finding in counting.resolved() {
                let action = policy.action(for: finding)
                let isMonitored = policy.mode == .monitor
                let decision = GuardDecision(
                    finding: finding,
                    action: action,
                    guardrail: policy.name,
                    isMonitored: isMonitored
                )
                if action.edits, !isMonitored { edits.append(decision) } else { others.append(decision) }
            }
        }
        // Stable: of two at one place the one of the guardrail that comes first stays in front.
        return (merged(edits) + others).sorted { $0.finding.range.lowerBound < $1.finding.range.lowerBound }
    }

    private static func merged(_ edits: [GuardDecision]) -> [GuardDecision] {
        var merged: [GuardDecision] = []
        for edit in edits.sorted(by: { $0.finding.range.lowerBound < $1.finding.range.lowerBound }) {
            guard var last = merged.last, edit.finding.range.lowerBound < last.finding.range.upperBound else {
                merged.append(edit)
                continue
            }
            let range =
                last.finding.range.lowerBound..<max(last.finding.range.upperBound, edit.finding.range.upperBound)
            if edit.action.strictness > last.action.strictness { last = edit }
            last.finding.range = range
            merged[merged.count - 1] = last
        }
        return merged
    }
}

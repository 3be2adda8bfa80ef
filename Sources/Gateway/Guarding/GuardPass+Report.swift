import Guardrails

extension GuardPass {
    /// What came of them.
    var report: GuardReport {
        var actions: [String: Int] = [:]
        var strictest: GuardAction?
        for line in trail.evidence {
            actions[line.isMonitored ? GuardResult.monitor : line.action.word, default: 0] += 1
            guard !line.isMonitored, line.action.strictness > strictest?.strictness ?? 0 else { continue }
            strictest = line.action
        }
        return GuardReport(
            guardrails: book.suite.rules.indices.filter { selection.contains(index: $0) }
                .map { book.suite.rules[$0].policy.name },
            verdict: strictest?.word ?? GuardResult.pass,
            actions: actions,
            failures: failures.prefix(Self.mostFailures).map {
                "\($0.guardrail): \($0.reason.prefix(Self.longestReason))"
            }
        )
    }

    /// No more failures are told of a call.
    private static let mostFailures = 16
    /// In characters.
    private static let longestReason = 200
}

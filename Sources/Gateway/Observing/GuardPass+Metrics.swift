import Guardrails

extension GuardPass {
    /// Counts what came of a call's guardrails: of each, on each side that it looked at, the strictest thing that it has done.
    /// - Parameter hasStreamed: whether a streamed answer went out whole.
    func count(hasStreamed: Bool, into counts: inout MetricCounts) {
        for (index, rule) in book.suite.rules.enumerated() where selection.contains(index: index) {
            for stage in GuardStage.allCases where rule.policy.stages.contains(stage) {
                let isThrough = looked.contains(stage) || stage == .output && hasStreamed
                // Other services are not asked about what is blocked already.
                let isAsked = if case .external = rule.kind { !isBlocked(at: stage) } else { true }
                guard let result = result(of: rule.policy.name, at: stage, isThrough && isAsked) else { continue }
                counts.guarded(result, stage, series: book.series[index])
            }
        }
        counts.guardsKnew(knownTexts)
        for failure in failures {
            for series in series(of: failure) { counts.guardFailed(series: series) }
        }
    }

    private func isBlocked(at stage: GuardStage) -> Bool {
        trail.evidence.contains { $0.stage == stage && !$0.isMonitored && $0.action == .block }
    }

    /// The place of a result; `nil` where nothing was found, and nobody knows that it looked to the end.
    private func result(of name: String, at stage: GuardStage, _ isThrough: Bool) -> Int? {
        var result: Int?
        for line in trail.evidence where line.stage == stage && line.guardrail == name {
            let found = line.isMonitored ? GuardResult.monitored : GuardResult.index(of: line.action)
            result = max(result ?? 0, found)
        }
        if let result { return result }
        // Of more than is remembered it may have found something, and one that failed has found nothing out.
        guard isThrough, trail.leftOut == 0, !failures.contains(where: { $0.guardrail == name }) else { return nil }
        return GuardResult.index(of: .ignore)
    }

    /// Where a failure is counted: of several guardrails that looked together, at each of them.
    private func series(of failure: GuardFailure) -> [Int] {
        let names = failure.guardrail.split(separator: ", ").map(String.init)
        let found = book.suite.rules.indices.filter { names.contains(book.suite.rules[$0].policy.name) }
        return found.isEmpty ? [GuardSeries.other] : found.map { book.series[$0] }
    }
}

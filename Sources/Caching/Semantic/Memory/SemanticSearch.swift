/// Looks through stored questions for one whose answer may serve another.
public struct SemanticSearch: Sendable {
    /// The most stored questions that are compared with one.
    public static let mostCandidates = 8
    /// In shadow mode, the least likeness that is written down, so that thresholds can be lowered by what was seen.
    public static let shadowFloor = 0.5

    /// The stored question that counts.
    public struct Finding: Sendable {
        /// The stored question, and how like it is.
        public let candidate: SemanticMemory.Candidate
        /// What came of comparing the two.
        public let judgement: Judgement
        /// The same for reports.
        public let verdict: ShadowVerdict
        /// Whether its answer may be given, under the thresholds in use.
        public let isHit: Bool
    }

    private let policy: SemanticPolicy
    private let judge: SemanticJudge
    /// The least likeness that is looked at.
    public let floor: Double

    /// Prepares a search.
    /// - Parameter policy: the thresholds, and how strictly words count.
    public init(_ policy: SemanticPolicy) {
        self.policy = policy
        let broad = policy.thresholds.broad
        floor = policy.mode == .shadow ? min(broad, Self.shadowFloor) : broad
        // What the thresholds in use leave out is judged, too: reports show what others would give.
        judge = SemanticJudge(
            thresholds: SemanticThresholds(high: policy.thresholds.high, broad: floor),
            verifier: Verifier(strictness: policy.strictness)
        )
    }

    /// Finds the surest stored question that says the same; where there is none, the one that is most like.
    /// - Parameters:
    ///   - text: the question.
    ///   - candidates: stored questions, the most like first.
    ///   - memo: takes stored texts apart.
    ///   - admits: whether the answer of a stored question that says the same can be given: it is still there, and nobody has said
    ///     that it is wrong.
    public func find(
        _ text: AnalyzedText,
        in candidates: [SemanticMemory.Candidate],
        _ memo: AnalysisMemo,
        admits: (SemanticEntry, AnalyzedText) -> Bool
    ) -> Finding? {
        var best: Finding?
        for candidate in candidates.prefix(Self.mostCandidates) {
            let stored = memo.analysis(of: candidate.entry)
            let judgement = judge.judge(stored, text, score: candidate.score)
            let isSame = judgement.isSame
            if isSame, !admits(candidate.entry, stored) { continue }
            let finding = Finding(
                candidate: candidate,
                judgement: judgement,
                verdict: Self.verdict(judgement),
                isHit: isHit(judgement)
            )
            if best.map({ Self.isBetter(finding, than: $0) }) ?? true { best = finding }
            // Those behind it are less like, and no surer.
            if finding.isHit, let level = judgement.level, level <= .high { break }
        }
        return best
    }

    private func isHit(_ judgement: Judgement) -> Bool {
        guard let level = judgement.level, level <= policy.thresholds.level else { return false }
        return level == .exact || judgement.score >= policy.thresholds.broad
    }

    /// A hit before all others, the surer one first; then what says the same; then what is most like, which came first.
    private static func isBetter(_ finding: Finding, than other: Finding) -> Bool {
        if finding.isHit != other.isHit { return finding.isHit }
        switch (finding.judgement.level, other.judgement.level) {
        case (let level?, let before?): return level < before
        case (_?, nil): return true
        default: return false
        }
    }

    private static func verdict(_ judgement: Judgement) -> ShadowVerdict {
        if let level = judgement.level { return .same(level) }
        let code = judgement.reason.prefix { $0 != ":" }
        return Disagreement.Code(rawValue: String(code)).map(ShadowVerdict.different) ?? .none
    }
}

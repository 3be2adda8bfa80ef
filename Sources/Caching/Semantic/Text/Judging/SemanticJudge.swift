/// Decides whether the answer to one text may serve another.
///
/// A pure function of two texts and their score: the score tells the level, the verifier may refuse it.
public struct SemanticJudge: Sendable {
    /// The least score of each level.
    public let thresholds: SemanticThresholds
    /// What refuses texts that score high and say different things; nil to go by the score alone.
    public let verifier: Verifier?

    /// Makes a judge.
    /// - Parameters:
    ///   - thresholds: the least score of each level.
    ///   - verifier: what compares the texts; nil to go by the score alone.
    public init(thresholds: SemanticThresholds = .builtin, verifier: Verifier? = Verifier()) {
        self.thresholds = thresholds
        self.verifier = verifier
    }

    /// Judges two texts whose vectors have been compared.
    /// - Parameters:
    ///   - left: what was asked before.
    ///   - right: what is asked now.
    ///   - score: the cosine of their vectors.
    public func judge(_ left: AnalyzedText, _ right: AnalyzedText, score: Double) -> Judgement {
        if left.isEqual(to: right) {
            return Judgement(score: 1, level: .exact, reason: "exact: equal after normalising")
        }
        guard thresholds.level > .exact else {
            return Judgement(score: score, level: nil, reason: "level: not equal after normalising")
        }
        guard left.language.agrees(with: right.language) else {
            return Judgement(
                score: score,
                level: nil,
                reason: "language: \(left.language.rawValue) / \(right.language.rawValue)"
            )
        }
        guard var level = thresholds.level(of: score) else {
            return Judgement(score: score, level: nil, reason: "score: below \(thresholds.broad)")
        }
        var reason = level == .high ? "high: the same words" : "broad: similar words"
        switch verifier?.verify(left, right) {
        case .different(let disagreement):
            return Judgement(score: score, level: nil, reason: disagreement.description)
        case .similar(let word):
            level = .broad
            reason = "broad: only one says \"\(word)\""
        case .same: break
        case nil: reason = "\(level == .high ? "high" : "broad"): by score alone"
        }
        guard level <= thresholds.level else {
            return Judgement(score: score, level: nil, reason: "level: \(reason)")
        }
        return Judgement(score: score, level: level, reason: reason)
    }

    /// Judges two texts by an embedder's vectors.
    /// - Parameters:
    ///   - left: what was asked before.
    ///   - right: what is asked now.
    ///   - embedder: what makes the vectors.
    public func judge(_ left: AnalyzedText, _ right: AnalyzedText, by embedder: some Embedder) -> Judgement {
        let score = BuiltinEmbedder.cosine(embedder.embed(left), embedder.embed(right))
        return judge(left, right, score: score)
    }
}

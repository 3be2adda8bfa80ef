import Testing

@testable import Caching

@Suite struct SemanticJudgeTests {
    private let embedder = BuiltinEmbedder()

    @Test func `equal texts are exact whatever the thresholds`() {
        let judge = SemanticJudge(thresholds: SemanticThresholds(high: 1, broad: 1, level: .exact))
        let judgement = judge.judge(AnalyzedText("Reset  PASSWORD"), AnalyzedText("reset password?"), score: 0)
        #expect(judgement.level == .exact)
        #expect(judgement.score == 1)
        #expect(judgement.reason == "exact: equal after normalising")
    }

    @Test(arguments: [
        (0.95, SemanticLevel.high, "high: the same words"), (0.8, .broad, "broad: similar words"),
        (0.6, nil, "score: below 0.7"),
    ]) func `the score tells the level`(score: Double, level: SemanticLevel?, reason: String) {
        let judge = SemanticJudge(thresholds: SemanticThresholds(high: 0.9, broad: 0.7))
        let judgement = judge.judge(AnalyzedText("reset my password"), AnalyzedText("reset a password"), score: score)
        #expect(judgement.level == level)
        #expect(judgement.reason == reason)
    }

    @Test func `a level that may not be served is a miss`() {
        let judge = SemanticJudge(thresholds: SemanticThresholds(high: 0.9, broad: 0.7, level: .high))
        let judgement = judge.judge(AnalyzedText("reset my password"), AnalyzedText("reset a password"), score: 0.8)
        #expect(!judgement.isSame)
        #expect(judgement.reason == "level: broad: similar words")
    }

    @Test func `the verifier refuses whatever the score`() {
        let judgement = SemanticJudge().judge(AnalyzedText("policy 2024"), AnalyzedText("policy 2025"), score: 1)
        #expect(!judgement.isSame)
        #expect(judgement.reason == "date: 2024 / 2025")
        let trusting = SemanticJudge(verifier: nil)
        #expect(trusting.judge(AnalyzedText("policy 2024"), AnalyzedText("policy 2025"), score: 1).isSame)
    }

    @Test func `thresholds are brought into range`() {
        let thresholds = SemanticThresholds(high: 3, broad: 5)
        #expect(thresholds.high == 1)
        #expect(thresholds.broad == 1)
        #expect(SemanticThresholds(high: 0.5, broad: 0.9).broad == 0.5)
    }

    @Test func `scripts that differ never match`() {
        let judgement = SemanticJudge(verifier: nil).judge(AnalyzedText("password"), AnalyzedText("パスワード"), score: 1)
        #expect(judgement.reason == "language: latin / japanese")
    }
}

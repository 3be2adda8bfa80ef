import Testing

@testable import Caching

@Suite struct BuiltinEmbedderTests {
    private let embedder = BuiltinEmbedder()

    @Test func `vectors have the length they say and are of length 1`() {
        let vector = embedder.embed(AnalyzedText("How do I reset my password?"))
        #expect(vector.count == embedder.identity.dimensions)
        #expect(abs(BuiltinEmbedder.cosine(vector, vector) - 1) < 1e-5)
        #expect(embedder.identity.description == "builtin-1/384")
    }

    @Test func `a text that says nothing has the zero vector and scores 0`() {
        let vector = embedder.embed(AnalyzedText("?!"))
        #expect(vector.allSatisfy { $0 == 0 })
        #expect(BuiltinEmbedder.cosine(vector, vector) == 0)
        #expect(BuiltinEmbedder.cosine([1], [1, 0]) == 0)
    }

    @Test func `the same text has the same vector in every process`() {
        let vector = embedder.embed(AnalyzedText("reset password"))
        let places = vector.indices.filter { vector[$0] != 0 }
        #expect(places.count >= 6)
        #expect(vector == embedder.embed(AnalyzedText("Reset password!")))
    }

    @Test(arguments: [
        ("How can I reset my password?", "Steps for resetting a passcode"),
        ("有給休暇の申請方法を教えてください", "有休を申請するにはどうすればいいですか"),
    ]) func `paraphrases are near`(left: String, right: String) {
        #expect(score(left, right) > 0.85)
    }

    @Test(arguments: [
        ("How can I reset my password?", "What is on the lunch menu?"),
        ("給料日はいつですか", "プリンターが壊れました"),
    ]) func `unrelated questions are far`(left: String, right: String) {
        #expect(score(left, right) < 0.3)
    }

    @Test func `a word the lexicon lacks is near its other spellings`() {
        #expect(score("kubelet", "kubelets") > 0.5)
        #expect(score("frobnicator settings", "frobnicators settings") > score("frobnicator settings", "quux settings"))
    }

    private func score(_ left: String, _ right: String) -> Double {
        BuiltinEmbedder.cosine(embedder.embed(AnalyzedText(left)), embedder.embed(AnalyzedText(right)))
    }
}

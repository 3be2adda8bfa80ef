/// Whether one text's answer may serve another, and why.
public struct Judgement: Sendable, Hashable {
    /// How alike the texts are, -1 to 1: the cosine of their vectors, 1 where they are equal after normalising.
    public let score: Double
    /// The level reached by the score and the verifier; nil where the texts are not the same.
    public let level: SemanticLevel?
    /// Why not, or how surely, in a line whose first word is a stable code.
    public let reason: String

    /// Whether one's answer may serve the other.
    public var isSame: Bool { level != nil }
}

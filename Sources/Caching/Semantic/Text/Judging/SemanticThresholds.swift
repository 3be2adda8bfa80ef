/// The least score of each level, and the least sure level that may be served.
public struct SemanticThresholds: Sendable, Hashable {
    /// The defaults for the built-in embedder, chosen by the evaluation in `Benchmarks/semantic-cache`.
    public static let builtin = SemanticThresholds(high: 0.85, broad: 0.7)

    /// The defaults for a provider's embedding model. Models spread their scores differently, so these err on the side of asking
    /// the provider: shadow mode shows what is right for one.
    public static let provider = SemanticThresholds(high: 0.95, broad: 0.9)

    /// The least score of a hit of high confidence, 0 to 1.
    public let high: Double
    /// The least score of a broad hit, 0 to 1 and no greater than `high`.
    public let broad: Double
    /// The least sure level that may be served.
    public let level: SemanticLevel

    /// Makes thresholds; values outside 0 to 1 are brought into it, and `broad` down to `high`.
    /// - Parameters:
    ///   - high: the least score of a hit of high confidence.
    ///   - broad: the least score of a broad hit.
    ///   - level: the least sure level that may be served.
    public init(high: Double, broad: Double, level: SemanticLevel = .broad) {
        self.high = min(max(high, 0), 1)
        self.broad = min(max(broad, 0), self.high)
        self.level = level
    }

    /// The level a score reaches by itself; nil below the broad threshold.
    /// - Parameter score: the cosine of two vectors.
    public func level(of score: Double) -> SemanticLevel? {
        score >= high ? .high : score >= broad ? .broad : nil
    }
}

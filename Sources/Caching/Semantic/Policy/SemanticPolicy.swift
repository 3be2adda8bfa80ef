/// How questions of a kind are answered by meaning. Where the cache of equal questions has nothing to do with a request, this has
/// not either.
public struct SemanticPolicy: Hashable, Sendable {
    /// Whether questions are answered by meaning.
    public var use: CachePolicy.Switch
    /// What becomes of an answer that is found.
    public var mode: SemanticMode
    /// The least scores, and the least sure level that is given.
    public var thresholds: SemanticThresholds
    /// How strictly words that are in one text alone count.
    public var strictness: Verifier.Strictness
    /// The most turns of person and model, the last one included; longer conversations are left alone.
    public var maximumTurns: Int
    /// The most characters of the last turn; longer ones are left alone.
    public var maximumText: Int
    /// From which level on a model is asked, too; `nil` for never.
    public var secondCheck: SemanticLevel?

    /// Creates a policy.
    public init(
        use: CachePolicy.Switch = .onRequest,
        mode: SemanticMode = .serve,
        thresholds: SemanticThresholds = .builtin,
        strictness: Verifier.Strictness = .words,
        maximumTurns: Int = 5,
        maximumText: Int = 2000,
        secondCheck: SemanticLevel? = nil
    ) {
        self.use = use
        self.mode = mode
        self.thresholds = thresholds
        self.strictness = strictness
        self.maximumTurns = maximumTurns
        self.maximumText = maximumText
        self.secondCheck = secondCheck
    }
}

/// What a path, a model or a team has otherwise; `nil` leaves it as it is.
public struct SemanticOverrides: Hashable, Sendable {
    /// Whether questions are answered by meaning.
    public var use: CachePolicy.Switch?
    /// What becomes of an answer that is found.
    public var mode: SemanticMode?
    /// The least score of a hit of high confidence.
    public var high: Double?
    /// The least score of a broad hit.
    public var broad: Double?
    /// The least sure level that is given.
    public var level: SemanticLevel?

    /// Creates overrides.
    public init(
        use: CachePolicy.Switch? = nil,
        mode: SemanticMode? = nil,
        high: Double? = nil,
        broad: Double? = nil,
        level: SemanticLevel? = nil
    ) {
        self.use = use
        self.mode = mode
        self.high = high
        self.broad = broad
        self.level = level
    }
}

extension SemanticPolicy {
    /// This policy with what something has otherwise.
    public func with(_ overrides: SemanticOverrides) -> SemanticPolicy {
        var policy = self
        if let use = overrides.use { policy.use = use }
        if let mode = overrides.mode { policy.mode = mode }
        policy.thresholds = SemanticThresholds(
            // A broad threshold above the high one lifts that, too: what is stricter counts.
            high: max(overrides.high ?? thresholds.high, overrides.broad ?? 0),
            broad: overrides.broad ?? thresholds.broad,
            level: overrides.level ?? thresholds.level
        )
        return policy
    }
}

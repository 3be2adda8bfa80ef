/// What answering by meaning has done.
public struct SemanticStatistics: Hashable, Sendable {
    /// Questions that were compared.
    public var lookups = 0
    /// Answers given.
    public var hits = 0
    /// Answers that would have been given, in shadow mode.
    public var shadowHits = 0
    /// Questions stored.
    public var insertions = 0
    /// Questions that went to keep a bound.
    public var evictions = 0
    /// Questions whose answer had gone.
    public var vanished = 0
    /// Questions that were left alone, by why.
    public var skips: [SemanticQuestion.Skip: Int] = [:]
    /// Times that there was no vector in time.
    public var unembedded = 0
    /// Answers that a model refused on being asked.
    public var refusedByModel = 0
    /// Times that a model did not say in time whether two questions are the same.
    public var unchecked = 0
    /// Answers that were not given because they were marked wrong before.
    public var wrongPairs = 0
    /// Errors inside, each of which was a miss.
    public var errors = 0

    /// Creates statistics of nothing.
    public init() {}
}

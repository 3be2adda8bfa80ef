/// What a model's questions were found like, or all models'.
public struct ShadowReport: Hashable, Sendable {
    /// Questions that were compared with stored ones.
    public var lookups = 0
    /// Those that had no stored question like them.
    public var alone = 0
    /// Hits under the thresholds in use that were given.
    public var served = 0
    /// Hits under the thresholds in use that would have been given if this were not shadow mode.
    public var shadowed = 0
    /// Hits that were marked wrong.
    public var wrong = 0
    /// The scores. What was found in `serve` mode stands there from the broad threshold on only, as nothing less like is
    /// looked at.
    public var histogram = ShadowHistogram()

    /// Creates an empty report.
    public init() {}
}

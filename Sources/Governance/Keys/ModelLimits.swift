/// Limits on what one key uses of one model each.
public struct ModelLimits: Hashable, Sendable {
    /// The models that are meant, by the name in the request. Each of them is counted by itself.
    public var models: ModelPattern
    /// How much of each.
    public var limits: [LimitPolicy]

    /// Limits on each model that fits a pattern.
    public init(_ models: ModelPattern, limits: [LimitPolicy]) {
        self.models = models
        self.limits = limits
    }
}

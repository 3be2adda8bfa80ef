/// How one target is doing: a model at a provider.
public struct TargetStatus: Hashable, Sendable {
    /// Whether requests go there.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// They do.
        case healthy
        /// Only a few do, to see how it is.
        case probing
        /// None do, for a while.
        case unavailable
    }

    /// The provider's name in the configuration.
    public var provider: String
    /// The model's name there.
    public var model: String
    /// Whether requests go there.
    public var state: State
    /// How many are there now.
    public var inFlight: Int
    /// How long the first content takes, in milliseconds; `nil` where it was not asked lately.
    public var latency: Int?

    /// A target's state.
    /// - Parameters:
    ///   - provider: the provider's name in the configuration.
    ///   - model: the model's name there.
    ///   - state: whether requests go there.
    ///   - inFlight: how many are there now.
    ///   - latency: how long the first content takes, in milliseconds.
    public init(provider: String, model: String, state: State, inFlight: Int, latency: Int? = nil) {
        self.provider = provider
        self.model = model
        self.state = state
        self.inFlight = inFlight
        self.latency = latency
    }
}

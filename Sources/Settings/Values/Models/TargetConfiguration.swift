public import Routing

/// One branch of a public model: whom it leads to, and what is known of that.
public struct TargetConfiguration: Sendable, Hashable {
    /// Whom a branch leads to.
    public enum Destination: Sendable, Hashable {
        /// A provider's model.
        case provider(ModelTarget)
        /// Another public model, whose own strategy then chooses; models never lead back to themselves.
        case model(String)
    }

    /// Whom it leads to.
    public let destination: Destination
    /// Its share of the model's traffic, for strategies that go by weights.
    public let weight: Weight
    /// Where the provider processes requests; nil where nothing is said. From a document, the provider's region
    /// stands here where the target itself has none.
    public let region: String?
    /// What its tokens cost; nil where nothing is said.
    public let price: FlatPrice?
    /// The most tokens of prompt and answer that it takes; nil where nothing is said.
    public let contextWindow: Int?
    /// The most requests in flight to it, over all models that name it; nil for no limit. In a configuration that was
    /// loaded, no two branches to one provider's model have different limits.
    public let maxConcurrent: Int?
    /// When it is set aside after failures, whichever model asks; nil for what the model itself says. In a configuration that was
    /// loaded, no two branches to one provider's model have different ones. Its share that may be ejected does not count.
    public let breaker: BreakerPolicy?
    /// When the branch is taken; only with the strategy `conditional`, and nil there for the default.
    public let condition: ConditionConfiguration?

    /// Puts a branch together in code; nothing is checked.
    public init(
        _ destination: Destination,
        weight: Weight = Weight(),
        region: String? = nil,
        price: FlatPrice? = nil,
        contextWindow: Int? = nil,
        maxConcurrent: Int? = nil,
        breaker: BreakerPolicy? = nil,
        condition: ConditionConfiguration? = nil
    ) {
        self.destination = destination
        self.weight = weight
        self.region = region
        self.price = price
        self.contextWindow = contextWindow
        self.maxConcurrent = maxConcurrent
        self.breaker = breaker
        self.condition = condition
    }
}

/// On what terms a provider served a call, by its own answer: what the price of a token depends on beside its class.
public struct ServiceTerms: Hashable, Sendable {
    /// How soon the provider worked on it.
    public var tier: ServiceTier
    /// Whether it was served at a higher speed (Anthropic's `usage.speed`: `fast`).
    public var isFast: Bool
    /// Whether it was kept in the United States, at a surcharge (Anthropic's `usage.inference_geo`: `us`).
    public var isInUS: Bool

    /// As any request; also where a provider says nothing.
    public static let standard = ServiceTerms()

    /// Terms.
    public init(tier: ServiceTier = .standard, isFast: Bool = false, isInUS: Bool = false) {
        self.tier = tier
        self.isFast = isFast
        self.isInUS = isInUS
    }

    /// Takes the words of Anthropic's Messages, of a request or of an answer's `usage`; nil leaves a term as it is. What is
    /// none of the documented words has a price that nobody publishes.
    public mutating func merge(tier: String?, speed: String?, geography: String?) {
        if let tier { self.tier = ServiceTier(named: tier) }
        switch speed {
        case nil, "": break
        case "standard"?: isFast = false
        case "fast"?: isFast = true
        default: self.tier = .other
        }
        switch geography {
        case nil, "": break
        case "global"?, "not_available"?: isInUS = false
        case "us"?: isInUS = true
        default: self.tier = .other
        }
    }
}

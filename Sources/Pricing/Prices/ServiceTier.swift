/// How soon a provider works on a request, which has its own price.
public enum ServiceTier: Hashable, Sendable {
    /// As any request.
    case standard
    /// Within a day, in a batch.
    case batch
    /// When there is room.
    case flex
    /// Before others.
    case priority
    /// A tier whose price nobody publishes, like capacity paid in advance.
    case other

    /// Reads a provider's name of a tier; nil and `auto`, `default`, `on_demand` and the like are the standard one.
    public init(named name: String?) {
        switch name?.lowercased() {
        case nil, "", "auto", "default", "standard", "standard_only", "on_demand", "on-demand": self = .standard
        case "batch": self = .batch
        case "flex": self = .flex
        case "priority": self = .priority
        default: self = .other
        }
    }
}

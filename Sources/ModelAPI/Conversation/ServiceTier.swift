/// How soon a provider works on a request, which has its own price.
public enum ServiceTier: String, Hashable, Sendable, CaseIterable {
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
    ///
    /// OpenAI: `service_tier` of Chat Completions; Anthropic: `usage.service_tier` of Messages; Gemini: `ServiceTier`, and
    /// `TrafficType` where Vertex AI serves it (`ON_DEMAND_PRIORITY`).
    public init(named name: String?) {
        guard let name else {
            self = .standard
            return
        }
        // Nearly every answer says this, and nothing needs to be made of it.
        if name == "default" || name == "standard" {
            self = .standard
            return
        }
        switch Self.plain(name) {
        case "", "auto", "default", "standard", "standard_only", "on_demand", "unspecified": self = .standard
        case "batch": self = .batch
        case "flex": self = .flex
        case "priority": self = .priority
        default: self = .other
        }
    }

    /// A name without what Google's enumerations put in front.
    private static func plain(_ name: String) -> Substring {
        let name = Substring(name.lowercased().prefix(64))
        for front in ["service_tier_", "traffic_type_", "on_demand_"] where name.hasPrefix(front) {
            return name.dropFirst(front.count)
        }
        return name == "on-demand" ? "on_demand" : name
    }
}

/// A virtual key: what a caller presents to the gateway instead of a provider's credential.
public struct GatewayKey: Sendable, Hashable {
    /// The name by which logs and metrics know it.
    public let name: String
    /// The key itself.
    public let key: Secret
    /// The name of its team; nil for a key that belongs to none.
    public let team: String?
    /// The models it may ask for; nil for all. What its team says holds beside it.
    public let models: [ModelPattern]?
    /// The regions its requests may be processed in; nil for all. What its team says holds beside it.
    public let regions: Set<String>?

    /// Puts a key together in code; nothing is checked.
    public init(
        name: String,
        key: Secret,
        team: String? = nil,
        models: [ModelPattern]? = nil,
        regions: Set<String>? = nil
    ) {
        self.name = name
        self.key = key
        self.team = team
        self.models = models
        self.regions = regions
    }
}

/// A team: what its keys share.
public struct TeamConfiguration: Sendable, Hashable {
    /// The name by which keys, logs and metrics know it.
    public let name: String
    /// The models its keys may ask for, by the name in the request; nil for all.
    public let models: [ModelPattern]?
    /// The regions its requests may be processed in; nil for all. With a rule, targets without a region are out too.
    public let regions: Set<String>?

    /// Puts a team together in code; nothing is checked.
    public init(name: String, models: [ModelPattern]? = nil, regions: Set<String>? = nil) {
        self.name = name
        self.models = models
        self.regions = regions
    }
}

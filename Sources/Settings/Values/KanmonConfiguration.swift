/// One whole configuration, validated: what a document says, with every default filled in.
///
/// A value of this type made by ``ConfigurationLoader`` is consistent: every target names a provider or a model that is
/// there, models never lead back to themselves, every key's team is there, names are unique, and a listener that is
/// reachable from other machines asks for keys unless told otherwise.
public struct KanmonConfiguration: Sendable, Hashable {
    /// The listener and its limits.
    public let server: ServerConfiguration
    /// The providers in the order of the document; names are unique.
    public let providers: [ProviderConfiguration]
    /// The public model names in the order of the document; names are unique.
    public let models: [ModelConfiguration]
    /// The teams in the order of the document; names are unique.
    public let teams: [TeamConfiguration]
    /// The virtual keys callers may present; names and keys are unique.
    public let keys: [GatewayKey]

    /// Puts a configuration together in code; nothing is checked.
    public init(
        server: ServerConfiguration = ServerConfiguration(),
        providers: [ProviderConfiguration] = [],
        models: [ModelConfiguration] = [],
        teams: [TeamConfiguration] = [],
        keys: [GatewayKey] = []
    ) {
        self.server = server
        self.providers = providers
        self.models = models
        self.teams = teams
        self.keys = keys
    }

    /// The provider of that name.
    public func provider(named name: String) -> ProviderConfiguration? { providers.first { $0.name == name } }

    /// The public model of that name.
    public func model(named name: String) -> ModelConfiguration? { models.first { $0.name == name } }

    /// The team of that name.
    public func team(named name: String) -> TeamConfiguration? { teams.first { $0.name == name } }
}

/// What the keys of a level (organization, team, project, user, the key itself) may do, and what looks at their requests.
///
/// Every level's rules hold: a request passes only what all of them let through, and the guardrails of all look at it.
public struct AccessRules: Hashable, Sendable {
    /// The models that may be asked for, by the name in the request; `nil` for all.
    public var models: [ModelPattern]?
    /// The surfaces that may be used; `nil` for all.
    public var surfaces: Set<Surface>?
    /// The regions that requests may be processed in; `nil` for all.
    public var regions: Set<String>?
    /// The addresses that requests may come from; `nil` for all.
    public var addresses: [AddressRange]?
    /// Bounds on a request's parameters.
    public var parameters: ParameterBounds
    /// The names of the guardrails that look at requests and answers, beside those that look at all; each once.
    public var guardrails: [String]

    /// Rules; without arguments everything is allowed.
    public init(
        models: [ModelPattern]? = nil,
        surfaces: Set<Surface>? = nil,
        regions: Set<String>? = nil,
        addresses: [AddressRange]? = nil,
        parameters: ParameterBounds = ParameterBounds(),
        guardrails: [String] = []
    ) {
        self.models = models
        self.surfaces = surfaces
        self.regions = regions
        self.addresses = addresses
        self.parameters = parameters
        self.guardrails = guardrails
    }
}

/// One of the ways a route may take: a target or another route.
public struct Branch: Sendable {
    /// Where it leads.
    public enum Destination: Sendable {
        /// To one model of one provider.
        case target(Target)
        /// To another public model, with its own strategy and policies.
        case route(ModelRoute)
    }

    /// Where it leads.
    public let destination: Destination
    /// Its share relative to its siblings'.
    public let weight: Weight
    /// What must hold of a request to go this way; `nil` for any request.
    public let condition: Condition?
    /// A fixed hash of the destination's name, which places it for sticky routes.
    let key: UInt64

    /// Creates a branch.
    public init(_ destination: Destination, weight: Weight = Weight(), condition: Condition? = nil) {
        self.destination = destination
        self.weight = weight
        self.condition = condition
        switch destination {
        case .target(let target): key = target.key
        case .route(let route): key = StableHash.of(route.name)
        }
    }
}

extension Branch.Destination: CustomStringConvertible {
    /// The target's id or the route's name.
    public var description: String {
        switch self {
        case .target(let target): target.id.description
        case .route(let route): route.name
        }
    }
}

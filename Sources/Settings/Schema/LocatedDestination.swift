/// Whom a branch leads to, and where the document says so.
struct LocatedDestination: Sendable {
    let destination: TargetConfiguration.Destination
    let place: Located
}

extension TargetConfiguration.Destination {
    /// What a caller asks for to get there.
    var name: String {
        switch self {
        case .model(let name): name
        case .provider(let target): target.description
        }
    }
}

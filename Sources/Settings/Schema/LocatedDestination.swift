/// Whom a branch leads to, and where the document says so.
struct LocatedDestination: Sendable {
    let destination: TargetConfiguration.Destination
    let place: Located
}

/// What can go wrong with the provider itself; its stable code is the raw value.
public enum SimulatedProviderError: String, Error, Hashable, Sendable {
    /// It listens already, or did and was shut down: a provider starts once.
    case alreadyStarted = "already_started"
    /// It was bound and has no address, which no supported platform should do.
    case noAddress = "no_address"
}

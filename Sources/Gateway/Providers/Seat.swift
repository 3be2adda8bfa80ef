import Routing

/// One provider's model as it can be asked: the provider, the model's name there, and what is known of its health.
struct Seat: Sendable {
    /// The provider.
    var provider: Provider
    /// The model's name in the provider's words.
    var model: String
    /// Breaker, latency and load; shared by everything that leads to this model.
    var state: TargetState
    /// The health of the provider's credentials; `nil` for a provider that asks for none.
    var credentials: CredentialPool?
    /// The limit on requests in flight, where there is one.
    var gate: Gate?

    /// The target's id.
    var id: TargetID { state.id }
}

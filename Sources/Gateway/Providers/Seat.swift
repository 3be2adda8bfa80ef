import Routing

/// One provider's model as it can be asked: the provider, the model's name there, and what is known of its health.
final class Seat: Sendable {
    /// The provider.
    let provider: Provider
    /// The model's name in the provider's words.
    let model: String
    /// Breaker, latency and load; shared by everything that leads to this model.
    let state: TargetState
    /// The health of the provider's credentials; `nil` for a provider with one or none.
    let credentials: CredentialPool?
    /// The limit on requests in flight, where there is one.
    let gate: Gate?

    init(provider: Provider, model: String, state: TargetState, credentials: CredentialPool?, gate: Gate? = nil) {
        self.provider = provider
        self.model = model
        self.state = state
        self.credentials = credentials
        self.gate = gate
    }

    /// The target's id.
    var id: TargetID { state.id }
}

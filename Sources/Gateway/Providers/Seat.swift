import NIOCore
import Pricing
import Routing

/// One provider's model as it can be asked: the provider, the model's name there, and what is known of its health.
final class Seat: Sendable {
    /// The provider.
    let provider: Provider
    /// The model's name in the provider's words.
    let model: String
    /// The provider's name and the model's: `provider/model`.
    let name: String
    /// Breaker, latency and load; shared by everything that leads to this model.
    let state: TargetState
    /// Where it is counted.
    let series: Int
    /// The health of the provider's credentials; `nil` for a provider with one or none.
    let credentials: CredentialPool?
    /// The limit on requests in flight, where there is one.
    let gate: Gate?
    /// What the model costs there; `nil` where nobody knows.
    let price: PricedModel?

    init(
        provider: Provider,
        model: String,
        state: TargetState,
        series: Int,
        credentials: CredentialPool?,
        gate: Gate? = nil,
        price: PricedModel? = nil
    ) {
        self.provider = provider
        self.model = model
        name = state.id.description
        self.state = state
        self.series = series
        self.credentials = credentials
        self.gate = gate
        self.price = price
    }

    /// Gives back the leave for a try that is over.
    /// - Parameters:
    ///   - ticket: the leave.
    ///   - outcome: how the try ended.
    ///   - outputTokens: the answer's tokens; 0 where that is not known.
    ///   - verdict: what it says about the credential, where that does not follow from the outcome.
    ///   - now: when it was over.
    func finish(
        _ ticket: TargetTicket,
        _ outcome: AttemptOutcome,
        outputTokens: Int = 0,
        verdict: CredentialVerdict? = nil,
        at now: NIODeadline
    ) {
        let now = Moment(now)
        state.finish(
            ticket,
            outcome,
            outputTokens: outputTokens,
            duration: now - ticket.begun,
            credentialVerdict: verdict,
            now: now
        )
    }

    /// The target's id.
    var id: TargetID { state.id }
}

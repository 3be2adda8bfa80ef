/// What came of asking for admission.
public enum AdmissionOutcome: Sendable {
    /// The request is let in; the reservation must be settled or cancelled, once.
    case admitted(Reservation)
    /// A budget is spent and says to use this cheaper model: plan anew with it and ask again, with `isDowngraded`.
    /// Nothing is held.
    case downgrade(to: String, events: [GovernanceEvent])
    /// The request is not let in. Nothing is held.
    case refused(Refusal)
}

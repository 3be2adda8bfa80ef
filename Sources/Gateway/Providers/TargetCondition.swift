public import Routing

/// How one target is doing: a provider's model.
public struct TargetCondition: Sendable {
    /// Which one.
    public let target: TargetID
    /// Whether it is asked now.
    public let availability: TargetSnapshot.Availability
    /// How many requests are there now.
    public let inFlight: Int
    /// How long half of the first contents took at most; `nil` where it was not asked lately.
    public let timeToFirstToken: Duration?

    init(_ state: TargetState, now: Moment) {
        let snapshot = state.snapshot(now: now)
        target = state.id
        availability = snapshot.availability
        inFlight = snapshot.inFlight
        timeToFirstToken = state.timeToFirstToken(percentile: 0.5, now: now)
    }
}

import Routing

/// A step of a plan with everything that is needed to take it.
final class PlannedTarget: Sendable {
    /// Whom to ask, and why.
    let step: Step
    /// What it was planned for: the step's indices count in it.
    let entry: Catalog.Entry
    /// The provider, the model and their health.
    let seat: Seat
    /// What counts for the attempt.
    let settings: ModelSettings

    init(step: Step, entry: Catalog.Entry, seat: Seat, settings: ModelSettings) {
        self.step = step
        self.entry = entry
        self.seat = seat
        self.settings = settings
    }

    /// Whether it could be asked now.
    func isAvailable(_ now: Moment) -> Bool {
        seat.state.snapshot(credentials: seat.credentials, now: now).availability == .available
    }
}

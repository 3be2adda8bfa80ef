import NIOCore

/// A place behind a ``Gate``, to be given back once.
struct GatePlace: Sendable {
    private let gate: Gate
    private let team: String
    private let since: NIODeadline

    /// A place that has just been taken.
    init(_ gate: Gate, team: String, since: NIODeadline = .now()) {
        self.gate = gate
        self.team = team
        self.since = since
    }

    /// Gives it back and lets the next ones in.
    func leave() { gate.leave(team: team, since: since) }
}

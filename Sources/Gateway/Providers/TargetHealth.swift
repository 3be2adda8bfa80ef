import Routing

/// What is known of targets, from one configuration to the next.
final class TargetHealth: Sendable {
    /// Breakers, latencies and credentials of the targets that a configuration names.
    let board = HealthBoard()
    /// Those of targets that callers address directly.
    let addressed: AddressedHealth
    /// Where targets are counted.
    let series = TargetSeries()
    /// Where teams are counted.
    let teams = TeamSeries()
    /// Where guardrails are counted.
    let guards = GuardSeries()
    /// The limits of targets on requests in flight.
    let gates = TargetGates()

    init() { addressed = AddressedHealth(series: series) }

    /// Makes a prepared configuration's states and limits the ones that count.
    func adopt(_ builder: CatalogBuilder) {
        board.adopt(builder.directory)
        gates.adopt(builder.limits)
    }
}

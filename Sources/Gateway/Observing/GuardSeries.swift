import Synchronization
import Telemetry

/// The places at which guardrails are counted apart, given once and kept for the life of the process, as ``TargetSeries`` does
/// it.
///
/// There is room for so many. Guardrails that come when it is full are counted together, as `other`.
final class GuardSeries: Sendable {
    private struct State {
        var places: [String: Int] = [MetricCatalog.other: GuardSeries.other]
        var names = [MetricCatalog.other]
    }

    /// The place of all that have none of their own.
    static let other = 0
    /// How many guardrails are counted apart.
    static let most = 256

    private let state = Mutex(State())

    /// The place of a guardrail.
    /// - Parameter name: the guardrail's name; empty where it is not known.
    func index(of name: String) -> Int {
        state.withLock { state in
            if let place = state.places[name] { return place }
            guard state.names.count <= Self.most, !name.isEmpty else { return Self.other }
            state.places[name] = state.names.endIndex
            state.names.append(name)
            return state.names.endIndex - 1
        }
    }

    /// What each place is, in order.
    var names: [String] { state.withLock { $0.names } }
}

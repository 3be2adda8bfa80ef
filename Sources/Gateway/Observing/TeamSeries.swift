import Governance
import Synchronization
import Telemetry

/// The places at which teams are counted apart, given once and kept for the life of the process, as ``TargetSeries`` does it.
///
/// There is room for so many. Teams that come when it is full are counted together, as `other`.
final class TeamSeries: Sendable {
    private struct State {
        var places: [String: Int] = [:]
        var names: [String] = []

        mutating func add(_ name: String) -> Int {
            places[name] = names.endIndex
            names.append(name)
            return names.endIndex - 1
        }
    }

    /// The place of requests that are no team's.
    static let nobody = 0
    /// How many teams are counted apart.
    static let most = 1000
    /// A longer name is counted with the others.
    private static let longestName = 256

    private let state: Mutex<State>

    init() {
        var state = State()
        _ = state.add("")
        self.state = Mutex(state)
    }

    /// The place of a key's team.
    func index(of principal: Principal) -> Int { principal.series { index(of: $0 ?? "") } }

    /// The place of a team.
    /// - Parameter name: the team's name; empty for none.
    func index(of name: String) -> Int {
        state.withLock { state in
            if let place = state.places[name] { return place }
            guard state.names.count <= Self.most, name.utf8.count <= Self.longestName else {
                return state.places[MetricCatalog.other] ?? state.add(MetricCatalog.other)
            }
            return state.add(name)
        }
    }

    /// What each place is, in order.
    var names: [String] { state.withLock { $0.names } }
}

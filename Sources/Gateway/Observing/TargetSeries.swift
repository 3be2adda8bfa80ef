import Routing
import Synchronization
import Telemetry

/// The places at which targets are counted apart, given once and kept for the life of the process: what was counted stays
/// where it is, whatever configuration comes.
///
/// There is room for so many. A target that comes when it is full is counted with all such of its provider, as `other`.
final class TargetSeries: Sendable {
    /// Why a target is to be counted.
    enum Reason {
        /// A model of the configuration leads to it, or the ledger knows it.
        case known
        /// A caller addresses it: callers choose the names, so there is less room for these.
        case addressed
    }

    private struct State {
        var places: [TargetID: Int] = [:]
        var names: [TargetID] = []
        var addressed = 0
        var others = 0

        mutating func add(_ id: TargetID) -> Int {
            places[id] = names.endIndex
            names.append(id)
            return names.endIndex - 1
        }
    }

    /// The place of requests for which nobody was asked.
    static let nobody = 0
    /// How many targets are counted apart.
    static let most = 2000
    /// How many of them only callers know.
    static let mostAddressed = 1000
    /// A longer name is no model's.
    private static let longestName = 256

    private let state: Mutex<State>

    init() {
        var state = State()
        _ = state.add(TargetID(provider: "", model: ""))
        self.state = Mutex(state)
    }

    /// The place of a target.
    func index(of id: TargetID, _ reason: Reason = .known) -> Int {
        state.withLock { state in
            if let place = state.places[id] { return place }
            let isLong = id.model.utf8.count > Self.longestName || id.provider.utf8.count > Self.longestName
            let isFull = state.names.count - state.others > Self.most
            if isLong || isFull || (reason == .addressed && state.addressed >= Self.mostAddressed) {
                return Self.other(than: id, in: &state)
            }
            if reason == .addressed { state.addressed += 1 }
            return state.add(id)
        }
    }

    /// What each place is, in order.
    var names: [TargetID] { state.withLock { $0.names } }

    /// The place of everything of a provider that has none of its own.
    private static func other(than id: TargetID, in state: inout State) -> Int {
        let isLong = id.provider.utf8.count > longestName
        let provider = state.others < most && !isLong ? id.provider : MetricCatalog.other
        let other = TargetID(provider: provider, model: MetricCatalog.other)
        if let place = state.places[other] { return place }
        state.others += 1
        return state.add(other)
    }
}

import Governance
import Logging
import Pricing
import Store
import Synchronization

/// Takes events from event loops and brings them to the log and the store.
final class AlertDesk: Sendable {
    /// How many events may wait, also for a store that fails.
    static let capacity = 4096

    private struct State {
        var events: [BudgetEvent] = []
        /// How many of the first events are in the log already.
        var logged = 0
        var isFailing = false
        var isKeeping = false
    }

    private let store: any AlertStore
    private let logger: Logger
    private let team: @Sendable (Scope) -> String?
    private let state = Mutex(State())
    private let drops = Atomic<Int>(0)

    init(store: any AlertStore, logger: Logger, team: @escaping @Sendable (Scope) -> String?) {
        self.store = store
        self.logger = logger
        self.team = team
    }

    /// How many events found no room.
    var dropped: Int { drops.load(ordering: .relaxed) }

    /// Takes events; never blocks.
    func tell(_ events: [GovernanceEvent]) {
        guard !events.isEmpty else { return }
        let lost = state.withLock { state in
            let room = max(0, Self.capacity - state.events.count)
            for case .budget(let event) in events.prefix(room) { state.events.append(event) }
            return max(0, events.count - room)
        }
        if lost > 0 { drops.add(lost, ordering: .relaxed) }
    }

    /// Logs what is new and keeps what waits. What cannot be kept waits on; that is told of once.
    func keep() async {
        let taken: (events: [BudgetEvent], new: ArraySlice<BudgetEvent>)? = state.withLock { state in
            guard !state.events.isEmpty, !state.isKeeping else { return nil }
            state.isKeeping = true
            let new = state.events[state.logged...]
            state.logged = state.events.count
            return (state.events, new)
        }
        guard let taken else { return }
        for event in taken.new { log(event) }
        var failure: StoreError?
        do throws(StoreError) {
            _ = try await store.raise(taken.events.map { StoredAlert($0, team: team($0.scope)) })
        } catch {
            failure = error
        }
        let tells = state.withLock { state in
            state.isKeeping = false
            defer { state.isFailing = failure != nil }
            if failure == nil {
                state.events.removeFirst(taken.events.count)
                state.logged -= taken.events.count
            }
            return !state.isFailing
        }
        if let failure, tells { logger.error("alerts cannot be kept", metadata: ["error": "\(failure)"]) }
    }

    private func log(_ event: BudgetEvent) {
        logger.warning(
            "\(event.kind.words)",
            metadata: [
                "scope": "\(event.scope.text)", "budget": "\(event.budget)", "event": "\(event.kind.name)",
                "spent": "\(event.spent.words)", "amount": "\(event.amount.words)",
            ]
        )
    }
}

extension BudgetEvent.Kind {
    /// What happened, for people.
    fileprivate var words: String {
        switch self {
        case .threshold: "a budget has reached a threshold"
        case .exhausted: "a budget is spent"
        case .refusing: "a budget refuses requests"
        case .downgrading: "a budget sends requests to a cheaper model"
        case .unpriced: "a budget counts requests without a known price"
        }
    }
}

extension BudgetPolicy.Amount {
    fileprivate var words: String {
        switch self {
        case .money(let money): "\(money.decimal) USD"
        case .tokens(let count): "\(count) tokens"
        }
    }
}

public import Governance
import JSONText
public import Logging
public import Store

/// Keeps what budgets have spent from one start of the gateway to the next, keeps the alerts that they raise, and raises them
/// for a time.
///
/// In this order: ``load()`` before policies are applied to the meters; then the policies are applied and the journal is
/// drained into the ledger; then ``catchUp()``; then requests may be let in and ``run(every:waiting:)`` begins.
/// At the end requests stop first, then the task of ``run(every:waiting:)`` is cancelled and awaited.
///
/// **What is guaranteed.** The states of all budgets that have changed are saved in one transaction about every second,
/// together with the *mark*: the moment, and the ledger's last sequence number, both read before the first meter, up to
/// which all spending is in them. After a `kill -9` every record that was added to the ledger after the mark, and whose
/// request ended after it, is charged anew. So no spending of a request with
/// a known cost is lost. What may be counted twice are requests that ended while the states were being read for the last save
/// that was written, which takes microseconds for each budget. In these cases the figures may differ:
/// - A request without usage or a known price counts as what was reserved while the process lives. After a `kill -9` such a
///   request of about the last second counts as what its budget assumes for an unknown price.
/// - A request that a budget sent to a cheaper model counts anew everywhere but for the models' own budgets: the ledger does
///   not know the cheaper one's public name.
/// - A wall clock that is stepped moves the mark against the requests by as much as it was stepped.
///
/// **Other gateways on the folder.** While there are some, each charges what the others bring to the ledger, with every
/// save: what one lets through counts in all of them about a second later.
public actor BudgetKeeper {
    /// How often changed states are saved.
    public static let standardInterval = Duration.seconds(1)
    /// How long a mark stands while no budget changes, in nanoseconds.
    private static let longestMark: Int64 = 60_000_000_000
    /// How many rows a mark may be behind the ledger while no budget changes: so many are looked through for nothing.
    private static let mostRowsBehind: Int64 = 10_000

    let meters: MeterBook
    let ledger: (any LedgerStore)?
    let clock: ControlClock
    let logger: Logger
    private let states: any BudgetStateStore
    private let desk: AlertDesk
    private var gate = SerialGate()
    /// The states that are saved, by their revision.
    private var revisions: [BudgetKey: UInt64] = [:]
    /// The moment up to which all spending is saved; `nil` where nothing ever was.
    private(set) var mark: BudgetMark?
    private var isFailing = false
    /// Whether the meters count everything that the ledger knows, so that their states may be saved.
    var isCaughtUp = false
    /// Where charging anew has got to, if the ledger failed on the way.
    var progress: Int64?
    let companions: BudgetCompanions?
    /// When another gateway was seen last, in nanoseconds since 1970 UTC.
    var companionsSeen: Int64?
    /// Whether one was there when it was looked last.
    var companionsAreThere = false
    /// Up to which sequence number of the ledger everybody's spending is charged.
    var followed: Int64?
    /// The moment up to which all spending was in the states that were loaded.
    private(set) var loadedMark: Int64?

    /// A keeper.
    /// - Parameters:
    ///   - states: where states are kept.
    ///   - ledger: where the records of requests are; without one, a `kill -9` loses what was spent since the last save.
    ///   - alerts: where alerts are kept.
    ///   - meters: the meters in use.
    ///   - clock: the wall clock.
    ///   - logger: told of events, and of troubles of the store.
    ///   - companions: other gateways on the same data folder; `nil` where there can be none.
    ///   - team: which team an alert about a scope concerns; by default the team's own alerts only. See
    ///     `Scope.team(in:)`.
    public init(
        states: any BudgetStateStore,
        ledger: (any LedgerStore)?,
        alerts: any AlertStore,
        meters: MeterBook,
        clock: ControlClock,
        logger: Logger,
        companions: BudgetCompanions? = nil,
        team: @escaping @Sendable (Scope) -> String? = { if case .team(let name) = $0 { name } else { nil } }
    ) {
        self.states = states
        self.ledger = ledger
        self.meters = meters
        self.clock = clock
        self.logger = logger
        self.companions = companions
        desk = AlertDesk(store: alerts, logger: logger, team: team)
    }

    /// The wall clock as budgets count it.
    nonisolated var wall: WallTime { WallTime(seconds: clock.seconds) }

    // MARK: Start

    /// Hands the saved states to the meters that will be made. A state that cannot be read is told of and left out.
    /// - Throws: `StoreError` where the store cannot be read: a gateway must not start as if nothing was spent.
    public func load() async throws(StoreError) {
        let stored = try await states.budgetStates()
        mark = BudgetMark(in: stored)
        loadedMark = mark?.time
        var restored: [BudgetKey: BudgetState] = [:]
        for row in stored where !BudgetMark.isOne(row) {
            do throws(UnreadableState) {
                let (key, state) = try row.read()
                restored[key] = state
            } catch {
                logger.error(
                    "what a budget has spent cannot be read and does not count",
                    metadata: ["scope": "\(row.scope)", "budget": "\(row.budget)", "problem": "\(error)"]
                )
            }
        }
        meters.restore(restored)
        if let mark, mark.time > clock.nanoseconds {
            logger.warning(
                "budgets were saved at a time that lies ahead: the clock was put back",
                metadata: ["saved": "\(MomentText.text(mark.time))"]
            )
        }
    }

    // MARK: Events

    /// Takes events to be kept as alerts and logged. Never blocks; to be called on event loops.
    ///
    /// At most 4096 wait; what comes while so many do is dropped and counted.
    public nonisolated func tell(_ events: [GovernanceEvent]) { desk.tell(events) }

    /// How many events were dropped because too many waited.
    public nonisolated var droppedEvents: Int { desk.dropped }

    // MARK: Saving

    /// Saves changed states and keeps alerts until the task is cancelled, and once more then. A store that fails is told of
    /// once, and tried again.
    /// - Parameters:
    ///   - interval: how long to wait between two saves: what a gateway without a ledger loses with a `kill -9`.
    ///   - waiting: what waits.
    public func run(
        every interval: Duration = standardInterval,
        waiting: any Clock<Duration> = ContinuousClock()
    ) async {
        await Turns.take(every: interval, by: waiting) { await turn() }
        // A task of its own, which is not cancelled: a store may heed that.
        await Task { await turn(isLast: true) }.value
    }

    /// One turn of ``run(every:waiting:)``.
    func turn(isLast: Bool = false) async {
        await turnAlerts()
        do {
            try await save(isLast: isLast)
            if isFailing { logger.notice("budgets can be saved again") }
            isFailing = false
        } catch {
            if !isFailing || isLast {
                logger.error("what budgets have spent cannot be saved", metadata: ["error": "\(error)"])
            }
            isFailing = true
        }
    }

    /// Keeps the alerts that wait.
    func turnAlerts() async { await desk.keep() }

    /// Saves the states that have changed.
    /// - Parameter isLast: whether nothing is spent any more: the next start need not look for requests that were under way.
    /// - Returns: how many were saved.
    /// - Throws: `StoreError` where they cannot be saved, ``StoreError/Code/busy`` before ``catchUp()``.
    @discardableResult
    public func save(isLast: Bool = false) async throws(StoreError) -> Int {
        await enter()
        defer { leave() }
        return try await write(isLast: isLast)
    }

    /// Saves what has changed, in one transaction. The caller has the gate.
    /// - Parameters:
    ///   - change: a state that is not its meter's yet.
    ///   - audit: what the audit log tells of that change.
    func write(
        isLast: Bool = false,
        with change: BudgetSnapshot? = nil,
        audit: AuditEntry? = nil
    ) async throws(StoreError) -> Int {
        guard isCaughtUp else { throw StoreError(.busy, "budgets are not caught up with the ledger yet") }
        // Before the meters are read: what ends in between is in the states and after the mark. Never goes back, or the store
        // would take no state until the clock is where it was.
        let sequence = try await followCompanions()
        // What another gateway lets through comes to the ledger a little later than it ends.
        let lag = companionsAreThere ? Self.lateness : 0
        let time = max(clock.nanoseconds - lag, mark?.time ?? .min)
        let isLast = isLast && !isAccompanied
        let next = BudgetMark(time: time, sequence: sequence, isLast: isLast)
        // Two save over each other: each saves all, so that what is there at the end is one's that knows everything.
        if isAccompanied { revisions = [:] }
        let all = meters.snapshots(changedSince: [:], at: wall)
        var changed = all.filter { revisions[$0.key] != $0.revision && $0.key != change?.key }
        if let change { changed.append(change) }
        let isOld = mark.map { mark in
            next.time - mark.time >= Self.longestMark || next.sequence - mark.sequence >= Self.mostRowsBehind
                || mark.isLast != isLast
        }
        guard !changed.isEmpty || isOld ?? true else { return 0 }
        try await states.save(changed.map { StoredBudgetState($0, at: next.time) } + [next.row], audit: audit)
        mark = next
        // Only of budgets that are still there. The one that was changed is saved again when its meter is changed.
        revisions = Dictionary(all.map { ($0.key, $0.revision) }) { $1 }
        return changed.count
    }

    // MARK: One at a time

    /// Waits until nothing else is being saved: a state must not follow a later one of the same budget.
    func enter() async {
        guard !gate.enter() else { return }
        await withCheckedContinuation { gate.wait($0) }
    }

    func leave() { gate.leave() }
}

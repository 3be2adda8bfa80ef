public import Governance
import Routing
import Synchronization

/// What of governance outlives configurations: what limits and budgets have counted, the ledger, and who hears of events.
public final class Governor: Sendable {
    /// What limits and budgets have counted.
    public let meters: MeterBook
    /// Where records of requests are put; `nil` where no ledger is kept.
    let ledger: (any LedgerSink)?
    /// Where prompts and answers are put of teams that have them stored; `nil` where they have no place.
    let bodies: (any BodySink)?
    /// The signatures that have been used since this was made.
    let replays = ReplayGuard(since: Timestamp(seconds: Int64(WallClock.seconds())))
    private let told: @Sendable ([GovernanceEvent]) -> Void
    private let lost = Atomic<Int>(0)

    /// Puts the parts together.
    /// - Parameters:
    ///   - meters: what limits and budgets count in.
    ///   - ledger: where records of requests are put.
    ///   - bodies: where prompts and answers are put of teams that have them stored.
    ///   - told: told of budgets that reach a threshold and the like, on event loops: it must not block.
    public init(
        meters: MeterBook = MeterBook(),
        ledger: (any LedgerSink)? = nil,
        bodies: (any BodySink)? = nil,
        told: @escaping @Sendable ([GovernanceEvent]) -> Void = { _ in }
    ) {
        self.meters = meters
        self.ledger = ledger
        self.bodies = bodies
        self.told = told
    }

    /// How many records the ledger did not take.
    public var lostRecords: Int { lost.load(ordering: .relaxed) }

    /// Where the limits of a scope stand; empty where it has none.
    public func limits(on scope: Scope) -> [LimitReading] {
        let wall = WallTime(seconds: Int64(WallClock.seconds()))
        return meters.meters(for: [scope], at: wall).limits.map { $0.reading(at: .now()) }
    }

    /// Where the limits of a key for each model apart stand, by the model; those that it has asked for.
    public func modelLimits(ofKey id: String) -> [String: [LimitReading]] {
        meters.modelMeters(key: id).mapValues { meters in meters.map { $0.reading(at: .now()) } }
    }

    func tell(_ events: [GovernanceEvent]) { if !events.isEmpty { told(events) } }

    func noteLostRecords(_ count: Int) { lost.add(count, ordering: .relaxed) }
}

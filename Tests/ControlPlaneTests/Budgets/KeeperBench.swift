import ControlPlane
import Foundation
import Governance
import Logging
import ModelAPI
import Pricing
import Routing
import Store
import Synchronization

/// A store with a ledger, and gateways that start on it one after the other; none of them is ever told that it ends.
final class KeeperBench: Sendable {
    static let start: Int64 = 1_772_150_400_000_000_000
    static let second: Int64 = 1_000_000_000

    let time = Mutex(start)
    let store: any GovernanceStore
    let ledger: SQLiteLedger
    let log = LogCollector()
    private let folder: String
    private let numbers = Atomic<Int>(0)

    init(onDisk: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("kanmon-\(UUID().uuidString)").path
        let database = try SQLiteDatabase(in: DataFolder(folder), now: 1)
        store = onDisk ? SQLiteStore(database) : MemoryStore()
        ledger = SQLiteLedger(database)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var now: Int64 {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
    var wall: WallTime { WallTime(seconds: now / Self.second) }
    var clock: ControlClock { ControlClock { [self] in now } }

    func keeper(
        _ meters: MeterBook,
        states: (any BudgetStateStore)? = nil,
        ledger: (any LedgerStore)? = nil,
        alerts: (any AlertStore)? = nil,
        companions: BudgetCompanions? = nil
    ) -> BudgetKeeper {
        BudgetKeeper(
            states: states ?? store,
            ledger: ledger ?? self.ledger,
            alerts: alerts ?? store,
            meters: meters,
            clock: clock,
            logger: log.logger,
            companions: companions
        )
    }

    /// A gateway that has come up.
    func started(
        _ policies: [ScopePolicies],
        companions: BudgetCompanions? = nil
    ) async throws -> (meters: MeterBook, keeper: BudgetKeeper) {
        let meters = MeterBook()
        let keeper = keeper(meters, companions: companions)
        try await keeper.load()
        try meters.apply(policies, at: wall)
        try await keeper.catchUp()
        return (meters, keeper)
    }

    /// A request's record.
    /// - Parameters:
    ///   - seconds: how long the request took; it ends now.
    ///   - process: what its entry begins with.
    func record(
        _ cost: Money?,
        tokens: Int = 10,
        took seconds: Int64 = 0,
        by process: String = "entry"
    ) -> LedgerRecord {
        let number = numbers.add(1, ordering: .relaxed).newValue
        var record = LedgerRecord(
            entry: "\(process)-\(number)",
            id: "request-\(number)",
            time: now - seconds * Self.second,
            surface: "openai-chat",
            modelAsked: "chat",
            status: 200,
            outcome: .answered,
            durationMicroseconds: Int(seconds) * 1_000_000
        )
        record.organization = "acme"
        record.team = "dev"
        record.project = "search"
        record.user = "user_1"
        record.keyID = "key_1"
        record.tags = ["blue", "red"]
        record.provider = "openai"
        var usage = Usage()
        usage.input = tokens
        record.usage = usage
        record.cost = cost
        if cost == nil { record.flags = [.unknownPrice] }
        return record
    }

    /// Serves a request: its cost is counted, then its record is in the ledger.
    func serve(_ record: LedgerRecord, _ meters: MeterBook) throws -> [GovernanceEvent] {
        let events = try count(record, meters)
        _ = try ledger.insert([.record(record)])
        return events
    }

    /// Counts what a request cost.
    func count(_ record: LedgerRecord, _ meters: MeterBook) throws -> [GovernanceEvent] {
        let admitted = WallTime(seconds: record.time / Self.second)
        let set = meters.meters(for: Self.scopes, at: admitted)
        let estimate = AdmissionEstimate(inputTokens: 0, outputTokens: 0, cost: record.cost == nil ? nil : .zero)
        guard case .admitted(let reservation) = Admission.admit(set, estimate: estimate, at: .zero, wall: admitted)
        else {
            throw Refused()
        }
        return reservation.settle(usage: record.usage, cost: record.cost, at: .zero, wall: wall)
    }

    struct Refused: Error {}

    /// Everything that a request of ``record(_:tokens:took:)`` counts for.
    static let scopes: [Scope] = [
        .organization("acme"), .team("dev"), .project("search"), .user("user_1"), .key("key_1"), .tag("blue"),
        .tag("red"), .model("chat"), .provider("openai"),
    ]

    /// A budget of money and one of tokens on each of them.
    static let policies = scopes.map { scope in
        ScopePolicies(
            scope: scope,
            budgets: [
                BudgetPolicy(name: "money", amount: .money(.dollars(1000)), period: .month, timeZone: "Asia/Tokyo"),
                BudgetPolicy(name: "tokens", amount: .tokens(1_000_000), period: .week, alignment: .rolling),
            ]
        )
    }

    func spent(_ name: String = "money", on scope: Scope = .team("dev"), in meters: MeterBook) -> BudgetPolicy.Amount? {
        meters.budget(named: name, on: scope, at: wall)?.reading(at: wall).spent
    }
}

extension Money {
    static func dollars(_ count: Int) -> Money { Money(attos: Int128(count) * 1_000_000_000_000_000_000) }
    static func cents(_ count: Int) -> Money { Money(attos: Int128(count) * 10_000_000_000_000_000) }
}

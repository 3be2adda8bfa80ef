import Governance
import NIOCore
import NIOPosix
import Pricing
import Routing
import Synchronization
import Telemetry

/// What there is to be told at `/metrics`: the counts of all event loops, what was counted before this process, and the
/// sources of everything that is looked up when somebody asks.
final class MetricsDesk: Sendable {
    /// Where targets are counted.
    let series: TargetSeries
    /// Where teams are counted.
    private let teams: TeamSeries
    /// Where guardrails are counted.
    private let guards: GuardSeries
    private let sources: [any MetricSource]
    /// What the ledger had counted when the process began.
    private let before: MetricCounts
    private let loops = Mutex<[LoopContext]>([])
    private let asking = Atomic<Int>(0)

    /// How many may ask at once: each answer is a copy of all counts.
    private static let mostAtOnce = 4

    /// - Parameters:
    ///   - totals: what the ledger has counted.
    ///   - sources: what is asked at each scrape.
    init(
        series: TargetSeries,
        teams: TeamSeries,
        guards: GuardSeries,
        continuing totals: LedgerTotals,
        sources: [any MetricSource]
    ) {
        self.series = series
        self.teams = teams
        self.guards = guards
        self.sources = sources
        var before = MetricCounts()
        for total in totals.kinds {
            let id = TargetID(provider: total.kind.provider, model: total.kind.model)
            before.begin(with: total, target: id.provider.isEmpty ? TargetSeries.nobody : series.index(of: id))
        }
        for team in totals.teams { before.cost(team.cost.attos, team: teams.index(of: team.name)) }
        self.before = before
    }

    /// The loops count from now on.
    func attach(_ loops: [LoopContext]) { self.loops.withLock { $0 = loops } }

    /// Everything as it is now, as text.
    /// - Returns: `nil` where too many ask at once.
    func text(as format: ExpositionFormat) async throws -> [UInt8]? {
        guard asking.add(1, ordering: .relaxed).newValue <= Self.mostAtOnce else {
            asking.subtract(1, ordering: .relaxed)
            return nil
        }
        defer { asking.subtract(1, ordering: .relaxed) }
        var counted: [MetricCounts] = [before]
        var snapshot: Snapshot?
        for loop in loops.withLock({ $0 }) {
            let (counts, current) = try await loop.eventLoop.submit { (loop.counts, loop.snapshot) }.get()
            counted.append(counts)
            snapshot = current
        }
        // Adding up and writing thousands of lines is nothing for an event loop.
        return try await NIOThreadPool.singleton.runIfActive { [counted, snapshot] in
            MetricsText.bytes(self.page(counted, snapshot), as: format)
        }
    }

    private func page(_ counted: [MetricCounts], _ snapshot: Snapshot?) -> MetricPage {
        var sum = MetricCounts()
        for counts in counted { sum.add(counts) }
        var page = MetricPage()
        CountedMetrics(counts: sum, names: series.names, teams: teams.names, guards: guards.names).collect(into: &page)
        if let snapshot { SnapshotMetrics(snapshot: snapshot).collect(into: &page) }
        for source in sources { source.collect(into: &page) }
        ProcessMetrics().collect(into: &page)
        return page
    }
}

import Store
import Telemetry

/// What `/metrics` says of records on their way into the ledger.
struct LedgerMetrics: MetricSource {
    let journal: Journal
    let writer: LedgerWriter
    /// How many records the journal refused, by the gateway's count.
    let refused: @Sendable () -> Int

    func collect(into page: inout MetricPage) {
        let (journalled, written) = (journal.statistics, writer.statistics)
        let lag = ContinuousClock.now - written.caughtUp
        page.add(MetricCatalog.journalLag, .seconds(nanoseconds: max(0, lag.inNanoseconds)))
        page.add(MetricCatalog.journalPending, .integer(written.pendingBytes))
        page.add(MetricCatalog.journalBytes, .integer(journalled.bytes))
        page.add(MetricCatalog.ledgerAccepting, .flag(journal.isAccepting))
        page.add(MetricCatalog.ledgerRecords, .integer(written.written), "written")
        page.add(MetricCatalog.ledgerRecords, .integer(journalled.kept), "kept")
        page.add(MetricCatalog.ledgerRecords, .integer(journalled.lost + refused()), "lost")
        page.add(MetricCatalog.ledgerRecords, .integer(written.rejected), "unreadable")
        page.add(MetricCatalog.journalDamage, .integer(written.damagedBytes), "damaged")
        page.add(MetricCatalog.journalDamage, .integer(written.tornBytes), "torn")
        page.add(MetricCatalog.ledgerFailures, .integer(written.failures), "store")
        page.add(MetricCatalog.ledgerFailures, .integer(journalled.syncFailures), "disk")
    }
}

extension Duration {
    /// Whole nanoseconds; of more than 292 years, those of that.
    fileprivate var inNanoseconds: Int64 {
        let (seconds, isTooLong) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLong ? .max : seconds &+ components.attoseconds / 1_000_000_000
    }
}

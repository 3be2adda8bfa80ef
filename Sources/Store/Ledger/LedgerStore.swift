public import Governance

/// Where the ledger's records are kept: chained, never edited, found again and added up.
///
/// Every implementation passes the same conformance tests.
///
/// The bodies of prompts and answers are not here, and must not be put here: those of teams that opt in to keeping them are
/// in a ``BodyStore`` beside this one, keyed by `LedgerRecord.entry`, whose retention does not touch the chain.
public protocol LedgerStore: Sendable {
    /// Adds items as one segment of the chain, in one transaction that is durable when this returns.
    ///
    /// Records whose entry is there already are left out, without a gap in the sequence numbers. Blocks: never on an event
    /// loop.
    /// - Parameter batch: at most ``LedgerLimits/batch`` items, in order.
    /// - Returns: how many were new.
    func insert(_ batch: LedgerBatch) throws(StoreError) -> Int

    /// Finds records, newest first.
    /// - Parameters:
    ///   - filter: which.
    ///   - page: which part of them.
    func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow>

    /// Finds a record by its entry.
    /// - Returns: `nil` where there is none, or retention has taken it.
    func row(entry: String) async throws(StoreError) -> LedgerRow?

    /// Reads on from a place in the ledger: what was added since.
    /// - Parameters:
    ///   - sequence: only records with higher sequence numbers; zero for all.
    ///   - time: only records of requests that came then or later, in nanoseconds since 1970 UTC.
    ///   - limit: how many at most, within ``PageRequest/limits``.
    /// - Returns: the records in the order in which they were added, also what is left of damaged ones. Damage of some is no
    ///   reason to give none.
    func rows(after sequence: Int64, from time: Int64?, limit: Int) async throws(StoreError) -> LedgerReading

    /// The end of the chain.
    func head() async throws(StoreError) -> LedgerHead

    /// Adds usage up.
    /// - Parameters:
    ///   - filter: of what; its status is not looked at.
    ///   - grouping: by what.
    ///   - offset: the time zone of days and hours, in seconds east of UTC.
    func usage(
        _ filter: LedgerFilter,
        by grouping: UsageReport.Grouping,
        offset: Int
    ) async throws(StoreError) -> UsageReport

    /// Adds usage up over time.
    /// - Parameters:
    ///   - filter: of what; its status is not looked at.
    ///   - step: how long the steps are.
    ///   - division: what each step is divided into, and of which groups parts are wanted; `nil` for not at all.
    ///   - offset: the time zone of hours and days, in seconds east of UTC.
    /// - Returns: what there is, in order of time: steps in which nothing was used are not there.
    func series(
        _ filter: LedgerFilter,
        by step: UsageSeries.Step,
        of division: UsageSeries.Division?,
        offset: Int
    ) async throws(StoreError) -> [UsageSeries.Part]

    /// Adds days of UTC that are over up, each in a transaction of its own, so that usage of long times is told quickly. What
    /// it tells is the same before and after.
    /// - Parameter time: the time, in nanoseconds since 1970 UTC.
    /// - Returns: how many days were added up.
    @discardableResult
    func rollUp(before time: Int64) async throws(StoreError) -> Int

    /// What all records come to by kind and by team, since the first of them that this form of the store has taken in; see
    /// ``Governance/LedgerTotal``. Quick, however many there are.
    func totals() async throws(StoreError) -> LedgerTotals

    /// Checks the whole chain and everything that repeats what is in it.
    /// - Parameter anchors: heads that were noted down before, outside the store.
    /// - Returns: what was checked, and the first problem found.
    func verify(against anchors: [LedgerHead]) async throws(StoreError) -> LedgerVerification

    /// Replaces records by tombstones, which keep the chain verifiable, and removes the bodies that belong to them. The sums
    /// of usage stay.
    /// - Parameters:
    ///   - team: the team, `nil` for what belongs to none.
    ///   - cutoff: records of requests before this go, in nanoseconds since 1970 UTC.
    /// - Returns: how many records went.
    func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int

    /// Appends corrections to the chain as one segment, in one transaction.
    ///
    /// A correction is left out where retention has taken its record, or where it does not supersede the record's latest one:
    /// of two who correct a record at once, one does.
    /// - Parameter corrections: at most ``LedgerLimits/batch``, of different records.
    /// - Returns: the entries of the records that were corrected.
    func correct(_ corrections: [LedgerCorrection]) async throws(StoreError) -> Set<String>
}

extension LedgerStore {
    /// Nothing: a store that is quick without it.
    public func rollUp(before time: Int64) async throws(StoreError) -> Int { 0 }
}

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
    /// - Parameter items: at most ``LedgerLimits/batch``, in order.
    /// - Returns: how many were new.
    func insert(_ items: [LedgerItem]) throws(StoreError) -> Int

    /// Finds records, newest first.
    /// - Parameters:
    ///   - filter: which.
    ///   - page: which part of them.
    func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow>

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

    /// Works the costs out anew and appends a correction where one differs.
    /// - Parameters:
    ///   - filter: of which records.
    ///   - now: the time of the corrections, in nanoseconds since 1970 UTC.
    ///   - rate: gives the cost and the price version of a record, or `nil` to leave it as it is.
    /// - Returns: how many were looked at and how many corrected.
    func rerate(
        _ filter: LedgerFilter,
        now: Int64,
        with rate: @escaping @Sendable (LedgerRecord) -> LedgerRating?
    ) async throws(StoreError) -> LedgerRerating
}

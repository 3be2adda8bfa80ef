public import Governance

extension LedgerStore {
    /// Works the costs of records out anew and appends a correction where one differs.
    ///
    /// Records are read and corrected a few hundred at a time, each time in one transaction: whoever else writes waits for one
    /// of them at most. Done again with the same rates it changes nothing.
    /// - Parameters:
    ///   - filter: of which records.
    ///   - now: the time of the corrections, in nanoseconds since 1970 UTC.
    ///   - isTrial: whether nothing is written, and only what would be is told.
    ///   - rate: gives the cost and the price version of a record, or `nil` to leave it as it is.
    /// - Returns: what it came to.
    /// - Throws: what the store throws; what was corrected before stays so.
    public func rerate(
        _ filter: LedgerFilter,
        now: Int64,
        isTrial: Bool = false,
        with rate: @Sendable (LedgerRecord) -> LedgerRating?
    ) async throws(StoreError) -> LedgerRerating {
        var result = LedgerRerating()
        var cursor: PageCursor?
        repeat {
            let page = try await rows(filter, PageRequest(limit: 500, after: cursor))
            var corrections: [String: LedgerCorrection] = [:]
            for row in page.rows {
                // Of a damaged one the classes of its tokens are not known.
                guard !row.isDamaged, let rating = rate(row.record), rating.cost != row.cost else { continue }
                corrections[row.record.entry] = LedgerCorrection(
                    entry: row.record.entry,
                    supersedes: row.correctionSequence,
                    time: now,
                    cost: rating.cost,
                    priceVersion: rating.priceVersion
                )
            }
            if !isTrial, !corrections.isEmpty {
                // In the order of the page, not of the dictionary: the chain is then the same in every run.
                let taken = try await correct(page.rows.compactMap { corrections[$0.record.entry] })
                corrections = corrections.filter { taken.contains($0.key) }
            }
            for row in page.rows { result.add(row, corrected: corrections[row.record.entry]) }
            cursor = page.next
        } while cursor != nil
        return result
    }
}

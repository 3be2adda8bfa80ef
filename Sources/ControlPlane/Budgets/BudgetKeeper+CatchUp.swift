import Governance
import Logging
import Routing
public import Store

extension BudgetKeeper {
    /// Charges what the ledger has and the saved states lack: requests that ended after the last save. Afterwards states are
    /// saved, and once it is done it does nothing more.
    ///
    /// To be called when the policies are in force and the journal is drained, before the first request is let in. Takes the
    /// time to read the ledger's rows of the time since the last save and, unless the gateway was stopped in order, of
    /// `longestRequest` before it.
    /// - Parameter longestRequest: how long a request may take: a record is found by when its request began.
    /// - Throws: `StoreError` where the ledger cannot be read, or the states not be saved. It may be called again, and goes
    ///   on where it was.
    public func catchUp(longestRequest: Duration = .seconds(1800)) async throws(StoreError) {
        await enter()
        defer { leave() }
        guard !isCaughtUp else { return }
        if let ledger, let mark {
            let reach = mark.isLast ? 0 : longestRequest.saturatingNanoseconds
            var filter = LedgerFilter()
            filter.from = mark.time.subtractingSaturated(reach)
            var charger = LedgerCharger(meters: meters, after: mark.time)
            repeat {
                let page = try await ledger.rows(
                    filter,
                    PageRequest(limit: PageRequest.limits.upperBound, after: progress)
                )
                // From here to the next suspension all is done or nothing.
                for row in page.rows { tell(charger.charge(row.record, at: wall)) }
                progress = page.next
            } while progress != nil
            if charger.count > 0 {
                logger.notice("budgets were charged from the ledger", metadata: ["requests": "\(charger.count)"])
            }
        }
        isCaughtUp = true
        // Without this a second end without warning would find the mark of an orderly stop.
        do throws(StoreError) {
            _ = try await write()
        } catch {
            // The meters have it all: only saving is to be tried again, which the next save does.
            logger.error("what budgets have spent cannot be saved", metadata: ["error": "\(error)"])
            throw error
        }
    }
}

extension Int64 {
    fileprivate func subtractingSaturated(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}

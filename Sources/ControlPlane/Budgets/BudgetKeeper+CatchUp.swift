import Governance
import Logging
public import Store

extension BudgetKeeper {
    /// Charges what the ledger has and the saved states lack: requests that ended after the last save. Afterwards states are
    /// saved, and once it is done it does nothing more.
    ///
    /// To be called when the policies are in force and the journal is drained, before the first request is let in. Takes the
    /// time to read what was added to the ledger since the last save.
    /// - Throws: `StoreError` where the ledger cannot be read, or the states not be saved. It may be called again, and goes
    ///   on where it was.
    public func catchUp() async throws(StoreError) {
        await enter()
        defer { leave() }
        guard !isCaughtUp else { return }
        if let ledger, let mark {
            var charger = LedgerCharger(meters: meters, after: mark.time)
            while true {
                let reading = try await ledger.rows(
                    after: progress ?? mark.sequence,
                    // Records that came to the ledger after an orderly end are of requests before it.
                    from: mark.isLast ? mark.time : nil,
                    limit: PageRequest.limits.upperBound
                )
                guard let last = reading.last else { break }
                // From here to the next suspension all is done or nothing.
                for row in reading.rows { tell(charger.charge(row, at: wall)) }
                progress = last
                report(reading)
            }
            if charger.count > 0 {
                logger.notice("budgets were charged from the ledger", metadata: ["requests": "\(charger.count)"])
            }
        }
        isCaughtUp = true
        followed = progress ?? mark?.sequence
        // Without this a second end without warning would find the mark of an orderly stop.
        do throws(StoreError) {
            _ = try await write()
        } catch {
            // The meters have it all: only saving is to be tried again, which the next save does.
            logger.error("what budgets have spent cannot be saved", metadata: ["error": "\(error)"])
            throw error
        }
    }

    /// Tells of rows that the disk has damaged. A start goes on in spite of them.
    nonisolated func report(_ reading: LedgerReading) {
        let damaged = reading.rows.filter(\.isDamaged).map(\.sequence)
        if !damaged.isEmpty {
            logger.error(
                "rows of the ledger are damaged: budgets were charged with what is left of them",
                metadata: Self.metadata(of: damaged)
            )
        }
        if !reading.unreadable.isEmpty {
            logger.error(
                "rows of the ledger cannot be read: budgets lack what they cost",
                metadata: Self.metadata(of: reading.unreadable)
            )
        }
    }

    private static func metadata(of rows: [Int64]) -> Logger.Metadata {
        let first = rows.prefix(20).map { "\($0)" }.joined(separator: " ")
        return ["count": "\(rows.count)", "rows": "\(first)\(rows.count > 20 ? " ..." : "")"]
    }
}

import Governance
import Store

extension BudgetKeeper {
    /// How long another gateway counts as being there after it was seen last, in nanoseconds: what it left in its journal is
    /// taken over meanwhile.
    private static let lingering: Int64 = 15_000_000_000
    /// How late records of another gateway may come to the ledger, in nanoseconds.
    static let lateness: Int64 = 2_000_000_000

    /// Charges what other gateways on the data folder have brought to the ledger. The caller has the gate.
    /// - Returns: up to which sequence number everybody's spending is charged.
    /// - Throws: `StoreError` where the ledger cannot be read.
    func followCompanions() async throws(StoreError) -> Int64 {
        guard let ledger else { return 0 }
        let head = try await ledger.head().sequence
        companionsAreThere = companions?.areThere() ?? false
        if companionsAreThere { companionsSeen = clock.nanoseconds }
        guard let companions, isAccompanied, var place = followed else {
            followed = head
            return head
        }
        // Made anew each time: policies may have changed.
        var charger = LedgerCharger(meters: meters, after: loadedMark ?? .min)
        while place < head {
            let reading = try await ledger.rows(after: place, from: nil, limit: PageRequest.limits.upperBound)
            guard let last = reading.last else { break }
            // From here to the next suspension all is done or nothing.
            for row in reading.rows where !companions.isOwn(row.record.entry) { tell(charger.charge(row, at: wall)) }
            place = last
            followed = last
            report(reading)
        }
        // Corrections have places too.
        followed = max(place, head)
        return max(place, head)
    }

    /// Whether there is another gateway, or was lately.
    var isAccompanied: Bool {
        companionsSeen.map { clock.nanoseconds - $0 < Self.lingering } ?? false
    }
}

public import Pricing

/// A record with its place in the ledger and the latest word on its cost.
public struct LedgerRow: Hashable, Sendable {
    /// Its place in the ledger, from 1, without a gap.
    public var sequence: Int64
    /// What was written when the request ended.
    public var record: LedgerRecord
    /// The latest correction of its cost.
    public var correction: LedgerCorrection?

    /// A row.
    public init(sequence: Int64, record: LedgerRecord, correction: LedgerCorrection? = nil) {
        self.sequence = sequence
        self.record = record
        self.correction = correction
    }

    /// What the request costs, by the latest word; `nil` where no price is known.
    public var cost: Money? { correction.map(\.cost) ?? record.cost }

    /// The version of the prices that ``cost`` was worked out with.
    public var priceVersion: String? { correction.map(\.priceVersion) ?? record.priceVersion }
}

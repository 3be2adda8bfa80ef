public import Pricing

/// A record with its place in the ledger and the latest word on its cost.
public struct LedgerRow: Hashable, Sendable {
    /// Its place in the ledger, from 1, without a gap.
    public var sequence: Int64
    /// What was written when the request ended.
    public var record: LedgerRecord
    /// The latest correction of its cost.
    public var correction: LedgerCorrection?
    /// The place of ``correction``.
    public var correctionSequence: Int64?
    /// Whether the record's bytes cannot be read any more: ``record`` has what the store repeats of it in columns, which is
    /// whose it was, its tokens and its cost.
    public var isDamaged = false

    /// A row that has not been corrected.
    public init(sequence: Int64, record: LedgerRecord) {
        self.sequence = sequence
        self.record = record
    }

    /// A row that has been corrected.
    public init(sequence: Int64, record: LedgerRecord, correction: LedgerCorrection, at place: Int64) {
        self.init(sequence: sequence, record: record)
        self.correction = correction
        correctionSequence = place
    }

    /// What the request costs, by the latest word; `nil` where no price is known.
    public var cost: Money? { correction.map(\.cost) ?? record.cost }

    /// The version of the prices that ``cost`` was worked out with.
    public var priceVersion: String? { correction.map(\.priceVersion) ?? record.priceVersion }

    /// The record's flags by the latest word on the price, `rerated` where there is one, and `damaged` where it is.
    var flagNames: [String] {
        if isDamaged { return ["damaged"] }
        guard correction != nil else { return record.flags.map(\.rawValue) }
        return LedgerRecord.Flag.allCases.filter { flag in
            flag == .unknownPrice ? cost == nil : record.flags.contains(flag)
        }.map(\.rawValue) + ["rerated"]
    }
}

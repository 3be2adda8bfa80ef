/// The records of one minute that stand together, while they are written: where, and what they add up to.
struct LedgerSlot {
    /// The lowest sequence number.
    private(set) var first = Int64.max
    /// The highest one.
    private(set) var last = Int64.min
    /// What they add up to.
    private(set) var usage = UsageDelta()

    /// Adds a record.
    mutating func add(_ figures: LedgerFigures, at sequence: Int64) {
        first = min(first, sequence)
        last = max(last, sequence)
        usage.add(figures)
    }

    /// Reaches as far as another one, whose usage is not taken over.
    mutating func cover(_ other: LedgerSlot) {
        first = min(first, other.first)
        last = max(last, other.last)
    }
}

import Governance
public import Pricing

/// What working costs out anew came to.
public struct LedgerRerating: Hashable, Sendable {
    /// How many records were looked at.
    public private(set) var examined = 0
    /// How many got a correction, or would get one.
    public private(set) var corrected = 0
    /// How many of those looked at had usage and no known cost.
    public private(set) var unknownBefore = 0
    /// How many of those looked at have usage and no known cost now.
    public private(set) var unknownAfter = 0
    /// What those with a known cost cost together before.
    public private(set) var costBefore = Money.zero
    /// What those with a known cost cost together now.
    public private(set) var costAfter = Money.zero

    /// Nothing yet.
    public init() {}

    /// Adds a record that was looked at.
    /// - Parameters:
    ///   - row: as it was.
    ///   - correction: what was made of it, if anything.
    mutating func add(_ row: LedgerRow, corrected correction: LedgerCorrection?) {
        let after = correction.map(\.cost) ?? row.cost
        examined += 1
        if correction != nil { corrected += 1 }
        if row.record.usage != nil {
            if row.cost == nil { unknownBefore += 1 }
            if after == nil { unknownAfter += 1 }
        }
        costBefore = Money(attos: costBefore.attos &+ (row.cost?.attos ?? 0))
        costAfter = Money(attos: costAfter.attos &+ (after?.attos ?? 0))
    }
}

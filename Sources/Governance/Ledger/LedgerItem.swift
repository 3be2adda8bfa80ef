/// What a row of the ledger's chain holds.
public enum LedgerItem: Hashable, Sendable {
    /// A request.
    case record(LedgerRecord)
    /// A later word on what a request cost.
    case correction(LedgerCorrection)
}

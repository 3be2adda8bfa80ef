import Governance

/// A record's place in the order of time, and its latest correction.
struct LedgerPosition {
    var place: LedgerPlace
    var correction: Int64?
}

public import Governance

/// Some rows of the ledger, newest first, and where to go on.
public struct LedgerPage: Hashable, Sendable {
    /// The rows.
    public var rows: [LedgerRow]
    /// What gives the next page; `nil` on the last one. Opaque to callers.
    public var next: String?

    /// A page.
    public init(rows: [LedgerRow], next: String?) {
        self.rows = rows
        self.next = next
    }
}

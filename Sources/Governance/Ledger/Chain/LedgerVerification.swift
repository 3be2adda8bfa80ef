/// What a check of the ledger's chain found.
public struct LedgerVerification: Hashable, Sendable {
    /// The end of what was checked; worth noting down outside the store.
    public var head: LedgerHead
    /// How many rows are there with their content.
    public var rows: Int64
    /// How many rows retention has replaced.
    public var tombstones: Int64
    /// The first problem; `nil` where everything is as it was written.
    public var problem: LedgerProblem?
    /// Files of the journal that are kept because something in them could not be read: what may have been records are missing
    /// from the chain, which is right otherwise.
    public var setAside: [String]

    /// A result.
    public init(head: LedgerHead, rows: Int64, tombstones: Int64, problem: LedgerProblem?, setAside: [String] = []) {
        self.head = head
        self.rows = rows
        self.tombstones = tombstones
        self.problem = problem
        self.setAside = setAside
    }

    /// Whether everything that was ever written is there as it was written.
    public var isWhole: Bool { problem == nil && setAside.isEmpty }
}

/// Why bytes are no item of the ledger, or a record cannot become one.
public enum LedgerFormatError: String, Error, Hashable, Sendable {
    /// The entry is empty or too long.
    case entry
    /// The bytes end too early.
    case truncated
    /// A later version wrote them.
    case version
    /// They are not what this version writes.
    case malformed
}

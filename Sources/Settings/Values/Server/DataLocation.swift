/// Where the gateway keeps what must outlive it.
public enum DataLocation: Sendable, Hashable {
    /// Nowhere: identities made at run time, spending, the ledger and the audit log end with the process.
    case memory
    /// In a folder, by its path. It is made where it does not exist.
    case folder(String)
}

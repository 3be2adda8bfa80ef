/// An entry of the audit log with its place in the chain.
public struct AuditRecord: Hashable, Sendable {
    /// The entry's place, from 1 without a gap.
    public var sequence: Int64
    /// What it tells.
    public var entry: AuditEntry
    /// The chain's digest up to it.
    public var digest: AuditDigest

    /// A record.
    public init(sequence: Int64, entry: AuditEntry, digest: AuditDigest) {
        self.sequence = sequence
        self.entry = entry
        self.digest = digest
    }
}

/// The end of the audit log: how many entries there are and the last one's digest.
///
/// Noted outside the gateway it proves later that the log up to there is what it was.
public struct AuditHead: Hashable, Sendable {
    /// The last entry's place, which is how many entries there are.
    public var sequence: Int64
    /// The last entry's digest.
    public var digest: AuditDigest

    /// The head of an empty log.
    public static let empty = AuditHead(sequence: 0, digest: .start)

    /// A head.
    public init(sequence: Int64, digest: AuditDigest) {
        self.sequence = sequence
        self.digest = digest
    }
}

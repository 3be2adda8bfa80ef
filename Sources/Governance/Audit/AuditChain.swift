internal import Crypto

/// How the audit log's entries hold together: each digest covers its entry, its place, and the digest before.
///
/// digest(n) = SHA-256("kanmon-audit-1" ‖ digest(n−1) ‖ n ‖ entry's canonical bytes), with n in 8 bytes, big-endian, counted
/// from 1. The chain has no secret: who may write to the database can compute a whole new chain, which only a head that was
/// noted elsewhere gives away (``AuditVerifier/init(anchor:)``).
public enum AuditChain {
    /// The digest of the entry at a place.
    /// - Parameters:
    ///   - entry: the entry's canonical bytes.
    ///   - sequence: its place, from 1.
    ///   - previous: the digest of the entry before, ``AuditDigest/start`` for the first.
    public static func digest(of entry: [UInt8], sequence: Int64, after previous: AuditDigest) -> AuditDigest {
        var hash = SHA256()
        hash.update(data: Array("kanmon-audit-1".utf8))
        hash.update(data: previous.bytes)
        hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: sequence >> (56 - 8 * $0)) })
        hash.update(data: entry)
        return AuditDigest(unchecked: Array(hash.finalize()))
    }
}

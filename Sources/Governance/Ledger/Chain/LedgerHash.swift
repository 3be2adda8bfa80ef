internal import Crypto

/// The hashes of the ledger's chain.
public enum LedgerHash {
    /// How many bytes a hash has.
    public static let count = 32

    /// A row's leaf: SHA-256 of its canonical bytes.
    public static func leaf(of bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { leaf(of: $0) } }

    /// A row's leaf: SHA-256 of its canonical bytes.
    public static func leaf(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hash.finalize().withUnsafeBytes { Array($0) }
    }

    /// A segment's digest: SHA-256 of the digest before it, its first sequence number and count of rows (eight bytes each,
    /// the highest first), and its leaves in order.
    /// - Parameters:
    ///   - previous: the digest of the segment before, or ``LedgerHead/empty``'s.
    ///   - first: the first row's sequence number.
    ///   - leaves: the rows' leaves.
    public static func segment(previous: [UInt8], first: Int64, leaves: [[UInt8]]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: bigEndian(UInt64(bitPattern: first)))
        hash.update(data: bigEndian(UInt64(leaves.count)))
        for leaf in leaves { leaf.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        return hash.finalize().withUnsafeBytes { Array($0) }
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
    }
}

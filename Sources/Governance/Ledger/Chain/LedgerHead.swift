/// The end of the ledger's chain at some moment. Whoever notes one down outside the store can prove later that nothing up to
/// it was changed or cut off.
public struct LedgerHead: Hashable, Sendable {
    /// How many segments there are.
    public var segments: Int64
    /// The last row's sequence number, which is also how many rows there have been.
    public var sequence: Int64
    /// The last segment's digest, 32 bytes; zeros before the first segment.
    public var digest: [UInt8]

    /// A head.
    public init(segments: Int64, sequence: Int64, digest: [UInt8]) {
        self.segments = segments
        self.sequence = sequence
        self.digest = digest
    }

    /// Before the first segment.
    public static let empty = LedgerHead(segments: 0, sequence: 0, digest: [UInt8](repeating: 0, count: 32))
}

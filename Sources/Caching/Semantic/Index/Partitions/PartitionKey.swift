/// Names the entries that may answer each other: those of one tenant whose model, system prompt, earlier turns, tools
/// and parameters are the same.
///
/// It is a digest over all of these, 32 bytes long. Searches never leave their partition, which makes it the wall
/// between tenants; there is no search without one.
public struct PartitionKey: Sendable, Hashable {
    let words: SIMD4<UInt64>

    /// The digest's bytes.
    public var bytes: [UInt8] {
        (0..<4).flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: words[word] >> UInt64(8 * $0)) } }
    }

    /// A key of 32 bytes, or `nil` for any other number of them.
    public init?(_ digest: some Collection<UInt8>) {
        guard digest.count == 32 else { return nil }
        var words = SIMD4<UInt64>()
        for (index, byte) in digest.enumerated() { words[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8)) }
        self.words = words
    }
}

/// Names two questions that were compared, whichever of them was stored, without their words.
public struct TextPairDigest: Hashable, Sendable {
    /// The digest of both.
    public let digest: CacheDigest

    /// Names a pair.
    /// - Parameters:
    ///   - partition: which questions may answer one another: so a pair of one tenant is none of another's.
    ///   - left: one question's words; case, width and spaces do not matter.
    ///   - right: the other's.
    public init(_ partition: PartitionKey, _ left: AnalyzedText, _ right: AnalyzedText) {
        var encoder = CanonicalEncoder(domain: "kanmon.cache.pair.1")
        encoder.write(bytes: partition.bytes.span)
        let (first, second) = (left.normalized, right.normalized)
        let isInOrder = first.lexicographicallyPrecedes(second)
        encoder.write(bytes: (isInOrder ? first : second).span)
        encoder.write(bytes: (isInOrder ? second : first).span)
        digest = encoder.finish()
    }

    /// A pair as it was named before.
    public init(_ digest: CacheDigest) { self.digest = digest }
}

/// A block of an archive: a kind, a length, the payload and a checksum over all three.
struct ArchiveBlock {
    /// What a block tells.
    enum Kind: UInt8 {
        /// Vectors added to a partition.
        case vectors = 1
        /// Vectors removed, by name.
        case removals = 2
        /// The graph over the first vectors of a partition.
        case links = 3
        /// Names in the order of their last use, the most recent last.
        case recency = 4
        /// A partition removed with all its vectors.
        case partitionRemoval = 5
    }

    /// Bytes of a block besides its payload.
    static let overhead = 1 + 4 + BlockDigest.length

    private(set) var bytes: [UInt8]

    init(_ kind: Kind, capacity: Int = 64) {
        bytes = []
        bytes.reserveCapacity(capacity + Self.overhead)
        bytes.append(kind.rawValue)
        append(UInt32(0))
    }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ key: PartitionKey) {
        bytes.append(contentsOf: key.bytes)
    }

    mutating func append(components: some Collection<Float>) {
        for component in components { append(component.bitPattern) }
    }

    mutating func append(numbers: some Collection<UInt32>) {
        for number in numbers { append(number) }
    }

    /// The block with its length and checksum.
    consuming func sealed() -> [UInt8] {
        let length = UInt32(bytes.count - 5)
        for index in 0..<4 { bytes[1 + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
        append(bytes.withUnsafeBytes(BlockDigest.of))
        return bytes
    }
}

/// Reads numbers of fixed size, the lowest byte first, from a part of an archive. Nothing is read behind its end.
struct ArchiveReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    /// The bytes must outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - offset }
    var isAtEnd: Bool { remaining == 0 }

    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type = Number.self) -> Number? {
        let size = MemoryLayout<Number>.size
        guard remaining >= size else { return nil }
        defer { offset += size }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    mutating func numbers(_ count: Int) -> [UInt32]? {
        guard count >= 0, count <= remaining / 4 else { return nil }
        defer { offset += count * 4 }
        return (0..<count).map {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + $0 * 4, as: UInt32.self))
        }
    }

    mutating func part(_ length: Int) -> UnsafeRawBufferPointer? {
        guard length >= 0, length <= remaining else { return nil }
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
    }

    /// A vector's components, to be checked.
    mutating func vector(in space: VectorSpace) -> UnitVector? {
        guard var components = numbers(space.dimension)?.map(Float.init(bitPattern:)) else { return nil }
        components.append(contentsOf: repeatElement(0, count: space.stride - space.dimension))
        return UnitVector(restoring: components, in: space)
    }

    mutating func partition() -> PartitionKey? {
        part(32).flatMap { PartitionKey($0) }
    }
}

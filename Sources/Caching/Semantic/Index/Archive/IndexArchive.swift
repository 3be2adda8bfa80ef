/// The bytes of a ``PartitionedIndex``, so that a restart keeps it.
///
/// An archive is a header and blocks. The header is the eight bytes `KMVECTOR`, the version (2 bytes), the dimension
/// (4 bytes), the length of the model's name (1 byte), the name, and a checksum over all of this (8 bytes). Each block
/// is a kind (1 byte), the length of its payload (4 bytes), the payload, and a checksum over these. Numbers have their
/// lowest byte first.
///
/// ``serialize(_:)`` writes all there is. What happens afterwards is appended, a block for each change:
/// ``insertion(of:for:in:)``, ``removal(of:)``, ``removal(ofPartition:)``. One reader reads both.
/// Everything here is a pure function over bytes; whoever owns the file decides when to write it anew.
public enum IndexArchive {
    /// What ``restore(_:space:configuration:)`` found.
    public struct Restored: Sendable {
        /// The index as it was after the last whole block.
        public let index: PartitionedIndex
        /// How many bytes that took. Less than there are if the last write was cut short; cut the file there before
        /// appending to it.
        public let length: Int
    }

    static let magic = Array("KMVECTOR".utf8)
    static let version: UInt16 = 1
    private static let vectorsPerBlock = 64

    // MARK: Writing

    /// What an archive begins with.
    public static func header(of space: VectorSpace) -> [UInt8] {
        var header = magic
        for number in [version] { withUnsafeBytes(of: number.littleEndian) { header.append(contentsOf: $0) } }
        withUnsafeBytes(of: UInt32(space.dimension).littleEndian) { header.append(contentsOf: $0) }
        header.append(UInt8(space.model.utf8.count))
        header.append(contentsOf: space.model.utf8)
        let digest = header.withUnsafeBytes(BlockDigest.of)
        withUnsafeBytes(of: digest.littleEndian) { header.append(contentsOf: $0) }
        return header
    }

    /// The block to append after a vector was added or replaced.
    public static func insertion(of vector: UnitVector, for id: VectorID, in partition: PartitionKey) -> [UInt8] {
        var block = ArchiveBlock(.vectors, capacity: 44 + vector.space.dimension * 4)
        block.append(partition)
        block.append(UInt32(1))
        block.append(id.rawValue)
        block.append(components: vector.components)
        return block.sealed()
    }

    /// The block to append after vectors were removed.
    public static func removal(of ids: [VectorID]) -> [UInt8] {
        var block = ArchiveBlock(.removals, capacity: 4 + ids.count * 8)
        block.append(UInt32(ids.count))
        for id in ids { block.append(id.rawValue) }
        return block.sealed()
    }

    /// The block to append after a partition was removed.
    public static func removal(ofPartition partition: PartitionKey) -> [UInt8] {
        var block = ArchiveBlock(.partitionRemoval)
        block.append(partition)
        return block.sealed()
    }

    /// Writes all of an index, in pieces of some 100 KB; a graph is one piece of 140 bytes for each vector.
    ///
    /// Look-ups and changes go on meanwhile. What changes after the call began may or may not be in the archive:
    /// append the blocks of those changes behind it, which is right in both cases.
    ///
    /// - Parameter write: takes each piece in order.
    public static func write(_ index: PartitionedIndex, _ write: ([UInt8]) throws -> Void) rethrows {
        try write(header(of: index.space))
        let contents = index.contents
        for (key, picture) in contents.partitions {
            var arena = picture.arena
            var links = picture.links
            if arena.deadCount > 0 {
                let compaction = ArenaCompaction(arena)
                links = links.compacted(moved: compaction.moved, into: compaction.arena)
                arena = compaction.arena
            }
            for start in stride(from: 0, to: arena.count, by: vectorsPerBlock) {
                try write(vectors(start..<min(arena.count, start + vectorsPerBlock), of: arena, in: key))
            }
            if links.count > 0, links.byteCount < 1 << 30 {
                var block = ArchiveBlock(.links, capacity: links.byteCount + 64)
                block.append(key)
                links.encode(into: &block)
                try write(block.sealed())
            }
        }
        var block = ArchiveBlock(.recency, capacity: 4 + contents.recency.count * 8)
        block.append(UInt32(contents.recency.count))
        for id in contents.recency { block.append(id.rawValue) }
        try write(block.sealed())
    }

    /// All of an index as bytes.
    public static func serialize(_ index: PartitionedIndex) -> [UInt8] {
        var bytes: [UInt8] = []
        write(index) { bytes.append(contentsOf: $0) }
        return bytes
    }

    private static func vectors(_ slots: Range<Int>, of arena: VectorArena, in key: PartitionKey) -> [UInt8] {
        var block = ArchiveBlock(.vectors, capacity: 36 + slots.count * (8 + arena.space.dimension * 4))
        block.append(key)
        block.append(UInt32(slots.count))
        for slot in slots {
            block.append(arena.id(slot).rawValue)
            block.append(components: arena.components(slot).prefix(arena.space.dimension))
        }
        return block.sealed()
    }

    // MARK: Reading

    /// Reads an archive and what was appended to it.
    ///
    /// - Parameters:
    ///   - bytes: The archive. If its last block is cut short, it is left out; everything else has to be whole.
    ///   - space: The space in use now.
    ///   - configuration: The bound and shape now. A graph of another shape is left out and built anew in time.
    /// - Throws: ``VectorIndexError/unknownFormat``; ``VectorIndexError/otherSpace`` if another embedding model made
    ///   it; ``VectorIndexError/corrupt(offset:)``, where the bytes before the offset are whole and may be read alone.
    public static func restore(
        _ bytes: [UInt8],
        space: VectorSpace,
        configuration: PartitionedIndex.Configuration
    ) throws(VectorIndexError) -> Restored {
        // The closure of `withUnsafeBytes` does not carry the error's type.
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(VectorIndexError) in try restore(bytes, space, configuration) }
        }
        return try result.get()
    }

    private static func restore(
        _ bytes: UnsafeRawBufferPointer,
        _ space: VectorSpace,
        _ configuration: PartitionedIndex.Configuration
    ) throws(VectorIndexError) -> Restored {
        var reader = ArchiveReader(bytes)
        guard let magic = reader.part(magic.count), magic.elementsEqual(Self.magic),
            reader.number(UInt16.self) == version
        else { throw .unknownFormat }
        guard let dimension = reader.number(UInt32.self), let length = reader.number(UInt8.self),
            let model = reader.part(Int(length))
        else { throw .corrupt(offset: 0) }
        let digest = BlockDigest.of(UnsafeRawBufferPointer(rebasing: bytes[..<reader.offset]))
        guard reader.number() == digest else { throw .corrupt(offset: 0) }
        guard Int(dimension) == space.dimension, model.elementsEqual(space.model.utf8) else { throw .otherSpace }

        var restoration = IndexRestoration(space: space, configuration: configuration)
        var whole = reader.offset
        while !reader.isAtEnd {
            guard let kind = reader.number(UInt8.self), let length = reader.number(UInt32.self),
                let payload = reader.part(Int(length)), let digest = reader.number(UInt64.self)
            else { break }
            let checked = UnsafeRawBufferPointer(rebasing: bytes[whole..<reader.offset - BlockDigest.length])
            guard BlockDigest.of(checked) == digest, let kind = ArchiveBlock.Kind(rawValue: kind),
                restoration.apply(kind, payload)
            else { throw .corrupt(offset: whole) }
            whole = reader.offset
        }
        return Restored(index: restoration.finished(), length: whole)
    }
}

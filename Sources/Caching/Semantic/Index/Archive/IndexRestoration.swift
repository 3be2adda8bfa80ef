/// An index on its way out of an archive: what its blocks tell, applied one after another.
struct IndexRestoration {
    private struct Partition {
        var picture: IndexPicture
        var slots: [VectorID: UInt32] = [:]
    }

    private let space: VectorSpace
    private let configuration: PartitionedIndex.Configuration
    private var partitions: [PartitionKey: Partition] = [:]
    /// In which partition a vector is, and when it was used last, as a number that only grows.
    private var entries: [VectorID: (partition: PartitionKey, use: Int)] = [:]
    private var uses = 0

    init(space: VectorSpace, configuration: PartitionedIndex.Configuration) {
        self.space = space
        self.configuration = configuration
    }

    /// - Returns: whether the payload makes sense.
    mutating func apply(_ kind: ArchiveBlock.Kind, _ payload: UnsafeRawBufferPointer) -> Bool {
        var reader = ArchiveReader(payload)
        let isSensible =
            switch kind {
            case .vectors: addVectors(&reader)
            case .removals: removeVectors(&reader)
            case .links: addLinks(&reader)
            case .recency: setRecency(&reader)
            case .partitionRemoval: removePartition(&reader)
            }
        return isSensible && reader.isAtEnd
    }

    /// The index, its entries in the order of their last use.
    func finished() -> PartitionedIndex {
        let index = PartitionedIndex(space: space, configuration: configuration)
        for (key, partition) in partitions where !partition.slots.isEmpty {
            let restored = AdaptiveIndex(
                restoring: partition.picture,
                slots: partition.slots,
                configuration: configuration.index
            )
            index.adopt(restored, in: key)
        }
        let byUse = entries.map { (id: $0.key, use: $0.value.use) }.sorted { $0.use < $1.use }
        for entry in byUse { index.touch(entry.id) }
        index.keepBound()
        return index
    }

    private mutating func addVectors(_ reader: inout ArchiveReader) -> Bool {
        guard let key = reader.partition(), let count = reader.number(UInt32.self) else { return false }
        for _ in 0..<count {
            guard let id = reader.number(UInt64.self).map(VectorID.init(rawValue:)),
                let vector = reader.vector(in: space)
            else { return false }
            remove(id)
            var partition =
                partitions.removeValue(forKey: key)
                ?? Partition(
                    picture: IndexPicture(
                        arena: VectorArena(space: space, encoding: configuration.index.encoding),
                        links: GraphLinks(parameters: configuration.index.graph)
                    )
                )
            partition.slots[id] = UInt32(partition.picture.arena.append(vector, id: id))
            partitions[key] = partition
            uses += 1
            entries[id] = (key, uses)
        }
        return true
    }

    private mutating func removeVectors(_ reader: inout ArchiveReader) -> Bool {
        guard let count = reader.number(UInt32.self) else { return false }
        for _ in 0..<count {
            guard let id = reader.number(UInt64.self) else { return false }
            remove(VectorID(rawValue: id))
        }
        return true
    }

    private mutating func remove(_ id: VectorID) {
        guard let entry = entries.removeValue(forKey: id),
            let slot = partitions[entry.partition]?.slots.removeValue(forKey: id)
        else { return }
        partitions[entry.partition]?.picture.arena.bury(Int(slot))
    }

    private mutating func addLinks(_ reader: inout ArchiveReader) -> Bool {
        guard let key = reader.partition(), let partition = partitions[key],
            let links = GraphLinks(decoding: &reader, parameters: configuration.index.graph)
        else { return false }
        guard links.count <= partition.picture.arena.count else { return false }
        partitions[key]?.picture.links = links
        return true
    }

    private mutating func setRecency(_ reader: inout ArchiveReader) -> Bool {
        guard let count = reader.number(UInt32.self) else { return false }
        for _ in 0..<count {
            guard let id = reader.number(UInt64.self) else { return false }
            uses += 1
            entries[VectorID(rawValue: id)]?.use = uses
        }
        return true
    }

    private mutating func removePartition(_ reader: inout ArchiveReader) -> Bool {
        guard let key = reader.partition() else { return false }
        for id in partitions.removeValue(forKey: key)?.slots.keys ?? [:].keys { entries.removeValue(forKey: id) }
        return true
    }
}

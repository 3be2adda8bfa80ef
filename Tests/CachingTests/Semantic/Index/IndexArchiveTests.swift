import Testing

@testable import Caching

@Suite struct IndexArchiveTests {
    private let graph = GraphParameters(neighbours: 4, constructionWidth: 16, searchWidth: 32)
    private var configuration: PartitionedIndex.Configuration {
        .init(index: .init(crossing: 64, graph: graph))
    }

    private func filled(_ vectors: inout RandomVectors, count: Int) throws -> (PartitionedIndex, [UnitVector]) {
        let index = PartitionedIndex(space: vectors.space, configuration: configuration)
        let stored = try (0..<count).map { _ in try vectors.next() }
        // Two thirds in one partition, the others scattered.
        for (id, vector) in stored.enumerated() {
            try index.insert(vector, for: VectorID(rawValue: UInt64(id)), in: .number(id % 3 == 0 ? id : 1))
        }
        while index.maintain() {}
        return (index, stored)
    }

    @Test func `an index is the same after a restart, its graph included`() throws {
        var vectors = try RandomVectors(dimension: 20)
        let (index, stored) = try filled(&vectors, count: 600)
        for id in [4, 30, 31] as [VectorID] { index.remove(id) }
        let bytes = IndexArchive.serialize(index)
        let restored = try IndexArchive.restore(bytes, space: vectors.space, configuration: configuration)
        #expect(restored.length == bytes.count)
        #expect(restored.index.statistics.entries == 597)
        #expect(restored.index.statistics.partitions == index.statistics.partitions)
        #expect(restored.index.contents.recency == index.contents.recency)
        let big = try #require(restored.index.contents.partitions.first { $0.key == .number(1) })
        #expect(big.picture.links.count == big.picture.arena.count)
        for (id, vector) in stored.enumerated() {
            let key = PartitionKey.number(id % 3 == 0 ? id : 1)
            let before = try index.search(vector, in: key, limit: 1, floor: 0.99).map(\.id)
            #expect(try restored.index.search(vector, in: key, limit: 1, floor: 0.99).map(\.id) == before)
        }
    }

    @Test func `equal histories make equal bytes`() throws {
        let archives = try (0..<2).map { _ in
            var vectors = try RandomVectors(dimension: 20)
            return IndexArchive.serialize(try filled(&vectors, count: 300).0)
        }
        #expect(archives[0] == archives[1])
    }

    @Test func `changes are appended`() throws {
        var vectors = try RandomVectors(dimension: 20)
        let (index, _) = try filled(&vectors, count: 300)
        let added = try vectors.next()
        let moved = try vectors.next()
        let bytes =
            IndexArchive.serialize(index) + IndexArchive.insertion(of: added, for: 1_000, in: .number(1))
            + IndexArchive.removal(of: [1, 2, 77_777]) + IndexArchive.insertion(of: moved, for: 4, in: .number(3))
            + IndexArchive.removal(ofPartition: .number(6))
        let restored = try IndexArchive.restore(bytes, space: vectors.space, configuration: configuration).index
        #expect(restored.statistics.entries == 300 + 1 - 2 - 1)
        #expect(try restored.search(added, in: .number(1), limit: 1, floor: 0.99).map(\.id) == [1_000])
        #expect(try restored.search(moved, in: .number(3), limit: 1, floor: 0.99).map(\.id) == [4])
        #expect(!restored.remove(6))
        #expect(restored.remove(9))
    }

    @Test func `a write cut short at any byte loses that write alone`() throws {
        var vectors = try RandomVectors(dimension: 4)
        var bytes = IndexArchive.header(of: vectors.space)
        var ends = [bytes.count]
        for id in 0..<6 {
            bytes += try IndexArchive.insertion(
                of: vectors.next(),
                for: VectorID(rawValue: UInt64(id)),
                in: .number(id % 2)
            )
            ends.append(bytes.count)
        }
        for length in ends[0]...bytes.count {
            let cut = Array(bytes[..<length])
            let restored = try IndexArchive.restore(cut, space: vectors.space, configuration: configuration)
            #expect(restored.length == ends.last { $0 <= length })
            #expect(restored.index.statistics.entries == ends.lastIndex { $0 <= length })
        }
        for length in 0..<ends[0] {
            #expect(throws: VectorIndexError.self) {
                try IndexArchive.restore(Array(bytes[..<length]), space: vectors.space, configuration: configuration)
            }
        }
    }

    @Test func `no changed byte is taken for a whole archive`() throws {
        var vectors = try RandomVectors(dimension: 4)
        let (index, _) = try filled(&vectors, count: 100)
        let bytes = IndexArchive.serialize(index)
        for offset in bytes.indices {
            var changed = bytes
            changed[offset] ^= UInt8(1 << (offset % 8))
            // A length that now leads beyond the end looks like a write cut short: whatever follows is left out.
            let restored = try? IndexArchive.restore(changed, space: vectors.space, configuration: configuration)
            #expect(restored.map { $0.length < bytes.count } ?? true)
        }
    }

    @Test func `bytes before a corrupt block can be read alone`() throws {
        var vectors = try RandomVectors(dimension: 4)
        let whole =
            try IndexArchive.header(of: vectors.space)
            + IndexArchive.insertion(of: vectors.next(), for: 1, in: .number(1))
        var bytes = whole + IndexArchive.removal(of: [1])
        bytes[whole.count + 6] ^= 1
        #expect(throws: VectorIndexError.corrupt(offset: whole.count)) {
            try IndexArchive.restore(bytes, space: vectors.space, configuration: configuration)
        }
        let restored = try IndexArchive.restore(whole, space: vectors.space, configuration: configuration)
        #expect(restored.index.statistics.entries == 1)
    }

    @Test func `another embedding model's archive is refused`() throws {
        let space = try VectorSpace(model: "a", dimension: 4)
        let header = IndexArchive.header(of: space)
        for other in [try VectorSpace(model: "b", dimension: 4), try VectorSpace(model: "a", dimension: 5)] {
            #expect(throws: VectorIndexError.otherSpace) {
                try IndexArchive.restore(header, space: other, configuration: configuration)
            }
        }
        var later = header
        later[8] = 2
        #expect(throws: VectorIndexError.unknownFormat) {
            try IndexArchive.restore(later, space: space, configuration: configuration)
        }
    }

    /// Blocks with a right checksum whose payload makes no sense, as a mistaken writer would leave them.
    @Test func `blocks that make no sense are refused whatever their checksum`() throws {
        var vectors = try RandomVectors(dimension: 4)
        let key = PartitionKey.number(1)
        let start =
            try IndexArchive.header(of: vectors.space)
            + IndexArchive.insertion(of: vectors.next(), for: 1, in: key)
            + IndexArchive.insertion(of: vectors.next(), for: 2, in: key)
        func block(_ kind: ArchiveBlock.Kind, _ fill: (inout ArchiveBlock) -> Void) -> [UInt8] {
            var block = ArchiveBlock(kind)
            fill(&block)
            return block.sealed()
        }
        func vector(_ components: [Float]) -> [UInt8] {
            block(.vectors) {
                $0.append(key)
                $0.append(UInt32(1))
                $0.append(UInt64(3))
                $0.append(components: components)
            }
        }
        func links(_ key: PartitionKey = key, entry: UInt32 = 0, levels: UInt8 = 0, lists: [UInt32]) -> [UInt8] {
            block(.links) {
                $0.append(key)
                $0.append(UInt16(4))
                $0.append(UInt32(2))
                $0.append(entry)
                $0.append(levels)
                $0.append(numbers: lists)
            }
        }
        let good = links(lists: [1, 1, 1, 0])
        #expect(try IndexArchive.restore(start + good, space: vectors.space, configuration: configuration).length > 0)
        let bad = [
            vector([1, 0, 0]), vector([1, 0, 0, 0, 0]), vector([.nan, 0, 0, 0]), vector([0, 0, 0, 0]),
            vector([2, 0, 0, 0]), vector([.infinity, 0, 0, 0]), vector([1, .leastNonzeroMagnitude, 0, 0]),
            block(.vectors) { $0.append(key) },
            block(.vectors) {
                $0.append(key)
                $0.append(UInt32.max)
            },
            block(.removals) { $0.append(UInt32.max) },
            block(.recency) { $0.append(UInt32(1)) },
            block(.partitionRemoval) { $0.append(UInt32(1)) },
            block(.removals) {
                $0.append(UInt32(0))
                $0.append(UInt8(0))
            },
            links(lists: [1, 2, 1, 0]), links(lists: [9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]), links(lists: [1, 1]),
            links(entry: 2, lists: [1, 1, 1, 0]), links(entry: .max, lists: [1, 1, 1, 0]),
            links(levels: 1, lists: [1, 1, 1, 0]), links(levels: 16, lists: [1, 1, 1, 0]),
            links(levels: 1, lists: [1, 1, 1, 0, 1, 1, 0]), links(levels: 1, lists: [1, 1, 1, 0, 1, 0, 1, 1]),
            links(levels: 1, lists: [1, 1, 1, 0, 2, 0, 0, 0, 0]), links(levels: 1, lists: [1, 1, 1, 0, 1, 7, 0]),
            links(.number(2), lists: [1, 1, 1, 0]), links(lists: [1, 1, 1, 0, 0]),
        ]
        for (number, block) in bad.enumerated() {
            #expect(throws: VectorIndexError.corrupt(offset: start.count), "block \(number)") {
                try IndexArchive.restore(start + block, space: vectors.space, configuration: configuration)
            }
        }
    }
}

import Caching
import Testing

@Suite struct PartitionedIndexTests {
    @Test func `a search sees nothing of other partitions`() throws {
        var vectors = try RandomVectors(dimension: 8)
        let index = PartitionedIndex(space: vectors.space)
        var owners: [VectorID: PartitionKey] = [:]
        var stored: [UnitVector] = []
        for number in 0..<600 {
            let key = PartitionKey.number(Int.random(in: 0..<40, using: &vectors.random))
            let vector = number % 3 == 0 && number > 0 ? stored[number / 2] : try vectors.next()
            stored.append(vector)
            try index.insert(vector, for: VectorID(rawValue: UInt64(number)), in: key)
            owners[VectorID(rawValue: UInt64(number))] = key
        }
        for number in 0..<40 {
            let key = PartitionKey.number(number)
            let found = try index.search(stored[number], in: key, limit: 1_000, floor: -1).map(\.id)
            #expect(Set(found) == Set(owners.filter { $0.value == key }.map(\.key)))
        }
        #expect(try index.search(stored[0], in: .number(99), limit: 9, floor: -1).isEmpty)
    }

    @Test func `an entry is in one partition at a time`() throws {
        var vectors = try RandomVectors(dimension: 8)
        let index = PartitionedIndex(space: vectors.space)
        let vector = try vectors.next()
        try index.insert(vector, for: 1, in: .number(1))
        try index.insert(vector, for: 1, in: .number(2))
        #expect(try index.search(vector, in: .number(1), limit: 1, floor: -1).isEmpty)
        #expect(try index.search(vector, in: .number(2), limit: 1, floor: -1).map(\.id) == [1])
        #expect(index.statistics.entries == 1)
        #expect(index.statistics.partitions == 1)
        #expect(index.remove(1))
        #expect(!index.remove(1))
        #expect(index.statistics.entries == 0)
        #expect(index.statistics.partitions == 0)
        #expect(index.statistics.bytes == 0)
    }

    @Test func `what was not used for the longest time goes first when the bound is reached`() throws {
        var vectors = try RandomVectors(dimension: 64)
        let index = PartitionedIndex(space: vectors.space, configuration: .init(byteLimit: 1 << 20))
        let first = try vectors.next()
        try index.insert(first, for: 0, in: .number(0))
        for id in 1..<6_000 {
            try index.insert(vectors.next(), for: VectorID(rawValue: UInt64(id)), in: .number(id % 7))
            index.touch(0)
            index.maintain()
            #expect(index.statistics.bytes <= 1 << 20)
        }
        let statistics = index.statistics
        #expect(statistics.evictions + statistics.entries == 6_000)
        #expect(statistics.entries > 200)
        #expect(try index.search(first, in: .number(0), limit: 1, floor: 0.999).map(\.id) == [0])
        // Apart from the one that was touched, the newest are there and no other.
        for id in 1..<6_000 {
            #expect(index.remove(VectorID(rawValue: UInt64(id))) == (id > 6_000 - statistics.entries))
        }
    }

    @Test func `the bound holds with thousands of partitions`() throws {
        var vectors = try RandomVectors(dimension: 32)
        let index = PartitionedIndex(space: vectors.space, configuration: .init(byteLimit: 2 << 20))
        let pool = try (0..<64).map { _ in try vectors.next() }
        for id in 0..<20_000 {
            try index.insert(pool[id % 64], for: VectorID(rawValue: UInt64(id)), in: .number(id / 2))
            if id % 100 == 0 { #expect(index.statistics.bytes <= 2 << 20) }
        }
        #expect(index.statistics.partitions > 500)
        #expect(index.statistics.evictions > 0)
    }

    @Test func `the bound holds even when nobody maintains the index`() throws {
        var vectors = try RandomVectors(dimension: 64)
        let index = PartitionedIndex(space: vectors.space, configuration: .init(byteLimit: 1 << 20))
        var refused = 0
        for id in 0..<8_000 {
            do {
                try index.insert(vectors.next(), for: VectorID(rawValue: UInt64(id)), in: .number(0))
            } catch VectorIndexError.full {
                refused += 1
            }
            #expect(index.statistics.bytes <= 1 << 20)
        }
        #expect(index.statistics.refusals == refused)
        #expect(refused > 0)
        while index.maintain() {}
        try index.insert(vectors.next(), for: 9_000, in: .number(0))
    }

    @Test func `a partition goes as a whole`() throws {
        var vectors = try RandomVectors(dimension: 8)
        let index = PartitionedIndex(space: vectors.space)
        let vector = try vectors.next()
        for id in 0..<100 { try index.insert(vector, for: VectorID(rawValue: UInt64(id)), in: .number(id % 2)) }
        index.removeAll(in: .number(0))
        index.removeAll(in: .number(5))
        #expect(index.statistics.entries == 50)
        #expect(try index.search(vector, in: .number(0), limit: 1, floor: -1).isEmpty)
        #expect(!index.remove(2))
        #expect(index.remove(1))
    }

    @Test func `a key is 32 bytes and gives them back`() {
        let bytes = (0..<32).map { UInt8($0 * 7) }
        #expect(PartitionKey(bytes)?.bytes == bytes)
        #expect(PartitionKey(bytes.dropLast()) == nil)
        #expect(PartitionKey(bytes + [0]) == nil)
    }
}

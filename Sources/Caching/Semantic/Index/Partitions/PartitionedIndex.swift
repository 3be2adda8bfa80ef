import Synchronization

/// The vectors of a semantic cache in memory: one ``AdaptiveIndex`` per partition, under one bound in bytes.
///
/// There are many partitions with a handful of vectors and few with many, so each begins with room for four, without
/// a graph, and a look-up reads its own partition only, however many others there are.
///
/// When the bound is reached, the entries that were not used for the longest time go, whatever partition they are in;
/// inserting an entry and ``touch(_:)`` are uses, finding one is not, as a match may yet be refused. Should dead
/// vectors hold the memory because ``maintain(_:)`` was not called, new entries are refused with
/// ``VectorIndexError/full``: the bound holds.
///
/// Safe to use from any number of threads: one lock guards the directory, held for a few microseconds at most; no
/// search happens under it.
public final class PartitionedIndex: VectorStore {
    /// The bound and the shape of the indexes.
    public struct Configuration: Sendable, Hashable {
        /// Bytes that may be allocated, at least 1 MiB. Entries go once living ones take
        /// seven tenths of it: up to a fifth of what is allocated may be dead before it is compacted. A compaction takes what its
        /// partition takes once more while it lasts.
        public var byteLimit: Int
        /// How each partition is indexed.
        public var index: AdaptiveIndex.Configuration

        /// A configuration.
        public init(byteLimit: Int = 256 << 20, index: AdaptiveIndex.Configuration = .init()) {
            self.byteLimit = max(byteLimit, 1 << 20)
            self.index = index
        }
    }

    /// What the store holds and has done.
    public struct Statistics: Sendable, Hashable {
        /// Vectors held.
        public var entries = 0
        /// Partitions that hold them.
        public var partitions = 0
        /// Bytes allocated.
        public var bytes = 0
        /// Entries that went to keep the bound.
        public var evictions = 0
        /// Entries refused because the bound was reached and nothing could go.
        public var refusals = 0
    }

    /// The space of its vectors.
    public let space: VectorSpace
    /// How it was set up.
    public let configuration: Configuration
    private let directory = Mutex(Directory())

    /// What an entry of the directory takes: a place in the list of recent use, and in the table by name.
    private static let entryOverhead = 24 + 24
    /// What a partition takes besides its vectors: the index object with its dictionaries, and its places here.
    private static let partitionOverhead = 768

    private struct Partition {
        var key: PartitionKey
        var index: AdaptiveIndex
        /// Bytes allocated when last looked at, and how many of them are of dead vectors.
        var allocated = 0
        var dead = 0
    }

    private struct Directory {
        var numbers: [PartitionKey: Int] = [:]
        /// By number; `nil` where one has gone.
        var partitions: [Partition?] = []
        var freeNumbers: [Int] = []
        var places: [VectorID: RecencyList.Place] = [:]
        var recency = RecencyList()
        var allocated = 0
        var dead = 0
        var evictions = 0
        var refusals = 0
        /// Partitions with work to do, each at most once.
        var toMaintain: [Int] = []
        var isToMaintain: Set<Int> = []

        var bytes: Int { allocated + places.count * PartitionedIndex.entryOverhead }
    }

    /// An empty store.
    public init(space: VectorSpace, configuration: Configuration = Configuration()) {
        self.space = space
        self.configuration = configuration
    }

    /// What the store holds and has done.
    public var statistics: Statistics {
        directory.withLock {
            Statistics(
                entries: $0.places.count,
                partitions: $0.numbers.count,
                bytes: $0.bytes,
                evictions: $0.evictions,
                refusals: $0.refusals
            )
        }
    }

    /// Adds a vector, in place of the one of the same name if there is one, in whatever partition it is.
    ///
    /// - Throws: ``VectorIndexError/otherSpace`` or ``VectorIndexError/full``.
    public func insert(_ vector: UnitVector, for id: VectorID, in partition: PartitionKey) throws(VectorIndexError) {
        var evicted: [VectorID] = []
        try insert(vector, for: id, in: partition, evicted: &evicted)
    }

    /// Adds a vector like ``insert(_:for:in:)``.
    ///
    /// - Parameter evicted: takes the entries that went to keep the bound, also where the new one is refused.
    func insert(
        _ vector: UnitVector,
        for id: VectorID,
        in partition: PartitionKey,
        evicted: inout [VectorID]
    ) throws(VectorIndexError) {
        guard vector.space == space else { throw .otherSpace }
        let isFull = directory.withLock { directory in
            forget(id, &directory)
            let known = directory.numbers[partition].flatMap { directory.partitions[$0]?.index.usage.growth }
            guard makeRoom(&directory, for: known ?? newPartitionBytes, evicted: &evicted) else {
                directory.refusals += 1
                return true
            }
            let number = number(of: partition, &directory)
            guard let index = directory.partitions[number]?.index, (try? index.insert(vector, for: id)) != nil else {
                directory.refusals += 1
                return true
            }
            directory.places[id] = directory.recency.add(id, partition: number)
            account(number, &directory)
            return false
        }
        if isFull { throw .full }
    }

    /// Removes a vector.
    @discardableResult
    public func remove(_ id: VectorID) -> Bool {
        directory.withLock { forget(id, &$0) }
    }

    /// Removes every vector of a partition, in time proportional to their number.
    public func removeAll(in partition: PartitionKey) {
        directory.withLock { directory in
            guard let number = directory.numbers[partition], let index = directory.partitions[number]?.index else {
                return
            }
            for id in index.picture.arena.livingIDs {
                if let place = directory.places.removeValue(forKey: id) { directory.recency.remove(place) }
            }
            drop(number, &directory)
        }
    }

    /// Notes that an entry was of use.
    public func touch(_ id: VectorID) {
        directory.withLock { directory in
            if let place = directory.places[id] { directory.recency.touch(place) }
        }
    }

    /// Finds the vectors of a partition most like a query, best first, none scored below the floor.
    public func search(
        _ query: UnitVector,
        in partition: PartitionKey,
        limit: Int,
        floor: Float
    ) throws(VectorIndexError) -> [VectorMatch] {
        guard query.space == space else { throw .otherSpace }
        let index = directory.withLock { directory in
            directory.numbers[partition].flatMap { directory.partitions[$0]?.index }
        }
        guard let index else { return [] }
        return try index.search(query, limit: limit, floor: floor)
    }

    /// Does a slice of the work that is left behind, for one partition after another. To be called again as long as
    /// it says so, from one background task and never from an event loop.
    ///
    /// - Parameter slice: How many vectors to link, about a millisecond each.
    /// - Returns: whether there is more to do.
    @discardableResult
    public func maintain(_ slice: Int = 128) -> Bool {
        let next = directory.withLock { directory -> (number: Int, index: AdaptiveIndex)? in
            while let number = directory.toMaintain.popLast() {
                directory.isToMaintain.remove(number)
                if let index = directory.partitions[number]?.index { return (number, index) }
            }
            return nil
        }
        guard let next else { return false }
        next.index.maintain(slice)
        return directory.withLock { directory in
            // The number may be another partition's by now.
            if directory.partitions[next.number]?.index === next.index { account(next.number, &directory) }
            return !directory.toMaintain.isEmpty
        }
    }

    // MARK: Archives

    /// The partitions and their pictures, and the entries from the least to the most recently used.
    var contents: (partitions: [(key: PartitionKey, picture: IndexPicture)], recency: [VectorID]) {
        directory.withLock { directory in
            var recency: [VectorID] = []
            recency.reserveCapacity(directory.places.count)
            directory.recency.forEachFromOldest { id, _ in recency.append(id) }
            return (directory.partitions.compactMap { $0.map { ($0.key, $0.index.picture) } }, recency)
        }
    }

    /// Takes a whole partition of an archive. No name in it may be known already.
    func adopt(_ index: AdaptiveIndex, in key: PartitionKey) {
        directory.withLock { directory in
            let number = number(of: key, &directory)
            directory.partitions[number]?.index = index
            for id in index.picture.arena.livingIDs {
                directory.places[id] = directory.recency.add(id, partition: number)
            }
            account(number, &directory)
        }
    }

    /// Evicts what is over the bound once everything is adopted and its recency known.
    func keepBound() {
        var evicted: [VectorID] = []
        directory.withLock { _ = makeRoom(&$0, evicted: &evicted) }
    }

    // MARK: Under the lock

    @discardableResult
    private func forget(_ id: VectorID, _ directory: inout Directory) -> Bool {
        guard let place = directory.places.removeValue(forKey: id) else { return false }
        let number = directory.recency.partition(place)
        directory.recency.remove(place)
        guard let index = directory.partitions[number]?.index else { return true }
        index.remove(id)
        account(number, &directory)
        return true
    }

    /// What the first vector of a partition allocates.
    private var newPartitionBytes: Int {
        let encoding = configuration.index.encoding
        return Self.partitionOverhead + VectorChunk.byteCount(capacity: 4, stride: space.stride, encoding: encoding)
            + 512
    }

    /// Evicts until seven tenths of the bound hold what lives, and says whether `growth` more bytes are within it.
    private func makeRoom(
        _ directory: inout Directory,
        for growth: Int = 0,
        evicted: inout [VectorID]
    ) -> Bool {
        let limit = configuration.byteLimit / 10 * 7
        while directory.bytes - directory.dead > limit, let id = directory.recency.leastRecent {
            forget(id, &directory)
            directory.evictions += 1
            evicted.append(id)
        }
        return directory.bytes + growth + Self.entryOverhead <= configuration.byteLimit
    }

    private func number(of key: PartitionKey, _ directory: inout Directory) -> Int {
        if let number = directory.numbers[key] { return number }
        let partition = Partition(key: key, index: AdaptiveIndex(space: space, configuration: configuration.index))
        let number: Int
        if let free = directory.freeNumbers.popLast() {
            number = free
            directory.partitions[number] = partition
        } else {
            number = directory.partitions.count
            directory.partitions.append(partition)
        }
        directory.numbers[key] = number
        return number
    }

    /// Brings the account of a partition up to date; an empty one goes.
    private func account(_ number: Int, _ directory: inout Directory) {
        guard let partition = directory.partitions[number] else { return }
        let usage = partition.index.usage
        guard usage.count > 0 else { return drop(number, &directory) }
        let allocated = usage.allocated + Self.partitionOverhead
        directory.allocated += allocated - partition.allocated
        directory.dead += usage.dead - partition.dead
        directory.partitions[number]?.allocated = allocated
        directory.partitions[number]?.dead = usage.dead
        if partition.index.needsMaintenance, directory.isToMaintain.insert(number).inserted {
            directory.toMaintain.append(number)
        }
    }

    private func drop(_ number: Int, _ directory: inout Directory) {
        guard let partition = directory.partitions[number] else { return }
        directory.allocated -= partition.allocated
        directory.dead -= partition.dead
        directory.numbers.removeValue(forKey: partition.key)
        directory.partitions[number] = nil
        directory.freeNumbers.append(number)
    }
}

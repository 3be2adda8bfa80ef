import Synchronization

/// The questions whose answers are stored, as they are found by meaning: their vectors, and their words to compare.
///
/// Of one embedder's vectors: another embedder has another memory. The answers are elsewhere; what is found here only says under
/// which key. Bounded in bytes, and in entries per tenant; what was not used for the longest time goes.
///
/// Safe to use from any number of threads: one lock guards the table, held for some lookups in dictionaries; no vectors are
/// compared under it.
public final class SemanticMemory: Sendable {
    /// The bounds.
    public struct Limits: Hashable, Sendable {
        /// The most bytes of everything.
        public var bytes: Int
        /// The most entries of one tenant.
        public var entries: Int

        /// Creates bounds.
        public init(bytes: Int = 128 << 20, entries: Int = 50_000) {
            self.bytes = bytes
            self.entries = entries
        }

        /// The vectors' part: the rest is for texts and tables.
        var vectorBytes: Int { bytes / 4 * 3 }
        var textBytes: Int { bytes - vectorBytes }
    }

    /// A stored question that is like another.
    public struct Candidate: Sendable {
        /// The stored question.
        public let entry: SemanticEntry
        /// How like it is.
        public let score: Double
    }

    /// Whose vectors they are.
    public let space: VectorSpace
    /// The bounds.
    public let limits: Limits
    private let index: PartitionedIndex
    private let table = Mutex(Table())

    private struct Row {
        var entry: SemanticEntry
        var place: RecencyList.Place
        var tenant: Int
        var placeOfTenant: RecencyList.Place
    }

    private struct Table {
        var rows: [VectorID: Row] = [:]
        /// All entries by use.
        var recency = RecencyList()
        /// By tenant: entries by use, and how many they are.
        var tenants: [(recency: RecencyList, count: Int)] = []
        var numbers: [CacheTenant: Int] = [:]
        var names: [CacheTenant?] = []
        var freeNumbers: [Int] = []
        var bytes = 0
        var evictions = 0
    }

    /// Creates an empty memory.
    /// - Parameters:
    ///   - space: whose vectors it takes.
    ///   - limits: the bounds.
    public init(space: VectorSpace, limits: Limits = Limits()) {
        self.space = space
        self.limits = limits
        index = PartitionedIndex(space: space, configuration: .init(byteLimit: limits.vectorBytes))
    }

    /// How many entries there are.
    public var count: Int { table.withLock { $0.rows.count } }

    /// What everything takes, in bytes.
    public var bytes: Int { table.withLock { $0.bytes } + index.statistics.bytes }

    /// How many entries went to keep a bound.
    public var evictions: Int { table.withLock { $0.evictions } }

    // MARK: - Finding

    /// Finds stored questions like one, the most like first.
    /// - Parameters:
    ///   - vector: the question's vector.
    ///   - partition: which questions may answer it.
    ///   - limit: the most that are found.
    ///   - floor: the least likeness.
    /// - Throws: ``VectorIndexError/otherSpace`` for another embedder's vector.
    public func candidates(
        for vector: UnitVector,
        in partition: PartitionKey,
        limit: Int = 8,
        floor: Double
    ) throws(VectorIndexError) -> [Candidate] {
        let matches = try index.search(vector, in: partition, limit: limit, floor: Float(floor))
        guard !matches.isEmpty else { return [] }
        return table.withLock { table in
            matches.compactMap { match in
                guard let entry = table.rows[match.id]?.entry, entry.partition == partition else { return nil }
                return Candidate(entry: entry, score: Double(match.score))
            }
        }
    }

    /// Notes that an entry was of use.
    public func touch(_ entry: SemanticEntry) {
        let isKnown = table.withLock { table in
            guard let row = table.rows[entry.id] else { return false }
            table.recency.touch(row.place)
            table.tenants[row.tenant].recency.touch(row.placeOfTenant)
            return true
        }
        if isKnown { index.touch(entry.id) }
    }

    // MARK: - Changing

    /// Adds a question, in place of the one with the same answer if there is one.
    /// - Throws: ``VectorIndexError`` where its vector cannot be kept.
    public func insert(_ entry: SemanticEntry, _ vector: UnitVector) throws(VectorIndexError) {
        guard entry.cost <= limits.textBytes else { throw .full }
        var evicted: [VectorID] = []
        var failure: VectorIndexError?
        do { try index.insert(vector, for: entry.id, in: entry.partition, evicted: &evicted) } catch { failure = error }
        let old = table.withLock { table -> [VectorID] in
            for id in evicted where forget(id, &table) { table.evictions += 1 }
            forget(entry.id, &table)
            if failure != nil { return [] }
            var old: [VectorID] = []
            let tenant = number(of: entry.tenant, &table)
            while table.tenants[tenant].count >= limits.entries, let id = table.tenants[tenant].recency.leastRecent {
                evict(id, &table, &old)
            }
            while table.bytes + entry.cost > limits.textBytes, let id = table.recency.leastRecent {
                evict(id, &table, &old)
            }
            add(entry, &table)
            return old
        }
        for id in old { index.remove(id) }
        if let failure { throw failure }
    }

    /// Removes the question whose answer is stored under a key.
    /// - Returns: whether there was one.
    @discardableResult
    public func remove(_ digest: CacheDigest) -> Bool {
        let id = VectorID(rawValue: digest.word)
        let isKnown = table.withLock { table in
            table.rows[id]?.entry.digest == digest && forget(id, &table)
        }
        if isKnown { index.remove(id) }
        return isKnown
    }

    /// Removes all questions.
    public func removeAll() {
        let ids = table.withLock { table in
            let ids = Array(table.rows.keys)
            table = Table()
            return ids
        }
        for id in ids { index.remove(id) }
    }

    /// Removes questions whose answers are no longer there, looking at every one; for a quiet moment, and not on an event loop.
    /// - Parameter isThere: whether there is an answer under a key.
    /// - Returns: how many were removed.
    @discardableResult
    public func sweep(isThere: (CacheDigest) -> Bool) -> Int {
        let digests = table.withLock { $0.rows.values.map(\.entry.digest) }
        var count = 0
        for digest in digests where !isThere(digest) { if remove(digest) { count += 1 } }
        return count
    }

    /// Does a slice of the work that insertions leave behind. Never on an event loop.
    /// - Returns: whether there is more to do.
    @discardableResult
    public func maintain(_ slice: Int = 16) -> Bool { index.maintain(slice) }

    /// All entries at this moment, for a copy of them elsewhere.
    public var entries: [SemanticEntry] { table.withLock { $0.rows.values.map(\.entry) } }

    // MARK: - Under the lock

    private func evict(_ id: VectorID, _ table: inout Table, _ old: inout [VectorID]) {
        forget(id, &table)
        table.evictions += 1
        old.append(id)
    }

    private func add(_ entry: SemanticEntry, _ table: inout Table) {
        // Evictions may have taken the tenant's number away.
        let tenant = number(of: entry.tenant, &table)
        let placeOfTenant = table.tenants[tenant].recency.add(entry.id, partition: 0)
        table.tenants[tenant].count += 1
        table.rows[entry.id] = Row(
            entry: entry,
            place: table.recency.add(entry.id, partition: 0),
            tenant: tenant,
            placeOfTenant: placeOfTenant
        )
        table.bytes += entry.cost
    }

    @discardableResult
    private func forget(_ id: VectorID, _ table: inout Table) -> Bool {
        guard let row = table.rows.removeValue(forKey: id) else { return false }
        table.recency.remove(row.place)
        table.tenants[row.tenant].recency.remove(row.placeOfTenant)
        table.tenants[row.tenant].count -= 1
        table.bytes -= row.entry.cost
        if table.tenants[row.tenant].count == 0, let name = table.names[row.tenant] {
            table.numbers[name] = nil
            table.names[row.tenant] = nil
            table.tenants[row.tenant].recency = RecencyList()
            table.freeNumbers.append(row.tenant)
        }
        return true
    }

    private func number(of tenant: CacheTenant, _ table: inout Table) -> Int {
        if let number = table.numbers[tenant] { return number }
        let number: Int
        if let free = table.freeNumbers.popLast() {
            number = free
            table.names[number] = tenant
        } else {
            number = table.tenants.count
            table.tenants.append((RecencyList(), 0))
            table.names.append(tenant)
        }
        table.numbers[tenant] = number
        return number
    }
}

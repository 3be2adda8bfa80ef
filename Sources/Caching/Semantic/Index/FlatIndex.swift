/// An index that looks at every vector: exact, without any work on insertion, and the fastest for few vectors.
public struct FlatIndex: VectorIndex {
    private var arena: VectorArena
    private var slots: [VectorID: UInt32] = [:]

    /// An empty index.
    public init(space: VectorSpace, encoding: VectorEncoding = .int8) {
        arena = VectorArena(space: space, encoding: encoding)
    }

    /// The space of its vectors.
    public var space: VectorSpace { arena.space }
    /// How many vectors it holds.
    public var count: Int { arena.liveCount }
    /// Bytes of memory it takes.
    public var byteCount: Int { arena.byteCount + SlotMap.byteCount(slots) }

    /// Adds a vector, in place of the one of the same name if there is one.
    public mutating func insert(_ vector: UnitVector, for id: VectorID) throws(VectorIndexError) {
        guard vector.space == arena.space else { throw .otherSpace }
        guard arena.count < Int(Int32.max) else { throw .full }
        if let old = slots[id] { arena.bury(Int(old)) }
        slots[id] = UInt32(arena.append(vector, id: id))
        compactIfWorthwhile()
    }

    /// Removes a vector.
    @discardableResult
    public mutating func remove(_ id: VectorID) -> Bool {
        guard let slot = slots.removeValue(forKey: id) else { return false }
        arena.bury(Int(slot))
        compactIfWorthwhile()
        return true
    }

    /// Finds the vectors most like a query, best first.
    public func search(_ query: UnitVector, limit: Int, floor: Float) throws(VectorIndexError) -> [VectorMatch] {
        guard query.space == arena.space else { throw .otherSpace }
        guard limit > 0 else { return [] }
        let prepared = arena.query(query)
        var best = BestCandidates(bound: arena.width(for: limit), floor: arena.coarseFloor(floor))
        arena.scan(prepared, slots: 0..<arena.count, into: &best)
        return arena.matches(best, query: prepared, limit: limit, floor: floor)
    }

    /// Copies the living vectors together once half of the slots are dead, which costs each removal one copy.
    private mutating func compactIfWorthwhile() {
        guard arena.deadCount > max(4, arena.count / 2) else { return }
        let compaction = ArenaCompaction(arena)
        arena = compaction.arena
        slots = compaction.slots
    }
}

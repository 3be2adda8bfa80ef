/// An index that follows links between near vectors: a look-up sees a few thousand of however many there are.
///
/// A hierarchical navigable small world (Malkov and Yashunin, arXiv:1603.09320). It may miss the best match; how
/// seldom is up to ``GraphParameters/searchWidth``.
/// A removed vector is no longer found at once. It goes on leading searches to others until one vector in five is
/// dead; then the living ones are copied together and the links around the dead repaired.
public struct GraphIndex: VectorIndex {
    private var picture: IndexPicture
    private var slots: [VectorID: UInt32] = [:]

    /// An empty index.
    public init(space: VectorSpace, encoding: VectorEncoding = .int8, parameters: GraphParameters = .standard) {
        picture = IndexPicture(
            arena: VectorArena(space: space, encoding: encoding),
            links: GraphLinks(parameters: parameters)
        )
    }

    /// The space of its vectors.
    public var space: VectorSpace { picture.arena.space }
    /// How many vectors it holds.
    public var count: Int { picture.arena.liveCount }
    /// Bytes of memory it takes.
    public var byteCount: Int { picture.arena.byteCount + picture.links.byteCount + SlotMap.byteCount(slots) }

    /// Adds a vector, in place of the one of the same name if there is one.
    public mutating func insert(_ vector: UnitVector, for id: VectorID) throws(VectorIndexError) {
        guard vector.space == space else { throw .otherSpace }
        guard picture.arena.count < Int(Int32.max) else { throw .full }
        if let old = slots[id] { picture.arena.bury(Int(old)) }
        slots[id] = UInt32(picture.arena.append(vector, id: id))
        picture.links.link(in: picture.arena)
        compactIfWorthwhile()
    }

    /// Removes a vector.
    @discardableResult
    public mutating func remove(_ id: VectorID) -> Bool {
        guard let slot = slots.removeValue(forKey: id) else { return false }
        picture.arena.bury(Int(slot))
        compactIfWorthwhile()
        return true
    }

    /// Finds the vectors most like a query, best first.
    public func search(_ query: UnitVector, limit: Int, floor: Float) throws(VectorIndexError) -> [VectorMatch] {
        try picture.search(query, limit: limit, floor: floor)
    }

    /// The same with another ``GraphParameters/searchWidth``, for measuring what it is worth.
    public func search(
        _ query: UnitVector,
        limit: Int,
        floor: Float,
        width: Int
    ) throws(VectorIndexError) -> [VectorMatch] {
        try picture.search(query, limit: limit, floor: floor, width: width)
    }

    private mutating func compactIfWorthwhile() {
        guard picture.arena.deadCount > max(16, picture.arena.count / 5) else { return }
        let compaction = ArenaCompaction(picture.arena)
        picture.links = picture.links.compacted(moved: compaction.moved, into: compaction.arena)
        picture.arena = compaction.arena
        slots = compaction.slots
    }
}

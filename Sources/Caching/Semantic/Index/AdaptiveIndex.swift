import Synchronization

/// An index that looks at every vector while there are few, and follows a graph once there are many.
///
/// Safe to use from any number of threads. A look-up copies the picture of the index, a handful of references, under
/// the lock and searches that copy outside of it; adding a vector holds the lock for one copy of the vector. Whatever
/// takes longer (linking vectors into the graph, copying the living ones together) happens in ``maintain(_:)``, which
/// one background task calls: it works on its own copy and holds the lock to hand over the result. Look-ups never
/// wait for it, and find vectors that are not linked yet by looking at them one by one.
public final class AdaptiveIndex: VectorIndex {
    /// When an index builds a graph, and of what shape.
    public struct Configuration: Sendable, Hashable {
        /// What searches look at.
        public var encoding: VectorEncoding
        /// Vectors above which a graph is built; it is given up again below half as many.
        public var crossing: Int
        /// The shape of the graph.
        public var graph: GraphParameters

        /// A configuration.
        public init(
            encoding: VectorEncoding = .int8,
            crossing: Int = AdaptiveIndex.standardCrossing,
            graph: GraphParameters = .standard
        ) {
            self.encoding = encoding
            self.crossing = max(crossing, 64)
            self.graph = graph
        }
    }

    /// Where the graph begins to pay, measured by `Benchmarks/vector-index` at 384 dimensions.
    ///
    /// A look-up in a graph is the cheaper one from some 5,000 vectors on, but linking a vector costs as much as two or
    /// three look-ups, and a cache that misses adds a vector for each. With one insertion per look-up both ways cost the
    /// same near 18,000 vectors; looking at all of 16,000 still stays under 2 ms.
    public static let standardCrossing = 16_000

    /// Compactions of fewer slots than this are done by whoever removes a vector: they copy half a megabyte at most
    /// at 384 dimensions.
    private static let smallSlots = 256

    /// The space of its vectors.
    public let space: VectorSpace
    /// How it was set up.
    public let configuration: Configuration
    private let state: Mutex<State>

    private struct State {
        var picture: IndexPicture
        var slots: [VectorID: UInt32] = [:]
        /// Someone is in ``maintain(_:)``.
        var isMaintained = false
        /// What changed since the compaction that is under way copied the picture.
        var changes: [Change]?
    }

    private enum Change {
        case inserted(slot: Int)
        case removed(VectorID)
    }

    private enum Work {
        case compact(IndexPicture)
        case link(IndexPicture)
    }

    /// An empty index.
    public init(space: VectorSpace, configuration: Configuration = Configuration()) {
        self.space = space
        self.configuration = configuration
        state = Mutex(State(picture: Self.emptyPicture(space, configuration)))
    }

    /// An index of what an archive held. `links` may cover only the first vectors of the arena.
    init(restoring picture: IndexPicture, slots: [VectorID: UInt32], configuration: Configuration) {
        space = picture.arena.space
        self.configuration = configuration
        state = Mutex(State(picture: picture, slots: slots))
    }

    private static func emptyPicture(_ space: VectorSpace, _ configuration: Configuration) -> IndexPicture {
        IndexPicture(
            arena: VectorArena(space: space, encoding: configuration.encoding),
            links: GraphLinks(parameters: configuration.graph)
        )
    }

    /// How many vectors it holds.
    public var count: Int { state.withLock { $0.picture.arena.liveCount } }

    /// Bytes of memory it takes, dead vectors included. A compaction takes as much again while it lasts.
    public var byteCount: Int { usage.allocated }

    /// The vectors it holds, the memory they take, how much of it dead ones take, and what the next vector adds at most.
    var usage: (count: Int, allocated: Int, dead: Int, growth: Int) {
        state.withLock { state in
            let arena = state.picture.arena
            let bytes = arena.byteCount + state.picture.links.byteCount + SlotMap.byteCount(state.slots)
            let dead = arena.count == 0 ? 0 : bytes / max(1, arena.count) * arena.deadCount
            let isMapFull = state.slots.count == state.slots.capacity
            let growth = arena.growth + (isMapFull ? SlotMap.byteCount(state.slots) + 128 : 0)
            return (arena.liveCount, bytes, dead, growth)
        }
    }

    /// How many vectors are linked. Zero as long as every look-up looks at all of them.
    public var linkedCount: Int { state.withLock { $0.picture.links.count } }

    /// What look-ups read at this moment.
    var picture: IndexPicture { state.withLock { $0.picture } }

    /// Adds a vector, in place of the one of the same name if there is one.
    public func insert(_ vector: UnitVector, for id: VectorID) throws(VectorIndexError) {
        guard vector.space == space else { throw .otherSpace }
        let isFull = state.withLock { state in
            guard state.picture.arena.count < Int(Int32.max) else { return true }
            if let old = state.slots[id] {
                state.picture.arena.bury(Int(old))
                state.changes?.append(.removed(id))
            }
            let slot = state.picture.arena.append(vector, id: id)
            state.slots[id] = UInt32(slot)
            state.changes?.append(.inserted(slot: slot))
            compactIfSmall(&state)
            return false
        }
        if isFull { throw .full }
    }

    /// Removes a vector.
    @discardableResult
    public func remove(_ id: VectorID) -> Bool {
        state.withLock { state in
            guard let slot = state.slots.removeValue(forKey: id) else { return false }
            state.picture.arena.bury(Int(slot))
            state.changes?.append(.removed(id))
            compactIfSmall(&state)
            return true
        }
    }

    /// Finds the vectors most like a query, best first.
    public func search(_ query: UnitVector, limit: Int, floor: Float) throws(VectorIndexError) -> [VectorMatch] {
        try picture.search(query, limit: limit, floor: floor)
    }

    private func compactIfSmall(_ state: inout State) {
        let arena = state.picture.arena
        guard arena.count < Self.smallSlots, arena.deadCount > max(2, arena.count / 4), !state.isMaintained,
            state.picture.links.count == 0
        else { return }
        let compaction = ArenaCompaction(arena)
        state.picture.arena = compaction.arena
        state.slots = compaction.slots
    }

    // MARK: Maintenance

    /// Whether ``maintain(_:)`` has something to do.
    public var needsMaintenance: Bool { state.withLock { work(for: $0) != nil } }

    /// Does a slice of the work that look-ups and insertions leave behind. To be called again as long as it says so,
    /// from one background task and never from an event loop; a second caller at the same time returns at once.
    ///
    /// - Parameter slice: How many vectors to link, about a millisecond each. A compaction is one slice.
    /// - Returns: whether there is more to do.
    @discardableResult
    public func maintain(_ slice: Int = 128) -> Bool {
        let work: Work? = state.withLock { state in
            guard !state.isMaintained, let work = self.work(for: state) else { return nil }
            state.isMaintained = true
            if case .compact = work { state.changes = [] }
            return work
        }
        switch work {
        case nil: return false
        case .link(let picture): link(picture, slice: max(1, slice))
        case .compact(let picture): compact(picture)
        }
        return needsMaintenance
    }

    private func work(for state: State) -> Work? {
        let arena = state.picture.arena
        let isSmall = arena.liveCount < configuration.crossing / 2
        if arena.deadCount > max(16, arena.count / 5) || (isSmall && state.picture.links.count > 0) {
            return .compact(state.picture)
        }
        let wantsLinks = state.picture.links.count > 0 || arena.liveCount > configuration.crossing
        return wantsLinks && state.picture.links.count < arena.count ? .link(state.picture) : nil
    }

    private func link(_ picture: IndexPicture, slice: Int) {
        var links = picture.links
        for _ in 0..<min(slice, picture.arena.count - links.count) { links.link(in: picture.arena) }
        state.withLock { [links] state in
            state.picture.links = links
            state.isMaintained = false
        }
    }

    private func compact(_ picture: IndexPicture) {
        var compaction = ArenaCompaction(picture.arena)
        let keepsLinks = compaction.arena.liveCount >= configuration.crossing / 2
        let links =
            keepsLinks
            ? picture.links.compacted(moved: compaction.moved, into: compaction.arena)
            : GraphLinks(parameters: configuration.graph)
        // Repeat what happened meanwhile, until so little is left that it can be repeated under the lock.
        while true {
            let isDone = state.withLock { state in
                let changes = state.changes ?? []
                guard changes.count <= 32 else { return false }
                Self.apply(changes, of: state.picture.arena, to: &compaction)
                state.picture = IndexPicture(arena: compaction.arena, links: links)
                state.slots = compaction.slots
                state.changes = nil
                state.isMaintained = false
                return true
            }
            guard !isDone else { return }
            let (changes, arena) = state.withLock { state in
                let changes = state.changes ?? []
                state.changes = []
                return (changes, state.picture.arena)
            }
            Self.apply(changes, of: arena, to: &compaction)
        }
    }

    private static func apply(_ changes: [Change], of arena: VectorArena, to compaction: inout ArenaCompaction) {
        for change in changes {
            switch change {
            case .inserted(let slot): compaction.insert(slot: slot, of: arena)
            case .removed(let id): compaction.remove(id)
            }
        }
    }
}

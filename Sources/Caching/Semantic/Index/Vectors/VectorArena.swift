/// The vectors of an index in chunks of contiguous memory, by slot in the order of their arrival.
///
/// Copies are cheap and independent of each other: they share the chunks, and a copy that adds a vector behind one
/// another copy has already added copies that chunk first. A vector that is removed keeps its slot, marked dead, until
/// the index is compacted into a new arena.
///
/// - Note: `@unchecked Sendable` for `table` alone, whose pointers lead into the chunks that `chunks` keeps alive and
///   ``VectorChunk`` makes safe to read.
struct VectorArena: @unchecked Sendable {
    let space: VectorSpace
    let encoding: VectorEncoding
    let stride: Int
    /// Slots in use, dead ones included.
    private(set) var count = 0
    private(set) var deadCount = 0
    private var chunks: [VectorChunk] = []
    /// The pointers of each chunk, so that a search touches no reference counts.
    private var table: [VectorChunk.Pointers] = []
    private var dead = BitSet()

    init(space: VectorSpace, encoding: VectorEncoding) {
        self.space = space
        self.encoding = encoding
        stride = space.stride
    }

    var liveCount: Int { count - deadCount }

    /// Bytes allocated.
    var byteCount: Int {
        let chunks = chunks.count == 1 ? chunks[0].capacity : chunks.count * VectorChunk.fullCapacity
        return VectorChunk.byteCount(capacity: chunks, stride: stride, encoding: encoding)
            + self.chunks.capacity * (MemoryLayout<VectorChunk.Pointers>.stride + 8 + 96) + dead.byteCount
    }

    /// Bytes that adding one more vector allocates.
    var growth: Int {
        let place = count & (VectorChunk.fullCapacity - 1)
        guard place == 0 || place == chunks.last?.capacity else { return 0 }
        let capacity = count == 0 ? 4 : count < VectorChunk.fullCapacity ? place : VectorChunk.fullCapacity
        return VectorChunk.byteCount(capacity: capacity, stride: stride, encoding: encoding)
            + (chunks.count == chunks.capacity
                ? (chunks.count + 4) * (MemoryLayout<VectorChunk.Pointers>.stride + 104) : 0)
            + (dead.byteCount / 64 + 1) * 64
    }

    // MARK: Changing

    /// Adds a vector and answers its slot.
    mutating func append(_ vector: UnitVector, id: VectorID) -> Int {
        let pointers = claimNext()
        let place = count & (VectorChunk.fullCapacity - 1)
        vector.padded.withUnsafeBufferPointer { source in
            // A vector of this space has exactly `stride` components; nothing is written should that ever be wrong.
            guard let start = source.baseAddress, source.count == stride else { return }
            (pointers.components + place * stride).update(from: start, count: stride)
        }
        encode(place, of: pointers)
        pointers.ids[place] = id.rawValue
        return advance()
    }

    /// Adds a vector of another arena of the same space and encoding.
    mutating func append(slot: Int, of other: VectorArena) -> Int {
        precondition(other.stride == stride && other.encoding == encoding && slot < other.count)
        let pointers = claimNext()
        let place = count & (VectorChunk.fullCapacity - 1)
        let source = other.table[slot / VectorChunk.fullCapacity]
        let from = slot & (VectorChunk.fullCapacity - 1)
        (pointers.components + place * stride).update(from: source.components + from * stride, count: stride)
        if encoding == .int8 {
            (pointers.codes + place * stride).update(from: source.codes + from * stride, count: stride)
        }
        pointers.scales[place] = source.scales[from]
        pointers.ids[place] = source.ids[from]
        return advance()
    }

    /// Marks a slot dead.
    mutating func bury(_ slot: Int) {
        precondition(slot < count)
        if dead.insert(slot) { deadCount += 1 }
    }

    private mutating func advance() -> Int {
        dead.grow(below: count + 1)
        count += 1
        return count - 1
    }

    /// The chunk whose place for slot `count` is now ours to write.
    private mutating func claimNext() -> VectorChunk.Pointers {
        let index = count / VectorChunk.fullCapacity
        let place = count & (VectorChunk.fullCapacity - 1)
        if index == chunks.count {
            // The first chunk begins small: most partitions hold a handful of vectors.
            let chunk = VectorChunk(
                capacity: index == 0 ? 4 : VectorChunk.fullCapacity,
                stride: stride,
                encoding: encoding
            )
            chunks.append(chunk)
            table.append(chunk.pointers)
        }
        if !chunks[index].claim(place) {
            let capacity = chunks[index].capacity
            let grown = min(VectorChunk.fullCapacity, place < capacity ? capacity : capacity * 2)
            let copy = chunks[index].copy(count: place, capacity: grown, stride: stride, encoding: encoding)
            chunks[index] = copy
            table[index] = copy.pointers
            let claimed = copy.claim(place)
            precondition(claimed)
        }
        return table[index]
    }

    /// Writes the 8-bit components of a place.
    private func encode(_ place: Int, of pointers: VectorChunk.Pointers) {
        guard encoding == .int8 else { return }
        let components = pointers.components + place * stride
        let codes = pointers.codes + place * stride
        var largest: Float = 0
        for index in 0..<stride { largest = max(largest, components[index].magnitude) }
        // A unit vector's largest component is at least 1/128 (16,384 components), so nothing is divided by zero.
        let scale = max(largest, .leastNormalMagnitude) / 127
        for index in 0..<stride {
            codes[index] = Int8(max(-127, min(127, (components[index] / scale).rounded())))
        }
        pointers.scales[place] = scale
    }

    // MARK: Reading

    @inline(__always)
    func isDead(_ slot: Int) -> Bool { dead.contains(slot) }

    func id(_ slot: Int) -> VectorID {
        precondition(slot < count)
        let id = table[slot / VectorChunk.fullCapacity].ids[slot & (VectorChunk.fullCapacity - 1)]
        return VectorID(rawValue: id)
    }

    /// The names of the living vectors, in the order of their arrival.
    var livingIDs: [VectorID] { (0..<count).lazy.filter { !isDead($0) }.map(id) }

    /// The components of a slot with their padding.
    func components(_ slot: Int) -> [Float] {
        precondition(slot < count)
        let start = table[slot / VectorChunk.fullCapacity].components + (slot & (VectorChunk.fullCapacity - 1)) * stride
        return Array(UnsafeBufferPointer(start: start, count: stride))
    }

    /// A query as the kernels want it.
    func query(_ vector: UnitVector) -> ArenaQuery {
        ArenaQuery(components: vector.padded, encoding: encoding)
    }

    /// A stored vector as a query.
    func query(_ slot: Int) -> ArenaQuery {
        ArenaQuery(components: components(slot), encoding: encoding)
    }

    /// The likeness of a slot as the encoding sees it. The slot must be below ``count``.
    @inline(__always)
    func score(_ query: ArenaQuery, _ slot: Int) -> Float {
        precondition(slot < count)
        let pointers = table[slot &>> 6]
        let place = slot & 63
        switch encoding {
        case .float32: return exact(query, pointers, place)
        case .int8: return coarse(query, pointers, place)
        }
    }

    /// The likeness of a slot in single precision. The slot must be below ``count``.
    @inline(__always)
    func exactScore(_ query: ArenaQuery, _ slot: Int) -> Float {
        precondition(slot < count)
        return exact(query, table[slot &>> 6], slot & 63)
    }

    /// The likeness of two slots in single precision. Both must be below ``count``.
    @inline(__always)
    func pairScore(_ left: Int, _ right: Int) -> Float {
        precondition(left < count && right < count)
        return DotProduct.float32(
            table[left &>> 6].components + (left & 63) &* stride,
            table[right &>> 6].components + (right & 63) &* stride,
            count: stride
        )
    }

    @inline(__always)
    private func exact(_ query: ArenaQuery, _ pointers: VectorChunk.Pointers, _ place: Int) -> Float {
        query.components.withUnsafeBufferPointer { components in
            guard let start = components.baseAddress, components.count == stride else { return -.infinity }
            return DotProduct.float32(pointers.components + place &* stride, start, count: stride)
        }
    }

    @inline(__always)
    private func coarse(_ query: ArenaQuery, _ pointers: VectorChunk.Pointers, _ place: Int) -> Float {
        query.codes.withUnsafeBufferPointer { codes in
            guard let start = codes.baseAddress, codes.count == stride else { return -.infinity }
            let product = DotProduct.int8(pointers.codes + place &* stride, start, count: stride)
            return Float(product) * pointers.scales[place] * query.scale
        }
    }

    /// Looks at every living vector of the given slots.
    func scan(_ query: ArenaQuery, slots: Range<Int>, into best: inout BestCandidates) {
        precondition(slots.lowerBound >= 0 && slots.upperBound <= count)
        var slot = slots.lowerBound
        while slot < slots.upperBound {
            let pointers = table[slot &>> 6]
            let end = min(slots.upperBound, (slot | 63) &+ 1)
            while slot < end {
                if deadCount == 0 || !dead.contains(slot) {
                    let score =
                        switch encoding {
                        case .float32: exact(query, pointers, slot & 63)
                        case .int8: coarse(query, pointers, slot & 63)
                        }
                    best.offer(Candidate(score: score, slot: UInt32(truncatingIfNeeded: slot)))
                }
                slot &+= 1
            }
        }
    }

    /// How many candidates a search has to keep so that the best `limit` are among them; more than there are would be
    /// room for nothing.
    func width(for limit: Int) -> Int {
        let limit = min(limit, max(count, 1))
        return encoding == .float32 ? limit : max(32, 4 * limit)
    }

    /// The floor for candidates so that none whose true score reaches `floor` is lost to rounding.
    ///
    /// A component is off by half a step of 1/127 of the largest one, a score by a random sum of these. 0.03 is a margin
    /// for the usual case, not a bound for every vector.
    func coarseFloor(_ floor: Float) -> Float {
        encoding == .float32 ? floor : floor - 0.03
    }

    /// Turns candidates into matches: scored in single precision, best first, none below the floor.
    func matches(_ best: BestCandidates, query: ArenaQuery, limit: Int, floor: Float) -> [VectorMatch] {
        var exact = BestCandidates(bound: min(limit, best.sorted.count), floor: floor)
        for candidate in best.sorted {
            let score = encoding == .float32 ? candidate.score : exactScore(query, Int(candidate.slot))
            exact.offer(Candidate(score: score, slot: candidate.slot))
        }
        return exact.sorted.map { VectorMatch(id: id(Int($0.slot)), score: max(-1, min(1, $0.score))) }
    }
}

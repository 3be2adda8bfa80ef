/// A hierarchical navigable small world over the first slots of an arena: who is linked to whom, on which level.
///
/// A value: a search keeps reading its copy while the next links are made in another.
struct GraphLinks: Sendable, Hashable {
    /// No level is higher: with 4 neighbours one vector in 4^15 reaches it.
    static let highestLevel = 15

    let parameters: GraphParameters
    /// Slots that are part of the graph: all below this one.
    private(set) var count = 0
    /// Where every search begins: a vector of the highest level.
    private(set) var entry: UInt32?
    /// For each slot its number of links on the lowest level, then room for as many as it may have.
    private var base: [UInt32] = []
    private(set) var upper: [LinkLevel] = []

    init(parameters: GraphParameters) {
        self.parameters = parameters
    }

    var byteCount: Int { upper.reduce(base.capacity * 4) { $0 + $1.byteCount } }

    private var baseStride: Int { 2 * parameters.neighbours + 1 }

    /// The level of the entry point.
    var topLevel: Int { upper.count }

    // MARK: Reading

    @inline(__always)
    func neighbours(_ slot: UInt32, level: Int) -> ArraySlice<UInt32> {
        guard level == 0 else { return upper[level - 1].neighbours(slot) }
        let start = Int(slot) &* baseStride
        return base[start &+ 1..<start &+ 1 &+ Int(base[start])]
    }

    func level(of slot: UInt32) -> Int {
        var level = 0
        while level < upper.count, upper[level].contains(slot) { level += 1 }
        return level
    }

    /// The best vectors for a query as far as the graph leads to them.
    ///
    /// - Parameter width: how many candidates are kept on the lowest level.
    func search(_ query: ArenaQuery, in arena: VectorArena, width: Int) -> BestCandidates {
        guard let entry else { return BestCandidates(bound: width) }
        let start = descend(query, from: entry, to: 0, in: arena)
        return explore(query, from: [start], level: 0, in: arena, width: width)
    }

    /// Goes from the highest level to the one above `level`, on each as near to the query as links lead.
    private func descend(_ query: ArenaQuery, from entry: UInt32, to level: Int, in arena: VectorArena) -> Candidate {
        var nearest = Candidate(score: arena.score(query, Int(entry)), slot: entry)
        var current = topLevel
        while current > level {
            var moved = true
            while moved {
                moved = false
                for neighbour in neighbours(nearest.slot, level: current) {
                    let candidate = Candidate(score: arena.score(query, Int(neighbour)), slot: neighbour)
                    guard candidate.precedes(nearest) else { continue }
                    nearest = candidate
                    moved = true
                }
            }
            current -= 1
        }
        return nearest
    }

    /// Follows links from the given vectors as long as they lead to something better than the worst that is kept.
    /// Dead vectors are followed, never kept.
    private func explore(
        _ query: ArenaQuery,
        from starts: [Candidate],
        level: Int,
        in arena: VectorArena,
        width: Int
    ) -> BestCandidates {
        var best = BestCandidates(bound: width)
        var frontier = CandidateHeap()
        var seen = BitSet(below: count)
        for start in starts where seen.insert(Int(start.slot)) {
            frontier.push(start)
            if !arena.isDead(Int(start.slot)) { best.offer(start) }
        }
        while let next = frontier.pop() {
            if best.isFull, next.score < best.bar { break }
            for neighbour in neighbours(next.slot, level: level) where seen.insert(Int(neighbour)) {
                let score = arena.score(query, Int(neighbour))
                guard score > best.bar || !best.isFull else { continue }
                let candidate = Candidate(score: score, slot: neighbour)
                frontier.push(candidate)
                if !arena.isDead(Int(neighbour)) { best.offer(candidate) }
            }
        }
        return best
    }

    // MARK: Building

    /// Takes the next slot of the arena into the graph (algorithm 1). A dead one gets its place, but no links.
    mutating func link(in arena: VectorArena) {
        precondition(count < arena.count)
        let slot = UInt32(count)
        base.append(contentsOf: repeatElement(0, count: baseStride))
        count += 1
        guard !arena.isDead(Int(slot)) else { return }
        let level = parameters.level(of: arena.id(Int(slot)))
        let top = topLevel
        while upper.count < level { upper.append(LinkLevel(capacity: parameters.capacity(level: upper.count + 1))) }
        for above in 0..<level { upper[above].set(slot, []) }
        guard let entry else {
            entry = slot
            return
        }
        connect(slot, from: entry, topLevel: top, level: min(level, top), in: arena)
        if level > top { self.entry = slot }
    }

    /// Links a slot with the best neighbours on `level` and below.
    private mutating func connect(
        _ slot: UInt32,
        from entry: UInt32,
        topLevel: Int,
        level: Int,
        in arena: VectorArena
    ) {
        let query = arena.query(Int(slot))
        var starts = [descend(query, from: entry, to: level, in: arena)]
        for current in stride(from: level, through: 0, by: -1) {
            let found = explore(query, from: starts, level: current, in: arena, width: parameters.constructionWidth)
            let candidates = found.sorted.filter { $0.slot != slot }
            // Where everything around is dead, a dead neighbour is better than none: it leads on.
            let usable = candidates.isEmpty ? starts.filter { $0.slot != slot } : candidates
            let chosen = choose(usable, limit: parameters.neighbours, in: arena)
            set(slot, level: current, chosen.map(\.slot))
            for neighbour in chosen { addLink(from: neighbour.slot, to: slot, level: current, in: arena) }
            if !candidates.isEmpty { starts = candidates }
        }
    }

    /// Adds a link, and where there is no room chooses anew among all.
    private mutating func addLink(from: UInt32, to: UInt32, level: Int, in arena: VectorArena) {
        // An array of its own: a slice would hold on to all links, and the next change would copy them.
        var links = Array(neighbours(from, level: level))
        guard !links.contains(to) else { return }
        links.append(to)
        let capacity = parameters.capacity(level: level)
        if links.count > capacity {
            links = choose(rank(links, around: from, in: arena), limit: capacity, in: arena).map(\.slot)
        }
        set(from, level: level, links)
    }

    private func rank(_ slots: [UInt32], around center: UInt32, in arena: VectorArena) -> [Candidate] {
        slots.map { Candidate(score: arena.pairScore(Int(center), Int($0)), slot: $0) }.sorted { $0.precedes($1) }
    }

    /// Chooses neighbours in different directions (algorithm 4): one that is nearer to a chosen neighbour than to the
    /// center is reached through that neighbour. Places left over go to the best of those passed by.
    private func choose(_ candidates: [Candidate], limit: Int, in arena: VectorArena) -> [Candidate] {
        guard candidates.count > limit else { return candidates }
        var chosen: [Candidate] = []
        var passed: [Candidate] = []
        for candidate in candidates {
            guard chosen.count < limit else { break }
            let isCovered = chosen.contains {
                arena.pairScore(Int($0.slot), Int(candidate.slot)) > candidate.score
            }
            if isCovered { passed.append(candidate) } else { chosen.append(candidate) }
        }
        chosen.append(contentsOf: passed.prefix(limit - chosen.count))
        return chosen
    }

    private mutating func set(_ slot: UInt32, level: Int, _ neighbours: [UInt32]) {
        guard level == 0 else {
            upper[level - 1].set(slot, neighbours)
            return
        }
        let start = Int(slot) * baseStride
        base[start] = UInt32(min(neighbours.count, baseStride - 1))
        for (offset, neighbour) in neighbours.prefix(baseStride - 1).enumerated() {
            base[start + 1 + offset] = neighbour
        }
    }

    /// Becomes the graph of an archive, which has been checked.
    mutating func adopt(lowest: [[UInt32]], upper: [LinkLevel], entry: UInt32?) {
        count = lowest.count
        base = Array(repeating: 0, count: count * baseStride)
        for (slot, list) in lowest.enumerated() { set(UInt32(slot), level: 0, list) }
        self.upper = upper
        self.entry = entry
    }

    // MARK: Repairing

    /// The graph of the living vectors after an arena was compacted.
    ///
    /// Who had a dead neighbour inherits that one's neighbours and chooses among them and its own.
    ///
    /// - Parameter moved: the new slot of each old one, or ``ArenaCompaction/gone``.
    func compacted(moved: [UInt32], into arena: VectorArena) -> GraphLinks {
        var result = GraphLinks(parameters: parameters)
        let living = (0..<UInt32(count)).filter { moved[Int($0)] != ArenaCompaction.gone }
        result.count = living.count
        result.base = Array(repeating: 0, count: living.count * baseStride)
        var highest = -1
        for slot in living {
            let new = moved[Int(slot)]
            let top = level(of: slot)
            while result.upper.count < top {
                result.upper.append(LinkLevel(capacity: parameters.capacity(level: result.upper.count + 1)))
            }
            for level in 0...top { result.set(new, level: level, repaired(slot, level, moved: moved, in: arena)) }
            if top > highest {
                highest = top
                result.entry = new
            }
        }
        if let entry, moved[Int(entry)] != ArenaCompaction.gone { result.entry = moved[Int(entry)] }
        result.reconnectLost(in: arena)
        return result
    }

    private func repaired(_ slot: UInt32, _ level: Int, moved: [UInt32], in arena: VectorArena) -> [UInt32] {
        var kept: [UInt32] = []
        var inherited: [UInt32] = []
        for neighbour in neighbours(slot, level: level) {
            let new = moved[Int(neighbour)]
            if new != ArenaCompaction.gone {
                kept.append(new)
            } else {
                for next in neighbours(neighbour, level: level)
                where next != slot && moved[Int(next)] != ArenaCompaction.gone {
                    inherited.append(moved[Int(next)])
                }
            }
        }
        guard !inherited.isEmpty else { return kept }
        let candidates = Array(Set(kept + inherited))
        let ranked = rank(candidates, around: moved[Int(slot)], in: arena)
        return choose(ranked, limit: parameters.capacity(level: level), in: arena).map(\.slot)
    }

    /// Links vectors anew that no link leads to, because all that led to them are gone.
    private mutating func reconnectLost(in arena: VectorArena) {
        guard let entry else { return }
        var reached = BitSet(below: count)
        reached.insert(Int(entry))
        for slot in 0..<UInt32(count) {
            for neighbour in neighbours(slot, level: 0) { reached.insert(Int(neighbour)) }
        }
        for slot in 0..<UInt32(count) where !reached.contains(Int(slot)) {
            connect(slot, from: entry, topLevel: topLevel, level: min(level(of: slot), topLevel), in: arena)
        }
    }
}

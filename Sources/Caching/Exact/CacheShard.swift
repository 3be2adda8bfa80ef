/// A part of the exact cache: a bounded map with W-TinyLFU's eviction, as plain data without a lock or a clock.
///
/// New answers come into a small window. What falls out of it must have been asked for more often than what it would push
/// out of the main part: so a flood of answers that nobody asks for twice passes through the window and leaves the rest
/// alone. The main part is segmented: probation for what came in, protected for what was asked for again there. Everything
/// is counted in bytes; a large answer must be worth all those together that it pushes out.
struct CacheShard {
    /// No entry.
    static let nowhere: Int32 = -1

    /// The window's share of the room.
    private static let windowShare = 0.01
    /// The protected segment's share of the rest.
    private static let protectedShare = 0.8
    /// An entry may take this part of the room at most.
    private static let largestPart = 8

    private enum Segment: UInt8 {
        case window
        case probation
        case protected
    }

    private struct Node {
        var answer: CachedAnswer?
        var cost = 0
        var previous = CacheShard.nowhere
        /// The next in the list, or the next free node.
        var next = CacheShard.nowhere
        var segment = Segment.window
        /// How often it has been given.
        var hits: UInt32 = 0
        /// How many of those nobody has been told of.
        var untold: UInt32 = 0
        /// Its first membership of a tag.
        var tags = CacheShard.nowhere
    }

    private(set) var statistics = CacheStatistics()

    private var index: [CacheDigest: Int32] = [:]
    private var nodes: [Node] = []
    private var free = CacheShard.nowhere
    private var window = EntryList()
    private var probation = EntryList()
    private var protected = EntryList()
    private var sketch = FrequencySketch()
    private var tags = TagIndex()
    private var capacity: Int
    private var sweeper = 0
    /// For the rare admission of what is not asked for more often; any numbers will do.
    private var luck: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Creates a part.
    /// - Parameter capacity: the most bytes it may take.
    init(capacity: Int) { self.capacity = max(0, capacity) }

    /// What it takes in memory, in bytes.
    var bytes: Int { window.bytes + probation.bytes + protected.bytes + sketch.byteCount }

    /// How many answers there are.
    var count: Int { index.count }

    /// What it has done, and what is in it.
    var reading: CacheStatistics {
        var reading = statistics
        reading.entries = count
        reading.bytes = bytes
        reading.maximumBytes = capacity
        return reading
    }

    // MARK: - Look-ups

    /// Looks for an answer.
    /// - Parameters:
    ///   - maximumAge: the oldest that will do.
    ///   - removed: what is removed is moved here, to be freed elsewhere.
    mutating func lookUp(
        _ digest: CacheDigest,
        at now: CacheInstant,
        maximumAge: Duration?,
        removed: inout [CachedAnswer]
    ) -> CacheLookup {
        sketch.count(digest)
        guard let node = index[digest], let answer = nodes[Int(node)].answer else {
            statistics.misses += 1
            return .miss(.absent)
        }
        if answer.isExpired(at: now) {
            statistics.misses += 1
            statistics.expirations += 1
            remove(node, into: &removed)
            return .miss(.expired)
        }
        if let maximumAge, answer.age(at: now) > maximumAge {
            statistics.misses += 1
            return .miss(.tooOld)
        }
        statistics.hits += 1
        nodes[Int(node)].hits &+= 1
        nodes[Int(node)].untold &+= 1
        touch(node)
        return .hit(answer)
    }

    /// The answer under a key, without a trace of having looked.
    func peek(_ digest: CacheDigest) -> CachedAnswer? { index[digest].flatMap { nodes[Int($0)].answer } }

    // MARK: - Changes

    /// Stores an answer.
    /// - Parameter removed: answers that made room are moved here; the new one itself where it was not worth it.
    mutating func insert(
        _ answer: CachedAnswer,
        at now: CacheInstant,
        removed: inout [CachedAnswer]
    ) -> CacheInsertion {
        sweep(3, at: now, removed: &removed)
        guard !answer.isExpired(at: now) else { return .expired }
        let cost = answer.cost + answer.renditionCost
        guard cost <= capacity / Self.largestPart else {
            statistics.oversized += 1
            return .tooLarge
        }
        if sketch.frequency(of: answer.digest) == 0 { sketch.count(answer.digest) }
        if let node = index[answer.digest] {
            replace(node, with: answer, cost, removed: &removed)
            statistics.replacements += 1
        } else {
            add(answer, cost)
            statistics.insertions += 1
        }
        makeRoom(removed: &removed)
        return index[answer.digest] == nil ? .rejected : .stored
    }

    /// Stores an answer of an earlier process, as one that has been given so often.
    /// - Returns: whether it is there, and whether there was room for it without pushing anything out.
    mutating func restore(
        _ answer: CachedAnswer,
        hits: Int,
        at now: CacheInstant,
        removed: inout [CachedAnswer]
    ) -> Bool {
        guard index[answer.digest] == nil, !answer.isExpired(at: now) else { return true }
        guard bytes + answer.cost <= capacity else { return false }
        for _ in 0..<min(max(hits, 1), 15) { sketch.count(answer.digest) }
        guard case .stored = insert(answer, at: now, removed: &removed), let node = index[answer.digest] else {
            return true
        }
        nodes[Int(node)].hits = UInt32(clamping: hits)
        return true
    }

    /// Counts in what an answer has grown by.
    mutating func grow(_ answer: CachedAnswer, by bytes: Int, removed: inout [CachedAnswer]) {
        // It may have gone or been replaced meanwhile; then nobody counts it any more.
        guard let node = index[answer.digest], nodes[Int(node)].answer === answer else { return }
        nodes[Int(node)].cost += bytes
        self[list: nodes[Int(node)].segment].bytes += bytes
        if nodes[Int(node)].cost > capacity / Self.largestPart {
            answer.forgetRenditions()
            let cost = answer.cost
            self[list: nodes[Int(node)].segment].bytes -= nodes[Int(node)].cost - cost
            nodes[Int(node)].cost = cost
        }
        makeRoom(removed: &removed)
    }

    /// Removes the answer under a key.
    mutating func remove(_ digest: CacheDigest, removed: inout [CachedAnswer]) -> Bool {
        guard let node = index[digest] else { return false }
        remove(node, into: &removed)
        statistics.purges += 1
        return true
    }

    /// Removes answers with a tag, a number of them at most.
    /// - Returns: whether there may be more.
    mutating func purge(_ tag: CacheTag, limit: Int, removed: inout [CachedAnswer]) -> Bool {
        for _ in 0..<limit {
            guard let node = tags.first(of: tag) else { return false }
            remove(node, into: &removed)
            statistics.purges += 1
        }
        return tags.first(of: tag) != nil
    }

    /// Removes everything.
    mutating func removeAll() -> [CachedAnswer] {
        let answers = nodes.compactMap(\.answer)
        statistics.purges += answers.count
        let kept = statistics
        self = CacheShard(capacity: capacity)
        statistics = kept
        return answers
    }

    /// Changes the room there is; more than fits is given up, a number of answers at most.
    /// - Returns: whether there is more to give up.
    mutating func resize(to capacity: Int, limit: Int, removed: inout [CachedAnswer]) -> Bool {
        self.capacity = max(0, capacity)
        for _ in 0..<limit {
            guard bytes > self.capacity, let victim = victim() else { return false }
            evict(victim, removed: &removed)
        }
        return bytes > self.capacity
    }

    /// Looks at the next few entries and removes those whose time is over. Every insertion does, so that what is never asked
    /// for again goes too, and no timer is needed.
    mutating func sweep(_ limit: Int, at now: CacheInstant, removed: inout [CachedAnswer]) {
        for _ in 0..<min(limit, nodes.count) {
            if sweeper >= nodes.count { sweeper = 0 }
            if let answer = nodes[sweeper].answer, answer.isExpired(at: now) {
                statistics.expirations += 1
                remove(Int32(sweeper), into: &removed)
            }
            sweeper += 1
        }
    }

    /// How often answers from a place on have been given since they were last told of, a number of places at most.
    /// - Returns: where to go on; `nil` at the end.
    mutating func takeHits(from place: Int, limit: Int, into hits: inout [(digest: CacheDigest, hits: Int)]) -> Int? {
        guard place < nodes.count else { return nil }
        let end = min(nodes.count, place + limit)
        for index in place..<end where nodes[index].untold > 0 {
            if let answer = nodes[index].answer { hits.append((answer.digest, Int(nodes[index].untold))) }
            nodes[index].untold = 0
        }
        return end < nodes.count ? end : nil
    }

    /// What is known of answers from a place on, a number of places at most.
    /// - Returns: where to go on; `nil` at the end.
    func entries(from place: Int, limit: Int, into entries: inout [CacheEntry]) -> Int? {
        guard place < nodes.count else { return nil }
        let end = min(nodes.count, place + limit)
        for node in nodes[place..<end] {
            if let answer = node.answer {
                entries.append(CacheEntry(answer: answer, hits: Int(node.hits), bytes: node.cost))
            }
        }
        return end < nodes.count ? end : nil
    }

    /// Answers from a place on, a number of places at most.
    /// - Returns: where to go on; `nil` at the end.
    func answers(from place: Int, limit: Int, into answers: inout [CachedAnswer]) -> Int? {
        guard place < nodes.count else { return nil }
        let end = min(nodes.count, place + limit)
        for index in place..<end { if let answer = nodes[index].answer { answers.append(answer) } }
        return end < nodes.count ? end : nil
    }

    // MARK: - Eviction

    private var windowCapacity: Int { Int(Double(capacity) * Self.windowShare) }

    private var protectedCapacity: Int { Int(Double(capacity - windowCapacity) * Self.protectedShare) }

    private mutating func makeRoom(removed: inout [CachedAnswer]) {
        var candidates: [Int32] = []
        while window.bytes > windowCapacity, window.last != Self.nowhere {
            let node = window.last
            move(node, to: .probation)
            candidates.append(node)
        }
        for position in candidates.indices where bytes > capacity {
            judge(candidates[position], among: candidates[position...], removed: &removed)
        }
        while bytes > capacity, let victim = victim() { evict(victim, removed: &removed) }
    }

    /// Lets a candidate stay or go: it stays where it is asked for more often than all those together that would have to go.
    private mutating func judge(
        _ candidate: Int32,
        among candidates: ArraySlice<Int32>,
        removed: inout [CachedAnswer]
    ) {
        let excess = bytes - capacity
        let worth = nodes[Int(candidate)].answer.map { sketch.frequency(of: $0.digest) } ?? 0
        var victims: [Int32] = []
        var freed = 0
        var price = 0
        // Candidates are the most recent of probation: from there on it is protected that gives.
        var next = probation.last
        if candidates.contains(next) { next = protected.last }
        while freed < excess, next != Self.nowhere, price < worth {
            victims.append(next)
            freed += nodes[Int(next)].cost
            price += nodes[Int(next)].answer.map { sketch.frequency(of: $0.digest) } ?? 0
            let segment = nodes[Int(next)].segment
            next = nodes[Int(next)].previous
            if segment == .probation, next == Self.nowhere || candidates.contains(next) { next = protected.last }
        }
        if freed >= excess, worth > price || (worth >= 5 && isLucky()) {
            for victim in victims { evict(victim, removed: &removed) }
        } else {
            statistics.rejections += 1
            remove(candidate, into: &removed)
        }
    }

    /// Once in a while, so that nobody can keep answers in by colliding with them on purpose.
    private mutating func isLucky() -> Bool {
        luck ^= luck << 13
        luck ^= luck >> 7
        luck ^= luck << 17
        return luck & 127 == 0
    }

    private func victim() -> Int32? {
        for list in [probation, protected, window] where list.last != Self.nowhere { return list.last }
        return nil
    }

    private mutating func evict(_ node: Int32, removed: inout [CachedAnswer]) {
        statistics.evictions += 1
        remove(node, into: &removed)
    }

    private mutating func touch(_ node: Int32) {
        switch nodes[Int(node)].segment {
        case .window, .protected:
            move(node, to: nodes[Int(node)].segment)
        case .probation:
            move(node, to: .protected)
            while protected.bytes > protectedCapacity, protected.last != node { move(protected.last, to: .probation) }
        }
    }

    // MARK: - Nodes

    private mutating func add(_ answer: CachedAnswer, _ cost: Int) {
        let node: Int32
        if free != Self.nowhere {
            node = free
            free = nodes[Int(node)].next
            nodes[Int(node)] = Node()
        } else {
            node = Int32(clamping: nodes.count)
            nodes.append(Node())
        }
        nodes[Int(node)].answer = answer
        nodes[Int(node)].cost = cost
        index[answer.digest] = node
        sketch.reserve(index.count)
        nodes[Int(node)].tags = tags.add(answer.tags, to: node)
        link(node, to: .window)
    }

    private mutating func replace(
        _ node: Int32,
        with answer: CachedAnswer,
        _ cost: Int,
        removed: inout [CachedAnswer]
    ) {
        if let old = nodes[Int(node)].answer { removed.append(old) }
        self[list: nodes[Int(node)].segment].bytes += cost - nodes[Int(node)].cost
        nodes[Int(node)].answer = answer
        nodes[Int(node)].cost = cost
        tags.remove(nodes[Int(node)].tags)
        nodes[Int(node)].tags = tags.add(answer.tags, to: node)
        touch(node)
    }

    private mutating func remove(_ node: Int32, into removed: inout [CachedAnswer]) {
        guard let answer = nodes[Int(node)].answer else { return }
        unlink(node)
        index[answer.digest] = nil
        tags.remove(nodes[Int(node)].tags)
        nodes[Int(node)] = Node()
        nodes[Int(node)].next = free
        free = node
        removed.append(answer)
    }

    private mutating func move(_ node: Int32, to segment: Segment) {
        unlink(node)
        link(node, to: segment)
    }

    private mutating func link(_ node: Int32, to segment: Segment) {
        let first = self[list: segment].first
        nodes[Int(node)].segment = segment
        nodes[Int(node)].previous = Self.nowhere
        nodes[Int(node)].next = first
        if first != Self.nowhere {
            nodes[Int(first)].previous = node
        } else {
            self[list: segment].last = node
        }
        self[list: segment].first = node
        self[list: segment].bytes += nodes[Int(node)].cost
    }

    private mutating func unlink(_ node: Int32) {
        let (previous, next) = (nodes[Int(node)].previous, nodes[Int(node)].next)
        let segment = nodes[Int(node)].segment
        if previous != Self.nowhere {
            nodes[Int(previous)].next = next
        } else {
            self[list: segment].first = next
        }
        if next != Self.nowhere {
            nodes[Int(next)].previous = previous
        } else {
            self[list: segment].last = previous
        }
        self[list: segment].bytes -= nodes[Int(node)].cost
    }

    private subscript(list segment: Segment) -> EntryList {
        get {
            switch segment {
            case .window: window
            case .probation: probation
            case .protected: protected
            }
        }
        set {
            switch segment {
            case .window: window = newValue
            case .probation: probation = newValue
            case .protected: protected = newValue
            }
        }
    }
}

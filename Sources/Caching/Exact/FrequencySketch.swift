/// How often keys have been asked for lately, in a few bits a key.
///
/// A count-min sketch of four rows with counters of four bits that are halved from time to time, as in TinyLFU (G. Einziger,
/// R. Friedman, B. Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", ACM ToS 13(4), 2017). Each word holds
/// four counters of every row. Counts are never too low but by ageing, and at most 15.
struct FrequencySketch {
    /// Of each counter the three lower bits once everything has been moved down by one.
    private static let halves: UInt64 = 0x7777_7777_7777_7777
    private static let most: UInt64 = 15
    /// How many times as many counts as words there are before everything is halved.
    private static let samplesPerWord = 10

    private var words: [UInt64]
    private var additions = 0

    /// Creates a sketch.
    /// - Parameter capacity: for about how many keys; it grows with ``reserve(_:)``.
    init(capacity: Int = 256) {
        var size = 64
        while size < capacity { size *= 2 }
        words = [UInt64](repeating: 0, count: size)
    }

    /// What it takes in memory, in bytes.
    var byteCount: Int { words.count * MemoryLayout<UInt64>.stride }

    /// Makes room for more keys. What is known stays known: a key's place in the larger table holds what its place in the
    /// smaller one held.
    mutating func reserve(_ count: Int) { while words.count < count { words += words } }

    /// How often a key has been asked for, 0 to 15.
    func frequency(of digest: CacheDigest) -> Int {
        var least = Self.most
        for row in 0..<4 {
            let (index, shift) = place(of: digest, row)
            least = min(least, words[index] >> shift & Self.most)
        }
        return Int(least)
    }

    /// Counts a key.
    mutating func count(_ digest: CacheDigest) {
        var isCounted = false
        for row in 0..<4 {
            let (index, shift) = place(of: digest, row)
            guard words[index] >> shift & Self.most < Self.most else { continue }
            words[index] += 1 << shift
            isCounted = true
        }
        guard isCounted else { return }
        additions += 1
        if additions >= words.count * Self.samplesPerWord { age() }
    }

    private mutating func age() {
        for index in words.indices { words[index] = words[index] >> 1 & Self.halves }
        additions /= 2
    }

    /// The word and the counter's first bit in it. Lower bits choose the word, so that a table twice as large only looks at
    /// one more; upper ones the counter.
    private func place(of digest: CacheDigest, _ row: Int) -> (index: Int, shift: UInt64) {
        let hash = digest.word &+ UInt64(row) &* (digest.otherWord | 1)
        let index = Int(truncatingIfNeeded: hash) & (words.count - 1)
        return (index, (UInt64(row) * 4 + hash >> 62) * 4)
    }
}

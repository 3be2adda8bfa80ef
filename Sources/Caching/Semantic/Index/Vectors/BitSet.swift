/// A set of small numbers, a bit each.
struct BitSet: Sendable {
    private var words: [UInt64]

    /// An empty set with room for numbers below `bound`.
    init(below bound: Int = 0) {
        words = Array(repeating: 0, count: (bound + 63) / 64)
    }

    var byteCount: Int { words.capacity * 8 }

    /// Makes room for numbers below `bound`.
    mutating func grow(below bound: Int) {
        while words.count * 64 < bound { words.append(0) }
    }

    @inline(__always)
    func contains(_ member: Int) -> Bool {
        words[member &>> 6] & (1 &<< UInt64(member & 63)) != 0
    }

    /// - Returns: whether it was not in the set.
    @inline(__always) @discardableResult
    mutating func insert(_ member: Int) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(member & 63)
        let word = words[member &>> 6]
        words[member &>> 6] = word | bit
        return word & bit == 0
    }
}

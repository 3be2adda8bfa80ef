/// A set of words as scalars. Asking costs a walk over the word and one comparison: these sets are asked at every word of a text.
struct ScalarWords: Sendable {
    private var words: [[UInt32]] = []
    /// For each slot the word's index and 1, 0 where it is free.
    private var slots: [Int32]
    private var longest = 0

    init(_ words: some Collection<[UInt32]>) {
        var size = 16
        while size < words.count * 4 { size *= 2 }
        slots = [Int32](repeating: 0, count: size)
        for word in words where !contains(word) {
            var slot = Self.hash(word) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            self.words.append(word)
            slots[slot] = Int32(truncatingIfNeeded: self.words.count)
            longest = max(longest, word.count)
        }
    }

    func contains(_ word: some Collection<UInt32>) -> Bool {
        guard word.count <= longest else { return false }
        var slot = Self.hash(word) & (slots.count - 1)
        while slots[slot] != 0 {
            if words[Int(slots[slot]) - 1].elementsEqual(word) { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    private static func hash(_ word: some Collection<UInt32>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for scalar in word { hash = (hash ^ UInt64(scalar)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash >> 20)
    }
}

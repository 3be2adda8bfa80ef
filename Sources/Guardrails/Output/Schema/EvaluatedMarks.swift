/// Which members of an object, or elements of an array, schemas have looked at.
struct EvaluatedMarks {
    private var words: [UInt64] = []

    /// How much work it is to join with others.
    var size: Int { words.count }

    mutating func insert(_ index: Int) {
        let word = index / 64
        if word >= words.count { words += Array(repeating: 0, count: word + 1 - words.count) }
        words[word] |= 1 << UInt64(index % 64)
    }

    func contains(_ index: Int) -> Bool {
        let word = index / 64
        return word < words.count && words[word] & 1 << UInt64(index % 64) != 0
    }

    mutating func formUnion(_ other: EvaluatedMarks) {
        if other.words.count > words.count { words += Array(repeating: 0, count: other.words.count - words.count) }
        for index in other.words.indices { words[index] |= other.words[index] }
    }
}

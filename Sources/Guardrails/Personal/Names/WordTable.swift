/// What a word is.
struct WordKinds: OptionSet, Sendable {
    let rawValue: UInt32

    static let surname = WordKinds(rawValue: 1)
    /// A surname that is a place or an ordinary word too.
    static let ambiguous = WordKinds(rawValue: 2)
    static let given = WordKinds(rawValue: 4)
    static let city = WordKinds(rawValue: 8)
    static let ward = WordKinds(rawValue: 16)
    static let prefecture = WordKinds(rawValue: 32)
    static let foreignGiven = WordKinds(rawValue: 64)
    /// 様, さん, 氏.
    static let honorific = WordKinds(rawValue: 128)
    /// 部長, 先生: stands behind a name as an honorific does.
    static let title = WordKinds(rawValue: 256)
    /// 支店長: stands behind places as well.
    static let placeTitle = WordKinds(rawValue: 512)
    /// What may follow a name without being a part of a longer word: 宛, 他, 名義.
    static let follower = WordKinds(rawValue: 1024)
    static let romajiSurname = WordKinds(rawValue: 2048)
    static let romajiGiven = WordKinds(rawValue: 4096)
    static let westernGiven = WordKinds(rawValue: 8192)
    /// A word that looks like a name and is none.
    static let notName = WordKinds(rawValue: 16384)
    static let westernSurname = WordKinds(rawValue: 32768)
    /// A surname of another language in katakana.
    static let foreignSurname = WordKinds(rawValue: 65536)
    /// A word in katakana that is nobody's name: a company, a country, a trade.
    static let thing = WordKinds(rawValue: 131072)
}

/// Words by the hash of their scalars: one probe for each length that a word with such a beginning can have.
struct WordTable: Sendable {
    private var keys: [UInt64]
    private var kinds: [WordKinds]
    private var used = 0
    /// The longest word that begins with a scalar, by the scalar's low 16 bits.
    private var longest = [UInt8](repeating: 0, count: 0x10000)
    /// What words that begin with a scalar are, by the same.
    private var beginnings = [WordKinds](repeating: [], count: 0x10000)

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        kinds = [WordKinds](repeating: [], count: size)
    }

    mutating func insert(_ word: [UInt32], _ kind: WordKinds) {
        guard let first = word.first, word.count < 32, used * 4 < keys.count * 3 else { return }
        var hash = Self.seed
        for scalar in word { hash = Self.step(hash, scalar) }
        let slot = slot(of: hash)
        if keys[slot] == 0 {
            keys[slot] = hash
            used += 1
        }
        kinds[slot].formUnion(kind)
        let index = Int(first & 0xFFFF)
        longest[index] = max(longest[index], UInt8(word.count))
        beginnings[index].formUnion(kind)
    }

    /// Looks up every word that begins at a place, short ones first.
    @inline(__always)
    func forEachWord(in text: ScalarText, at start: Int, _ body: (_ length: Int, _ kinds: WordKinds) -> Void) {
        let limit = min(Int(longest[Int(text[start] & 0xFFFF)]), text.count - start)
        guard limit > 0 else { return }
        var hash = Self.seed
        for length in 1...limit {
            hash = Self.step(hash, text.scalars[start + length - 1])
            let slot = slot(of: hash)
            if keys[slot] == hash { body(length, kinds[slot]) }
        }
    }

    /// What the word of a range is; nothing where it is unknown.
    func kinds(of scalars: some Sequence<UInt32>) -> WordKinds {
        var hash = Self.seed
        for scalar in scalars { hash = Self.step(hash, scalar) }
        let slot = slot(of: hash)
        return keys[slot] == hash ? kinds[slot] : []
    }

    /// The length of the longest word of a kind that begins at a place, 0 if there is none.
    func longest(_ wanted: WordKinds, in text: ScalarText, at start: Int) -> Int {
        guard !beginnings[Int(text[start] & 0xFFFF)].isDisjoint(with: wanted) else { return 0 }
        var found = 0
        forEachWord(in: text, at: start) { length, kinds in
            if !kinds.isDisjoint(with: wanted) { found = length }
        }
        return found
    }

    /// Whether a word of a kind can begin with a scalar.
    func canBegin(_ wanted: WordKinds, with scalar: UInt32) -> Bool {
        !beginnings[Int(scalar & 0xFFFF)].isDisjoint(with: wanted)
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func step(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        let mixed = (hash ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15
        return (mixed ^ (mixed >> 29)) | 1
    }

    private func slot(of hash: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 7) & mask
        while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & mask }
        return slot
    }
}

/// A set of scalars of the basic plane.
struct ScalarSet: Sendable {
    private var bits = [UInt64](repeating: 0, count: 1024)

    init(_ scalars: some Sequence<UInt32> = []) {
        for scalar in scalars { insert(scalar) }
    }

    mutating func insert(_ scalar: UInt32) {
        guard scalar < 0x10000 else { return }
        bits[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63)
    }

    func contains(_ scalar: UInt32) -> Bool {
        scalar < 0x10000 && bits[Int(scalar >> 6)] & (1 << UInt64(scalar & 63)) != 0
    }
}

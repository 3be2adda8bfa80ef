/// Many wordings as one trie: where each of them stands in a text, in one pass.
///
/// A wording that begins with a letter begins where a word does, unless it may stand inside of one; those that may have a trie
/// of their own, so most letters of a text cost one look into a filter of the first three.
struct WordingTrie: Sendable {
    /// A wording to be found.
    struct Wording {
        /// UTF-8 without capitals and line breaks, of one byte or more.
        var bytes: [UInt8]
        /// Whether it may begin inside of a word.
        var isOpenAtStart: Bool
        /// Whether it may end inside of a word.
        var isOpenAtEnd: Bool
    }

    /// Behind a text, so that every look ahead ends in memory.
    static let padding = 8

    /// A state: where its successors are, and whose successor it is.
    private struct Node {
        var base: Int32 = 0
        var check: Int32 = -1
        /// The wording that ends here, as its index and 1; 0 where none does.
        var value: Int32 = 0
    }

    private var nodes: [Node] = []
    /// For each byte its column; 0 for those that no wording has.
    private var columns = [UInt8](repeating: 0, count: 256)
    private var columnCount: Int32 = 1
    /// The wordings that end with a letter and may not end inside of a word.
    private var endsWithWord: [Bool]
    /// Which three characters of ASCII begin a wording: first at the beginning of a word, then inside of one.
    private var beginnings = [UInt64](repeating: 0, count: 2 << 12)
    /// How wordings beyond ASCII begin: hashes of their first two, three or six bytes.
    private var wideBeginnings = [UInt64](repeating: 0, count: 1 << 10)

    private static let root: Int32 = 0
    private static let innerRoot: Int32 = 1
    /// Where the filter for places inside of words begins.
    private static let inner = 1 << 12

    /// A trie.
    /// - Parameter wordings: none twice; a place tells one by its index.
    init(_ wordings: [Wording]) {
        endsWithWord = wordings.map { wording in
            !wording.isOpenAtEnd && (wording.bytes.last.map(Self.isLetter) ?? false)
        }
        for wording in wordings {
            for byte in wording.bytes where columns[Int(byte)] == 0 {
                columns[Int(byte)] = UInt8(truncatingIfNeeded: columnCount)
                columnCount += 1
            }
        }
        let order = wordings.indices.filter { !wordings[$0].bytes.isEmpty }
            .sorted { wordings[$0].bytes.lexicographicallyPrecedes(wordings[$1].bytes) }
        let inner = order.filter {
            wordings[$0].isOpenAtStart && (wordings[$0].bytes.first.map(Self.isLetter) ?? false)
        }
        for index in order { note(wordings[index].bytes, 0) }
        for index in inner { note(wordings[index].bytes, Self.inner) }
        grow(to: 2)
        var free = 2
        nodes[Int(Self.root)].check = -2
        nodes[Int(Self.innerRoot)].check = -2
        build(order, wordings, from: Self.root, &free)
        build(inner, wordings, from: Self.innerRoot, &free)
        // No look ahead leaves the table, whatever the state and the column.
        grow(to: nodes.count + Int(columnCount))
    }

    // MARK: Building

    private mutating func grow(to count: Int) {
        while nodes.count < count { nodes.append(Node()) }
    }

    /// Puts sorted wordings behind a root.
    private mutating func build(_ order: [Int], _ wordings: [Wording], from root: Int32, _ free: inout Int) {
        var waiting = [(state: root, range: 0..<order.count, depth: 0)]
        while let (state, range, depth) = waiting.popLast() {
            var lower = range.lowerBound
            if lower < range.upperBound, wordings[order[lower]].bytes.count == depth {
                nodes[Int(state)].value = Int32(truncatingIfNeeded: order[lower] + 1)
                lower += 1
            }
            var groups: [(column: Int, range: Range<Int>)] = []
            while lower < range.upperBound {
                let byte = wordings[order[lower]].bytes[depth]
                var upper = lower
                while upper < range.upperBound, wordings[order[upper]].bytes[depth] == byte { upper += 1 }
                groups.append((Int(columns[Int(byte)]), lower..<upper))
                lower = upper
            }
            guard let least = groups.map(\.column).min() else { continue }
            while free < nodes.count, nodes[free].check != -1 { free += 1 }
            var base = max(1, free - least)
            while true {
                grow(to: base + Int(columnCount))
                if groups.allSatisfy({ nodes[base + $0.column].check == -1 }) { break }
                base += 1
            }
            nodes[Int(state)].base = Int32(truncatingIfNeeded: base)
            for group in groups {
                nodes[base + group.column].check = state
                waiting.append((Int32(truncatingIfNeeded: base + group.column), group.range, depth + 1))
            }
        }
    }

    // MARK: Filters

    /// What a byte counts as in the filters of ASCII: six bits.
    @inline(__always)
    private static func sign(_ byte: UInt8) -> Int {
        byte >= 0x80 ? 31 : byte >= 0x60 ? Int(byte & 31) : Int(byte & 31 | 32)
    }

    @inline(__always)
    private static func hash(_ bytes: UInt64, _ count: UInt64) -> Int {
        let bits = bytes & ((1 &<< (8 &* count)) &- 1)
        return Int(truncatingIfNeeded: ((bits ^ count) &* 0x9E37_79B9_7F4A_7C15) &>> 48)
    }

    /// - Parameter offset: where the filter begins in ``beginnings``.
    private mutating func note(_ wording: [UInt8], _ offset: Int) {
        guard let first = wording.first else { return }
        if first >= 0x80 {
            let count = wording.count >= 6 ? 6 : min(wording.count, 3)
            let bytes = wording.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let hash = Self.hash(bytes, UInt64(count))
            wideBeginnings[hash >> 6] |= 1 << UInt64(hash & 63)
            return
        }
        // A wording shorter than three stands with whatever follows.
        let signs = wording.prefix(3).map(Self.sign)
        let missing = 6 * (3 - signs.count)
        let start = signs.reduce(0) { $0 << 6 | $1 } << missing
        for index in start..<start + 1 << missing { beginnings[offset + index >> 6] |= 1 << UInt64(index & 63) }
    }

    @inline(__always)
    private static func isLetter(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }

    // MARK: Reading

    /// Finds wordings.
    /// - Parameters:
    ///   - text: UTF-8 without line breaks and capitals, with ``padding`` bytes of no meaning behind it.
    ///   - places: gets, for each place, where it ends in its upper half and the wording in its lower one.
    func scan(_ text: [UInt8], into places: inout [UInt64]) {
        text.withUnsafeBufferPointer { text in
            nodes.withUnsafeBufferPointer { nodes in
                beginnings.withUnsafeBufferPointer { beginnings in
                    scan(text, text.count - Self.padding, nodes, beginnings, into: &places)
                }
            }
        }
    }

    private func scan(
        _ text: UnsafeBufferPointer<UInt8>,
        _ count: Int,
        _ nodes: UnsafeBufferPointer<Node>,
        _ beginnings: UnsafeBufferPointer<UInt64>,
        into places: inout [UInt64]
    ) {
        guard count > 0 else { return }
        var key = Self.sign(text[0]) &<< 6 | Self.sign(text[1])
        var wasLetter = false
        for start in 0..<count {
            let byte = text[start]
            key = (key &<< 6 | Self.sign(text[start &+ 2])) & 0x3FFFF
            let isLetter = Self.isLetter(byte)
            let isInner = isLetter && wasLetter
            wasLetter = isLetter
            if byte < 0x80 {
                guard beginnings[(isInner ? Self.inner : 0) &+ key &>> 6] &>> UInt64(key & 63) & 1 != 0 else {
                    continue
                }
            } else {
                guard byte >= 0xC0, beginsWide(text, at: start) else { continue }
            }
            var state = isInner ? Self.innerRoot : Self.root
            var end = start
            while end < count {
                let next = nodes[Int(state)].base &+ Int32(columns[Int(text[end])])
                guard nodes[Int(next)].check == state else { break }
                state = next
                end &+= 1
                let value = nodes[Int(next)].value
                if value != 0, !(endsWithWord[Int(value) &- 1] && Self.isLetter(text[end])) {
                    places.append(UInt64(end) &<< 32 | UInt64(value &- 1))
                }
            }
        }
    }

    /// Whether a wording beyond ASCII may begin at a place.
    @inline(__always)
    private func beginsWide(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let bytes = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
        return mayBegin(bytes, 6) || mayBegin(bytes, 3) || mayBegin(bytes, 2)
    }

    @inline(__always)
    private func mayBegin(_ bytes: UInt64, _ count: UInt64) -> Bool {
        let hash = Self.hash(bytes, count)
        return wideBeginnings[hash &>> 6] &>> UInt64(hash & 63) & 1 != 0
    }
}

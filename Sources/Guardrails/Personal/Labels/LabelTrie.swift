/// The label vocabulary as one tree of bytes.
struct LabelTrie: Sendable {
    /// A word found in a text.
    struct Match: Sendable, Hashable {
        let kind: LabelKind
        let range: Range<Int>
    }

    private struct Node: Sendable {
        var byte: UInt8
        var kind: LabelKind?
        var firstChild: Int32 = 0
        var nextSibling: Int32 = 0
    }

    static let standard = LabelTrie(LabelVocabulary.words)

    private var nodes: [Node] = [Node(byte: 0)]
    private var roots = [Int32](repeating: 0, count: 256)
    /// For each character of three bytes, a bit whether a word begins with it: most characters of a text begin none.
    private var initials = [UInt64](repeating: 0, count: 1024)

    init(_ vocabulary: [(LabelKind, [String])]) {
        for (kind, words) in vocabulary {
            for word in words { insert(word, kind) }
        }
    }

    private mutating func insert(_ word: String, _ kind: LabelKind) {
        if let initial = word.unicodeScalars.first, initial.value > 0x7FF, initial.value <= 0xFFFF {
            initials[Int(initial.value >> 6)] |= 1 << UInt64(initial.value & 63)
        }
        var node: Int32 = 0
        for (place, byte) in word.utf8.enumerated() {
            var next = place == 0 ? roots[Int(byte)] : child(of: node, byte)
            if next == 0 {
                next = Int32(truncatingIfNeeded: nodes.count)
                nodes.append(Node(byte: byte))
                if place == 0 {
                    roots[Int(byte)] = next
                } else {
                    nodes[Int(next)].nextSibling = nodes[Int(node)].firstChild
                    nodes[Int(node)].firstChild = next
                }
            }
            node = next
        }
        // The first kind that names a word keeps it.
        if nodes[Int(node)].kind == nil { nodes[Int(node)].kind = kind }
    }

    private func child(of node: Int32, _ byte: UInt8) -> Int32 {
        var next = nodes[Int(node)].firstChild
        while next != 0, nodes[Int(next)].byte != byte { next = nodes[Int(next)].nextSibling }
        return next
    }

    /// The longest word that begins at a place.
    func match(in bytes: [UInt8], at start: Int) -> Match? {
        let first = bytes[start]
        if first >= 0xE0, first < 0xF0 {
            guard start + 2 < bytes.count else { return nil }
            let character = Int(first & 15) << 12 | Int(bytes[start + 1] & 63) << 6 | Int(bytes[start + 2] & 63)
            guard initials[character >> 6] & 1 << UInt64(character & 63) != 0 else { return nil }
        }
        var node = roots[Int(Self.lowered(first))]
        guard node != 0, beginsWord(bytes, start) else { return nil }
        var place = start + 1
        var found: Match?
        while true {
            if let kind = nodes[Int(node)].kind, endsWord(bytes, place) {
                found = Match(kind: kind, range: start..<place)
            }
            guard place < bytes.count, nodes[Int(node)].firstChild != 0 else { return found }
            var next = child(of: node, Self.lowered(bytes[place]))
            if next == 0 {
                // Forms space out their labels, programs join words with signs.
                var beyond = place
                while beyond < bytes.count, beyond - place < 3, Self.isPassedOver(bytes[beyond]) { beyond += 1 }
                guard beyond > place, beyond < bytes.count else { return found }
                next = child(of: node, Self.lowered(bytes[beyond]))
                place = beyond
            }
            guard next != 0 else { return found }
            node = next
            place += 1
        }
    }

    private static func isPassedOver(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    /// Latin words begin where no letter stands in front, or a capital after a small letter.
    private func beginsWord(_ bytes: [UInt8], _ start: Int) -> Bool {
        guard start > 0, ByteSet.letters.contains(bytes[start]), ByteSet.letters.contains(bytes[start - 1]) else {
            return true
        }
        return ByteSet.capitals.contains(bytes[start]) && !ByteSet.capitals.contains(bytes[start - 1])
    }

    private func endsWord(_ bytes: [UInt8], _ end: Int) -> Bool {
        guard end < bytes.count, ByteSet.letters.contains(bytes[end]), ByteSet.letters.contains(bytes[end - 1]) else {
            return true
        }
        if ByteSet.capitals.contains(bytes[end]) && !ByteSet.capitals.contains(bytes[end - 1]) { return true }
        // A plural.
        let next = end + 1
        return bytes[end] == UInt8(ascii: "s") && (next >= bytes.count || !ByteSet.letters.contains(bytes[next]))
    }
}

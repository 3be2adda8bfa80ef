import Testing

@testable import Guardrails

@Suite struct WordingTrieTests {
    private struct Place: Hashable {
        var wording: Int
        var end: Int
    }

    /// Looks at every place for every wording.
    private static func slowly(_ wordings: [WordingTrie.Wording], _ text: [UInt8]) -> Set<Place> {
        func isLetter(_ place: Int) -> Bool { text.indices.contains(place) && text[place] &- 0x61 < 26 }
        var found: Set<Place> = []
        for (index, wording) in wordings.enumerated() where wording.bytes.count <= text.count {
            for start in 0...(text.count - wording.bytes.count) where text[start...].starts(with: wording.bytes) {
                let end = start + wording.bytes.count
                if !wording.isOpenAtStart, isLetter(start), isLetter(start - 1) { continue }
                if !wording.isOpenAtEnd, isLetter(end - 1), isLetter(end) { continue }
                found.insert(Place(wording: index, end: end))
            }
        }
        return found
    }

    private static func quickly(_ wordings: [WordingTrie.Wording], _ text: [UInt8]) -> [Place] {
        var places: [UInt64] = []
        WordingTrie(wordings).scan(text + [UInt8](repeating: 0, count: WordingTrie.padding), into: &places)
        return places.map { Place(wording: Int($0 & 0xFFFF_FFFF), end: Int($0 >> 32)) }
    }

    @Test(arguments: 0..<200) func `every wording is found where it stands, once`(seed: UInt64) {
        var random = SmallRandom(seed: seed)
        let pieces = ["a", "b", "ab", "ba", " ", "'", "3", "無", "視", "む", "é", "😀", "aab", "[ab"]
        func text(_ count: Int) -> [UInt8] {
            (0..<count).flatMap { _ in Array(pieces[random.next(pieces.count)].utf8) }
        }
        var known: Set<[UInt8]> = []
        let wordings = (0..<random.next(40)).map { _ in text(1 + random.next(4)) }.filter { known.insert($0).inserted }
            .map {
                WordingTrie.Wording(bytes: $0, isOpenAtStart: random.next(2) == 0, isOpenAtEnd: random.next(2) == 0)
            }
        for _ in 0..<10 {
            let text = text(random.next(60))
            let found = Self.quickly(wordings, text)
            #expect(Set(found) == Self.slowly(wordings, text))
            #expect(Set(found).count == found.count)
        }
    }

    @Test func `no wordings are found in no text and none in any`() {
        let wording = WordingTrie.Wording(bytes: Array("ignore".utf8), isOpenAtStart: false, isOpenAtEnd: false)
        #expect(Self.quickly([], Array("ignore".utf8)).isEmpty)
        #expect(Self.quickly([wording], []).isEmpty)
        #expect(Self.quickly([wording], Array("ignor".utf8)).isEmpty)
        #expect(Self.quickly([wording], Array("ignore".utf8)) == [Place(wording: 0, end: 6)])
    }
}

/// Numbers that are the same for the same seed.
struct SmallRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: state >> 33) % max(1, limit)
    }
}

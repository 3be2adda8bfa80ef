/// Finds phrases: all their wordings in one pass over the text, then for each phrase the places where its steps follow each
/// other.
struct PhraseMatcher: Sendable {
    /// A place where a phrase stands.
    struct Match: Sendable, Hashable {
        var phrase: Int
        /// Where it ends, in bytes.
        var end: Int
    }

    /// A step that a wording is of.
    private struct Use: Sendable {
        var step: Int32
        var isOpenAtStart: Bool
        var isOpenAtEnd: Bool
        var isSentenceStart: Bool
    }

    /// Numbers alone: reading a list of these counts no references.
    private struct Wording: Sendable {
        var count: Int
        /// Its uses in ``uses``, ordered by their steps.
        var uses: Range<Int>
        /// Those of steps that phrases are recognised by, in ``anchors``.
        var anchors: Range<Int>
        var beginsWithLetter: Bool
        var endsWithLetter: Bool
    }

    private struct Link: Sendable {
        var step: Int
        var gap: InjectionPhrase.Gap
    }

    private struct Phrase: Sendable {
        var links: [Link]
        /// Its steps, those first that stand in the fewest texts.
        var order: [Int]
    }

    private let trie: WordingTrie
    private let wordings: [Wording]
    private let uses: [Use]
    private let anchors: [Use]
    private let phrases: [Phrase]
    /// For each step the phrases that are looked for where it stands: each phrase has one such step.
    private let anchored: [[Int]]
    /// The wordings of each step.
    private let stepWordings: [[Int32]]
    /// How many places of one step are looked at in a text.
    private static let placeLimit = 512
    /// In a text with more wordings than these all steps get their places at once.
    private static let fewPlaces = 4096

    /// A matcher of phrases; a match tells a phrase by its index.
    init(_ phrases: [InjectionPhrase]) {
        var steps: [InjectionPhrase.Step: Int] = [:]
        var known: [[UInt8]: [Use]] = [:]
        /// How common the wordings of each step may be: the shorter, the more.
        var frequencies: [Double] = []
        let links = phrases.map { phrase in
            zip(phrase.steps, phrase.gaps).map { step, gap in
                if let known = steps[step] { return Link(step: known, gap: gap) }
                let index = steps.count
                steps[step] = index
                var frequency = 0.0
                for wording in step.wordings {
                    let isPrefix = wording.hasSuffix("*")
                    let use = Use(
                        step: Int32(truncatingIfNeeded: index),
                        isOpenAtStart: step.isOpenAtStart,
                        isOpenAtEnd: step.isOpenAtEnd || isPrefix,
                        isSentenceStart: step.isSentenceStart
                    )
                    let bytes = Array(wording.utf8.dropLast(isPrefix ? 1 : 0))
                    known[bytes, default: []].append(use)
                    frequency += 1 / Double(1 << min(bytes.count, 32))
                }
                frequencies.append(frequency)
                return Link(step: index, gap: gap)
            }
        }
        // Where the rarest step of a phrase does not stand, the phrase does not.
        var anchored = [[Int]](repeating: [], count: steps.count)
        self.phrases = links.map { links in
            Phrase(links: links, order: links.map(\.step).sorted { frequencies[$0] < frequencies[$1] })
        }
        for (index, phrase) in self.phrases.enumerated() {
            if let rarest = phrase.order.first { anchored[rarest].append(index) }
        }
        self.anchored = anchored
        let isLetter = { (byte: UInt8?) in byte.map { $0 &- 0x61 < 26 } ?? false }
        var wordings: [Wording] = []
        var uses: [Use] = []
        var anchors: [Use] = []
        var stepWordings = [[Int32]](repeating: [], count: steps.count)
        var tried: [WordingTrie.Wording] = []
        for (bytes, own) in known.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let (firstUse, firstAnchor) = (uses.count, anchors.count)
            let index = Int32(truncatingIfNeeded: wordings.count)
            for use in own.sorted(by: { $0.step < $1.step }) {
                uses.append(use)
                if !anchored[Int(use.step)].isEmpty { anchors.append(use) }
                if stepWordings[Int(use.step)].last != index { stepWordings[Int(use.step)].append(index) }
            }
            wordings.append(
                Wording(
                    count: bytes.count,
                    uses: firstUse..<uses.count,
                    anchors: firstAnchor..<anchors.count,
                    beginsWithLetter: isLetter(bytes.first),
                    endsWithLetter: isLetter(bytes.last)
                )
            )
            tried.append(
                WordingTrie.Wording(
                    bytes: bytes,
                    isOpenAtStart: own.contains(where: \.isOpenAtStart),
                    isOpenAtEnd: own.contains(where: \.isOpenAtEnd)
                )
            )
        }
        self.wordings = wordings
        self.uses = uses
        self.anchors = anchors
        self.stepWordings = stepWordings
        trie = WordingTrie(tried)
    }

    /// The working memory of one thread.
    struct Scratch {
        /// Where wordings end, and which they are (see ``WordingTrie/scan(_:into:)``).
        fileprivate var matches: [UInt64] = []
        /// For each wording the index of its first match and 1, 0 where it has none.
        fileprivate var firstMatches: [Int32]
        /// For each match the index of the next one of the same wording and 1.
        fileprivate var nextMatches: [Int32] = []
        fileprivate var places: [[Place]]
        /// Which steps have got their places.
        fileprivate var isPlaced: [Bool]
        fileprivate var placed: [Int] = []
        /// Phrases whose anchors stand in the text.
        fileprivate var isCandidate: [Bool]
        fileprivate var candidates: [Int] = []
    }

    /// Where a wording stands.
    fileprivate struct Place {
        var start: Int
        var end: Int
    }

    /// Working memory for one thread at a time.
    func makeScratch() -> Scratch {
        Scratch(
            firstMatches: Array(repeating: 0, count: wordings.count),
            places: Array(repeating: [], count: anchored.count),
            isPlaced: Array(repeating: false, count: anchored.count),
            isCandidate: Array(repeating: false, count: phrases.count)
        )
    }

    /// Finds phrases.
    /// - Parameters:
    ///   - text: a folded text.
    ///   - scratch: made by ``makeScratch()``.
    ///   - found: gets the matches, phrase by phrase, in the order of their ends.
    func scan(_ text: InjectionText, using scratch: inout Scratch, into found: inout [Match]) {
        scratch.matches.removeAll(keepingCapacity: true)
        trie.scan(text.line, into: &scratch.matches)
        guard !scratch.matches.isEmpty else { return }
        text.bytes.withUnsafeBufferPointer { bytes in
            for match in scratch.matches { noteCandidates(match, in: bytes, &scratch) }
            guard !scratch.candidates.isEmpty else { return }
            scratch.matches.sort()
            let isLong = scratch.matches.count > Self.fewPlaces
            if isLong { placeAll(in: bytes, &scratch) } else { chain(&scratch) }
            scratch.candidates.sort()
            for phrase in scratch.candidates { find(phrase, bytes, &scratch, into: &found) }
            clear(&scratch, isChained: !isLong)
        }
    }

    private func clear(_ scratch: inout Scratch, isChained: Bool) {
        for step in scratch.placed {
            scratch.places[step].removeAll(keepingCapacity: true)
            scratch.isPlaced[step] = false
        }
        scratch.placed.removeAll(keepingCapacity: true)
        for phrase in scratch.candidates { scratch.isCandidate[phrase] = false }
        scratch.candidates.removeAll(keepingCapacity: true)
        if isChained { for match in scratch.matches { scratch.firstMatches[Self.wording(of: match)] = 0 } }
    }

    @inline(__always)
    private static func wording(of match: UInt64) -> Int { Int(match & 0xFFFF_FFFF) }

    @inline(__always)
    private static func end(of match: UInt64) -> Int { Int(match &>> 32) }

    /// Whether a use of a wording may stand where the wording does.
    @inline(__always)
    private func stands(
        _ use: Use,
        _ wording: Wording,
        _ start: Int,
        _ end: Int,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        if !use.isOpenAtStart, wording.beginsWithLetter, start > 0, bytes[start - 1] &- 0x61 < 26 { return false }
        if !use.isOpenAtEnd, wording.endsWithLetter, end < bytes.count, bytes[end] &- 0x61 < 26 { return false }
        return !use.isSentenceStart || PhraseMatcher.beginsSentence(at: start, in: bytes)
    }

    private func noteCandidates(_ match: UInt64, in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        let wording = wordings[Self.wording(of: match)]
        let end = Self.end(of: match)
        for place in wording.anchors {
            let use = anchors[place]
            guard stands(use, wording, end - wording.count, end, bytes) else { continue }
            for phrase in anchored[Int(use.step)] where !scratch.isCandidate[phrase] {
                scratch.isCandidate[phrase] = true
                scratch.candidates.append(phrase)
            }
        }
    }

    /// Gives a place to every step that a wording is of.
    private func placeAll(in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        for match in scratch.matches {
            let wording = wordings[Self.wording(of: match)]
            let end = Self.end(of: match)
            for place in wording.uses {
                let use = uses[place]
                guard scratch.places[Int(use.step)].count < PhraseMatcher.placeLimit,
                    stands(use, wording, end - wording.count, end, bytes)
                else { continue }
                scratch.places[Int(use.step)].append(Place(start: end - wording.count, end: end))
            }
        }
        for step in scratch.isPlaced.indices {
            scratch.isPlaced[step] = true
            scratch.placed.append(step)
        }
    }

    /// Joins the matches of each wording.
    private func chain(_ scratch: inout Scratch) {
        scratch.nextMatches.removeAll(keepingCapacity: true)
        scratch.nextMatches.append(contentsOf: repeatElement(0, count: scratch.matches.count))
        for index in scratch.matches.indices.reversed() {
            let wording = Self.wording(of: scratch.matches[index])
            scratch.nextMatches[index] = scratch.firstMatches[wording]
            scratch.firstMatches[wording] = Int32(truncatingIfNeeded: index &+ 1)
        }
    }

    /// Gives a step its places.
    private func place(_ step: Int, in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        guard !scratch.isPlaced[step] else { return }
        scratch.isPlaced[step] = true
        scratch.placed.append(step)
        var isSorted = true
        for index in stepWordings[step] {
            var next = scratch.firstMatches[Int(index)]
            guard next != 0 else { continue }
            let wording = wordings[Int(index)]
            var low = wording.uses.lowerBound
            var high = wording.uses.upperBound
            while low < high {
                let middle = (low &+ high) / 2
                if uses[middle].step < step { low = middle &+ 1 } else { high = middle }
            }
            if !scratch.places[step].isEmpty { isSorted = false }
            while next != 0 {
                let end = Self.end(of: scratch.matches[Int(next) - 1])
                var place = low
                while place < wording.uses.upperBound, uses[place].step == step {
                    if stands(uses[place], wording, end - wording.count, end, bytes) {
                        scratch.places[step].append(Place(start: end - wording.count, end: end))
                    }
                    place &+= 1
                }
                next = scratch.nextMatches[Int(next) - 1]
            }
        }
        if !isSorted { scratch.places[step].sort { $0.end < $1.end } }
        let surplus = scratch.places[step].count - PhraseMatcher.placeLimit
        if surplus > 0 { scratch.places[step].removeLast(surplus) }
    }

    private static func beginsSentence(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = start
        while index > 0, [0x20, 0x22, 0x27, 0x28, 0x2D].contains(bytes[index - 1]) { index -= 1 }
        guard index > 0 else { return true }
        if [0x0A, 0x2E, 0x21, 0x3F, 0x3A].contains(bytes[index - 1]) { return true }
        return index >= 3 && bytes[index - 3] == 0xE3 && bytes[index - 2] == 0x80 && bytes[index - 1] == 0x82
    }

    private func find(
        _ phrase: Int,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ scratch: inout Scratch,
        into found: inout [Match]
    ) {
        for step in phrases[phrase].order {
            place(step, in: bytes, &scratch)
            if scratch.places[step].isEmpty { return }
        }
        let links = phrases[phrase].links
        var reached = scratch.places[links[0].step]
        for link in links.dropFirst() {
            var next: [Place] = []
            for place in scratch.places[link.step] where PhraseMatcher.follows(place, reached, link.gap, bytes) {
                next.append(place)
            }
            guard !next.isEmpty else { return }
            reached = next
        }
        for place in reached { found.append(Match(phrase: phrase, end: place.end)) }
    }

    /// Whether a place follows one of those that were reached, near enough. They are in the order of their ends.
    private static func follows(
        _ place: Place,
        _ reached: [Place],
        _ gap: InjectionPhrase.Gap,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        // The last one that ends at or before the place begins is the nearest.
        var low = 0
        var high = reached.count
        while low < high {
            let middle = (low + high) / 2
            if reached[middle].end <= place.start { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return false }
        let end = reached[low - 1].end
        // A space stands before and after a gap beside what the gap itself may hold.
        guard place.start - end <= gap.limit + (gap.limit > 0 ? 2 : 0) else { return false }
        return gap.crossesSentences || !endsSentence(bytes, from: end, to: place.start)
    }

    private static func endsSentence(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Bool {
        var index = start
        while index < end {
            switch bytes[index] {
            case 0x21, 0x3F: return true
            case 0x2E where index + 1 >= bytes.count || bytes[index + 1] == 0x20 || bytes[index + 1] == 0x0A:
                return true
            case 0xE3 where index + 2 < end && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x82: return true
            default: index += 1
            }
        }
        return false
    }
}

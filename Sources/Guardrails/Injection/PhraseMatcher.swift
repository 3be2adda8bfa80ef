/// Finds phrases: all their wordings in one pass over the text, then for each phrase the places where its steps follow each
/// other.
struct PhraseMatcher: Sendable {
    /// A place where a phrase stands.
    struct Match: Sendable, Hashable {
        var phrase: Int
        /// Where it ends, in bytes.
        var end: Int
    }

    private struct Use: Sendable {
        var step: Int
        var isOpenAtStart: Bool
        var isOpenAtEnd: Bool
        var isSentenceStart: Bool
    }

    private struct Wording: Sendable {
        var count: Int
        /// Ordered by their steps.
        var uses: [Use]
        /// Those of steps that phrases are recognised by.
        var anchors: [Use]
        var beginsWithLetter: Bool
        var endsWithLetter: Bool
    }

    private struct Link: Sendable {
        var step: Int
        var gap: InjectionPhrase.Gap
    }

    private let trie: WordingTrie
    private let wordings: [Wording]
    private let phrases: [[Link]]
    /// For each step the phrases that are looked for where it stands: each phrase has one such step.
    private let anchored: [[Int]]
    /// How many places of one step are looked at in a text.
    private static let placeLimit = 512
    /// In a text with more wordings than these all steps get their places at once.
    private static let fewPlaces = 1024

    /// A matcher of phrases; a match tells a phrase by its index.
    init(_ phrases: [InjectionPhrase]) {
        var steps: [InjectionPhrase.Step: Int] = [:]
        var uses: [String: [Use]] = [:]
        /// The length of each step's shortest wording.
        var shortest: [Int] = []
        let links = phrases.map { phrase in
            zip(phrase.steps, phrase.gaps).map { step, gap in
                if let known = steps[step] { return Link(step: known, gap: gap) }
                let index = steps.count
                steps[step] = index
                shortest.append(step.wordings.map(\.utf8.count).min() ?? 0)
                for wording in step.wordings {
                    let isPrefix = wording.hasSuffix("*")
                    let use = Use(
                        step: index,
                        isOpenAtStart: step.isOpenAtStart,
                        isOpenAtEnd: step.isOpenAtEnd || isPrefix,
                        isSentenceStart: step.isSentenceStart
                    )
                    uses[isPrefix ? String(wording.dropLast()) : wording, default: []].append(use)
                }
                return Link(step: index, gap: gap)
            }
        }
        // Where the step with the longest wordings does not stand, the phrase does not: most texts have none of these.
        var anchored = [[Int]](repeating: [], count: steps.count)
        for (index, links) in links.enumerated() {
            if let anchor = links.max(by: { shortest[$0.step] < shortest[$1.step] }) {
                anchored[anchor.step].append(index)
            }
        }
        self.anchored = anchored
        self.phrases = links
        let isLetter = { (byte: UInt8?) in byte.map { $0 &- 0x61 < 26 } ?? false }
        let known = uses.sorted { $0.key < $1.key }
        wordings = known.map { wording, uses in
            Wording(
                count: wording.utf8.count,
                uses: uses.sorted { $0.step < $1.step },
                anchors: uses.filter { !anchored[$0.step].isEmpty },
                beginsWithLetter: isLetter(wording.utf8.first),
                endsWithLetter: isLetter(wording.utf8.last)
            )
        }
        trie = WordingTrie(
            known.map { wording, uses in
                WordingTrie.Wording(
                    bytes: Array(wording.utf8),
                    isOpenAtStart: uses.contains(where: \.isOpenAtStart),
                    isOpenAtEnd: uses.contains(where: \.isOpenAtEnd)
                )
            }
        )
    }

    /// The working memory of one thread.
    struct Scratch {
        /// Where wordings end, and which they are (see ``WordingTrie/scan(_:into:)``).
        fileprivate var matches: [UInt64] = []
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
            if scratch.matches.count > Self.fewPlaces { placeAll(in: bytes, &scratch) }
            scratch.candidates.sort()
            for phrase in scratch.candidates { find(phrase, bytes, &scratch, into: &found) }
            clear(&scratch)
        }
    }

    private func clear(_ scratch: inout Scratch) {
        for step in scratch.placed {
            scratch.places[step].removeAll(keepingCapacity: true)
            scratch.isPlaced[step] = false
        }
        scratch.placed.removeAll(keepingCapacity: true)
        for phrase in scratch.candidates { scratch.isCandidate[phrase] = false }
        scratch.candidates.removeAll(keepingCapacity: true)
    }

    /// Whether a use of a wording may stand where the wording does.
    @inline(__always)
    private func stands(_ use: Use, _ wording: Wording, _ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if !use.isOpenAtStart, wording.beginsWithLetter, start > 0, bytes[start - 1] &- 0x61 < 26 { return false }
        if !use.isOpenAtEnd, wording.endsWithLetter, end < bytes.count, bytes[end] &- 0x61 < 26 { return false }
        return !use.isSentenceStart || PhraseMatcher.beginsSentence(at: start, in: bytes)
    }

    private func noteCandidates(_ match: UInt64, in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        let wording = wordings[Int(match & 0xFFFF_FFFF)]
        guard !wording.anchors.isEmpty else { return }
        let end = Int(match &>> 32)
        for use in wording.anchors where stands(use, wording, end - wording.count, end, bytes) {
            for phrase in anchored[use.step] where !scratch.isCandidate[phrase] {
                scratch.isCandidate[phrase] = true
                scratch.candidates.append(phrase)
            }
        }
    }

    /// Gives a place to every step that a wording is of.
    private func placeAll(in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        for match in scratch.matches {
            let wording = wordings[Int(match & 0xFFFF_FFFF)]
            let end = Int(match &>> 32)
            let start = end - wording.count
            for use in wording.uses where scratch.places[use.step].count < PhraseMatcher.placeLimit {
                guard stands(use, wording, start, end, bytes) else { continue }
                scratch.places[use.step].append(Place(start: start, end: end))
            }
        }
        for step in scratch.isPlaced.indices {
            scratch.isPlaced[step] = true
            scratch.placed.append(step)
        }
    }

    /// Gives a step its places.
    private func place(_ step: Int, in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        guard !scratch.isPlaced[step] else { return }
        scratch.isPlaced[step] = true
        scratch.placed.append(step)
        for match in scratch.matches {
            let wording = wordings[Int(match & 0xFFFF_FFFF)]
            var low = 0
            var high = wording.uses.count
            while low < high {
                let middle = (low &+ high) / 2
                if wording.uses[middle].step < step { low = middle &+ 1 } else { high = middle }
            }
            while low < wording.uses.count, wording.uses[low].step == step {
                let end = Int(match &>> 32)
                if stands(wording.uses[low], wording, end - wording.count, end, bytes),
                    scratch.places[step].count < PhraseMatcher.placeLimit
                {
                    scratch.places[step].append(Place(start: end - wording.count, end: end))
                }
                low &+= 1
            }
        }
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
        let links = phrases[phrase]
        for link in links {
            place(link.step, in: bytes, &scratch)
            if scratch.places[link.step].isEmpty { return }
        }
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

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
        var uses: [Use]
        var beginsWithLetter: Bool
        var endsWithLetter: Bool
    }

    private struct Link: Sendable {
        var step: Int
        var gap: InjectionPhrase.Gap
    }

    private let database: PatternDatabase
    private let wordings: [Wording]
    private let phrases: [[Link]]
    private let stepCount: Int
    /// How many places of one step are looked at in a text.
    private static let placeLimit = 512

    /// A matcher of phrases; a match tells a phrase by its index.
    /// - Throws: ``PatternError``
    init(_ phrases: [InjectionPhrase]) throws {
        var steps: [InjectionPhrase.Step: Int] = [:]
        var uses: [String: [Use]] = [:]
        self.phrases = phrases.map { phrase in
            zip(phrase.steps, phrase.gaps).map { step, gap in
                if let known = steps[step] { return Link(step: known, gap: gap) }
                let index = steps.count
                steps[step] = index
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
        stepCount = steps.count
        let isLetter = { (byte: UInt8?) in byte.map { $0 &- 0x61 < 26 } ?? false }
        let known = uses.sorted { $0.key < $1.key }
        wordings = known.map { wording, uses in
            Wording(
                count: wording.utf8.count,
                uses: uses,
                beginsWithLetter: isLetter(wording.utf8.first),
                endsWithLetter: isLetter(wording.utf8.last)
            )
        }
        database = try PatternDatabase(known.map { Pattern(Pattern.literal($0.key.utf8), reportsStart: false) })
    }

    /// The working memory of one thread.
    struct Scratch {
        let patterns: PatternScratch
        var matches: [PatternMatch] = []
        var places: [[Place]]
        /// The steps that have places.
        var touched: [Int] = []
    }

    /// Where a wording stands.
    struct Place {
        var start: Int
        var end: Int
    }

    /// Working memory for one thread at a time.
    /// - Throws: ``PatternError``
    func makeScratch() throws -> Scratch {
        Scratch(patterns: try database.makeScratch(), places: Array(repeating: [], count: stepCount))
    }

    /// Finds phrases.
    /// - Parameters:
    ///   - text: a folded text.
    ///   - scratch: made by ``makeScratch()``.
    ///   - found: gets the matches, phrase by phrase, in the order of their ends.
    /// - Throws: ``PatternError``
    func scan(_ text: InjectionText, using scratch: inout Scratch, into found: inout [Match]) throws {
        scratch.matches.removeAll(keepingCapacity: true)
        try database.scan(text.line, using: scratch.patterns, into: &scratch.matches)
        for step in scratch.touched { scratch.places[step].removeAll(keepingCapacity: true) }
        scratch.touched.removeAll(keepingCapacity: true)
        text.bytes.withUnsafeBufferPointer { bytes in
            for match in scratch.matches { place(match, in: bytes, &scratch) }
            guard !scratch.touched.isEmpty else { return }
            for (index, links) in phrases.enumerated() where !scratch.places[links[0].step].isEmpty {
                find(index, links, bytes, scratch.places, into: &found)
            }
        }
    }

    private func place(_ match: PatternMatch, in bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) {
        let wording = wordings[match.pattern]
        let start = match.end - wording.count
        guard start >= 0 else { return }
        let isInsideAtStart = wording.beginsWithLetter && start > 0 && bytes[start - 1] &- 0x61 < 26
        let isInsideAtEnd = wording.endsWithLetter && match.end < bytes.count && bytes[match.end] &- 0x61 < 26
        for use in wording.uses {
            guard use.isOpenAtStart || !isInsideAtStart, use.isOpenAtEnd || !isInsideAtEnd else { continue }
            guard !use.isSentenceStart || PhraseMatcher.beginsSentence(at: start, in: bytes) else { continue }
            if scratch.places[use.step].isEmpty { scratch.touched.append(use.step) }
            guard scratch.places[use.step].count < PhraseMatcher.placeLimit else { continue }
            scratch.places[use.step].append(Place(start: start, end: match.end))
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
        _ links: [Link],
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ places: [[Place]],
        into found: inout [Match]
    ) {
        for link in links where places[link.step].isEmpty { return }
        var reached = places[links[0].step]
        for link in links.dropFirst() {
            var next: [Place] = []
            for place in places[link.step] where PhraseMatcher.follows(place, reached, link.gap, bytes) {
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

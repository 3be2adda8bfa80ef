/// Whether an answer gives the instructions away: texts that were put there to be noticed, and how much of the instructions
/// stands in the answer, by runs of 12 letters, whatever is between them. Encoded parts of the answer are read too.
///
/// What the user wrote does not count, nor do instructions of fewer than 48 letters, which every answer resembles. Of long
/// instructions a sample of runs is kept, so memory is bounded.
public struct PromptLeakCheck: Sendable, Hashable {
    /// How much of the instructions may stand in an answer, 0 to 1.
    public let share: Double

    /// Fewer runs than these say nothing.
    private static let fewestGrams = 37
    /// The most runs that are kept; of more, every second, fourth … by its hash.
    private static let mostGrams = 1 << 16
    /// What is read of instructions and of the user's text, in bytes.
    private static let longestText = 4 << 20
    /// Runs that are this near belong to one place, in bytes.
    private static let widestGap = 96
    /// A canary of fewer letters would be found in harmless answers.
    private static let shortestCanary = 6

    /// A check.
    /// - Parameter share: how much may stand in an answer before it counts as a leak, 0 to 1.
    public init(share: Double = 0.3) { self.share = min(max(share, 0), 1) }

    /// Checks an answer.
    /// - Returns: canaries with score 1; leaks place by place, with a score of 0.5 and more that grows with the share.
    public func findings(in answer: NormalizedText, of question: OutputQuestion) -> [Finding] {
        var found = canaries(in: answer, question.canaries)
        let known = grams(of: question)
        guard known.hashes.count >= Self.fewestGrams else { return found }
        for (text, hidden) in [(answer, nil)] + answer.hidden.map({ ($0.text, Optional($0)) }) {
            found += leaks(in: text, hidden, known)
        }
        return found
    }

    // MARK: Canaries

    private func canaries(in answer: NormalizedText, _ canaries: [String]) -> [Finding] {
        var found: [Finding] = []
        for canary in canaries {
            let folded = Self.letters(Normalizer().normalize(Array(canary.utf8), levels: 0).bytes)
            guard folded.codes.count >= Self.shortestCanary else { continue }
            for (text, hidden) in [(answer, nil)] + answer.hidden.map({ ($0.text, Optional($0)) }) {
                guard let range = Self.first(folded.codes, in: Self.letters(text.bytes)) else { continue }
                found.append(
                    Finding(
                        type: .promptLeak,
                        range: hidden?.range ?? text.map.original(range),
                        score: 1,
                        rule: "prompt-leak.canary",
                        encoding: hidden?.encoding
                    )
                )
            }
        }
        return Array(found.prefix(OutputCheck.mostFindings))
    }

    private struct Letters {
        var codes: [UInt32] = []
        var ranges: [Range<Int>] = []
    }

    private static func letters(_ bytes: [UInt8]) -> Letters {
        let folded = FoldedText(bytes, options: LeakText.options)
        var letters = Letters()
        let text = folded.bytes.span
        var index = 0
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            let start = index
            index &+= scalar.length
            guard LeakText.isLetter(scalar.code) else { continue }
            letters.codes.append(scalar.code)
            letters.ranges.append(folded.map.original(start..<index))
        }
        return letters
    }

    /// The first place of a word, by Knuth, Morris and Pratt: linear whatever the word is.
    private static func first(_ word: [UInt32], in text: Letters) -> Range<Int>? {
        var borders = [Int](repeating: 0, count: word.count)
        var length = 0
        for index in word.indices.dropFirst() {
            while length > 0, word[index] != word[length] { length = borders[length - 1] }
            if word[index] == word[length] { length += 1 }
            borders[index] = length
        }
        length = 0
        for index in text.codes.indices {
            while length > 0, text.codes[index] != word[length] { length = borders[length - 1] }
            if text.codes[index] == word[length] { length += 1 }
            if length == word.count {
                return text.ranges[index + 1 - length].lowerBound..<text.ranges[index].upperBound
            }
        }
        return nil
    }

    // MARK: Overlap

    private struct Grams {
        var hashes: Set<UInt64> = []
        /// Hashes that have these bits are left out.
        var mask: UInt64 = 0
    }

    private func grams(of question: OutputQuestion) -> Grams {
        var known = Grams()
        for text in question.instructions {
            LeakText.forEachGram(in: Self.folded(text)) { gram in
                guard gram.hash & known.mask == 0 else { return }
                known.hashes.insert(gram.hash)
                if known.hashes.count > Self.mostGrams {
                    known.mask = known.mask &<< 1 | 1
                    known.hashes = known.hashes.filter { $0 & known.mask == 0 }
                }
            }
        }
        guard !known.hashes.isEmpty else { return known }
        LeakText.forEachGram(in: Self.folded(question.lastUserText)) { known.hashes.remove($0.hash) }
        return known
    }

    private static func folded(_ text: [UInt8]) -> FoldedText {
        let read = text.count > longestText ? Array(text.prefix(longestText)) : text
        return FoldedText(Normalizer().normalize(read, levels: 0), options: LeakText.options)
    }

    private func leaks(in text: NormalizedText, _ hidden: HiddenText?, _ known: Grams) -> [Finding] {
        var seen: Set<UInt64> = []
        var places: [Range<Int>] = []
        let folded = FoldedText(text.bytes, options: LeakText.options)
        LeakText.forEachGram(in: folded) { gram in
            guard gram.hash & known.mask == 0, known.hashes.contains(gram.hash) else { return }
            seen.insert(gram.hash)
            if let last = places.last, gram.range.lowerBound <= last.upperBound + Self.widestGap {
                places[places.count - 1] = last.lowerBound..<gram.range.upperBound
            } else {
                places.append(gram.range)
            }
        }
        let part = Double(seen.count) / Double(known.hashes.count)
        guard !seen.isEmpty, part >= share else { return [] }
        let score = min(1, 0.5 + part / 2)
        let finding = { (range: Range<Int>) in
            Finding(
                type: .promptLeak,
                range: range,
                score: score,
                rule: "prompt-leak.overlap",
                encoding: hidden?.encoding
            )
        }
        if let hidden { return [finding(hidden.range)] }
        return places.prefix(OutputCheck.mostFindings).map { finding(text.map.original(folded.map.original($0))) }
    }
}

/// Finds words of lists and matches of an operator's own expressions.
///
/// Words are looked for in the folded text, all lists in one pass; expressions in the normalised text. A word of Latin letters
/// or katakana is found as a word of its own, not within a longer one; kanji and hiragana have no such borders.
public struct WordFilter: Sendable {
    private struct Entry {
        var list: Int
        var isAllowed: Bool
        /// Whether the word begins, and ends, with katakana or an ASCII letter or digit.
        var edges: (Edge?, Edge?)
    }

    private enum Edge {
        case latin
        case katakana
    }

    private let lists: [WordList]
    private let entries: [Entry]
    private let customs: [CustomPattern]
    private let words: PatternDatabase?
    private let expressions: PatternDatabase?

    /// The most words of all lists: 20,000.
    public static let mostWords = 20_000

    /// A filter.
    /// - Throws: ``PatternError`` where an expression is not understood or too large, or there are too many words.
    public init(lists: [WordList] = [], customs: [CustomPattern] = []) throws {
        self.lists = lists
        self.customs = customs
        var entries: [Entry] = []
        var patterns: [Pattern] = []
        for (index, list) in lists.enumerated() {
            for (words, isAllowed) in [(list.words, false), (list.allowed, true)] {
                for word in words {
                    let normalized = Normalizer().normalize(Array(word.utf8))
                    let folded = FoldedText(normalized, options: .words).bytes
                    guard !folded.isEmpty else { continue }
                    entries.append(Entry(list: index, isAllowed: isAllowed, edges: Self.edges(normalized.bytes.span)))
                    patterns.append(Pattern(Pattern.literal(folded)))
                }
            }
        }
        guard patterns.count <= Self.mostWords else {
            throw PatternError.invalid(expression: "words", reason: "there are more than \(Self.mostWords) of them")
        }
        for custom in customs { try custom.check() }
        self.entries = entries
        words = patterns.isEmpty ? nil : try PatternDatabase(patterns)
        expressions =
            customs.isEmpty
            ? nil
            : try PatternDatabase(
                customs.map { Pattern($0.expression, isCaseInsensitive: $0.isCaseInsensitive, isUnicode: true) }
            )
    }

    /// The working memory of one thread.
    public final class Scratch {
        fileprivate let words: PatternScratch?
        fileprivate let expressions: PatternScratch?

        fileprivate init(_ words: PatternScratch?, _ expressions: PatternScratch?) {
            self.words = words
            self.expressions = expressions
        }
    }

    /// Makes the working memory of one thread.
    /// - Throws: ``PatternError``
    public func makeScratch() throws -> Scratch { Scratch(try words?.makeScratch(), try expressions?.makeScratch()) }

    /// Looks through a text, and what is hidden in it.
    /// - Returns: findings in the order of the text, with ranges in bytes of the original.
    /// - Throws: ``PatternError``
    public func findings(in text: NormalizedText, using scratch: Scratch) throws -> [Finding] {
        var found = try listed(in: text, using: scratch) + matched(in: text, using: scratch)
        for index in found.indices { found[index].range = text.map.original(found[index].range) }
        for hidden in text.hidden {
            found += try findings(in: hidden.text, using: scratch).map { finding in
                var finding = finding
                finding.range = hidden.range
                finding.encoding = hidden.encoding
                return finding
            }
        }
        return found.sorted(by: Finding.comesBefore)
    }

    // MARK: Lists

    private func listed(in text: NormalizedText, using scratch: Scratch) throws -> [Finding] {
        guard let words, let memory = scratch.words else { return [] }
        let folded = FoldedText(text, options: .words)
        var matches: [PatternMatch] = []
        try words.scan(folded.bytes, using: memory, limit: Scanner.matches(in: folded.bytes.count), into: &matches)
        var found: [(entry: Entry, range: Range<Int>)] = []
        for match in matches {
            let entry = entries[match.pattern]
            let range = folded.map.original(match.start..<match.end)
            if entry.isAllowed || stands(entry, text.bytes.span, range) { found.append((entry, range)) }
        }
        let allowed = allowedRanges(found)
        return found.compactMap { entry, range in
            guard !entry.isAllowed, allowed[entry.list]?.holds(range) != true else { return nil }
            let list = lists[entry.list]
            return Finding(type: list.type, range: range, score: 1, rule: "words.\(list.name)")
        }
    }

    /// Where words stand that are allowed, list by list.
    private func allowedRanges(_ found: [(entry: Entry, range: Range<Int>)]) -> [Int: CoveringRanges] {
        var ranges: [Int: [Range<Int>]] = [:]
        for (entry, range) in found where entry.isAllowed { ranges[entry.list, default: []].append(range) }
        return ranges.mapValues(CoveringRanges.init)
    }

    /// Whether a word stands on its own.
    private func stands(_ entry: Entry, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        if let edge = entry.edges.0, let before = UTF8Scalar(text, endingAt: range.lowerBound),
            Self.edge(before.code) == edge,
            Self.edge(UTF8Scalar(text, at: range.lowerBound).code) == edge
        {
            return false
        }
        if let edge = entry.edges.1, range.upperBound < text.count,
            Self.edge(UTF8Scalar(text, at: range.upperBound).code) == edge,
            let last = UTF8Scalar(text, endingAt: range.upperBound), Self.edge(last.code) == edge
        {
            return false
        }
        return true
    }

    private static func edges(_ word: Span<UInt8>) -> (Edge?, Edge?) {
        guard !word.isEmpty else { return (nil, nil) }
        return (edge(UTF8Scalar(word, at: 0).code), UTF8Scalar(word, endingAt: word.count).flatMap { edge($0.code) })
    }

    private static func edge(_ code: UInt32) -> Edge? {
        if Katakana.contains(code) { return .katakana }
        return code &- 0x30 < 10 || (code | 0x20) &- 0x61 < 26 ? .latin : nil
    }

    // MARK: Expressions

    private func matched(in text: NormalizedText, using scratch: Scratch) throws -> [Finding] {
        guard let expressions, let memory = scratch.expressions else { return [] }
        var matches: [PatternMatch] = []
        try expressions.scan(
            Self.wellFormed(text.bytes),
            using: memory,
            limit: Scanner.matches(in: text.bytes.count),
            into: &matches
        )
        // Every end of a repetition is a match of its own: of those that begin together the longest stands.
        var last = [Range<Int>?](repeating: nil, count: customs.count)
        var found: [Finding] = []
        func close(_ pattern: Int) {
            guard let range = last[pattern] else { return }
            let custom = customs[pattern]
            found.append(Finding(type: custom.type, range: range, score: custom.score, rule: "custom.\(custom.name)"))
        }
        for match in matches where match.start < match.end {
            if let known = last[match.pattern], match.start < known.upperBound {
                if match.start <= known.lowerBound { last[match.pattern] = match.start..<match.end }
            } else {
                close(match.pattern)
                last[match.pattern] = match.start..<match.end
            }
        }
        for pattern in customs.indices { close(pattern) }
        return found
    }

    /// A text of the same length in which bytes that are no UTF-8 are question marks: the engine wants none of them.
    private static func wellFormed(_ bytes: [UInt8]) -> [UInt8] {
        var invalid: [Int] = []
        var index = 0
        let text = bytes.span
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            if !scalar.isValid { invalid.append(index) }
            index &+= scalar.length
        }
        guard !invalid.isEmpty else { return bytes }
        var copy = bytes
        for index in invalid { copy[index] = UInt8(ascii: "?") }
        return copy
    }
}

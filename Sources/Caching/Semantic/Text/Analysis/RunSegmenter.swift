/// Cuts a run of kana and kanji into words: the cheapest way through it, where words of the lexicon are cheap.
struct RunSegmenter {
    /// A piece of the run: a word of the lexicon, or what it lacks.
    struct Piece {
        /// The form in the lexicon; -1 for none.
        let form: Int32
        let start: Int32
        let end: Int32
    }

    private var costs: [Float] = []
    private var steps: [Piece] = []
    private(set) var pieces: [Piece] = []

    /// Cuts a run.
    /// - Parameters:
    ///   - text: the whole text.
    ///   - start: where the run starts.
    ///   - end: where it ends.
    ///   - lexicon: the words.
    mutating func cut(_ text: [UInt32], _ start: Int, _ end: Int, _ lexicon: Lexicon) {
        let count = end - start
        costs.removeAll(keepingCapacity: true)
        costs.append(0)
        costs.append(contentsOf: repeatElement(.infinity, count: count))
        steps.removeAll(keepingCapacity: true)
        steps.append(contentsOf: repeatElement(Piece(form: -1, start: 0, end: 0), count: count + 1))
        for offset in 0..<count where costs[offset] < .infinity {
            addKnown(text, start, offset, count, lexicon)
            addUnknown(text, start, offset, count)
        }
        pieces.removeAll(keepingCapacity: true)
        var position = count
        while position > 0 {
            let step = steps[position]
            pieces.append(step)
            position = Int(step.start) - start
        }
        pieces.reverse()
    }

    private mutating func addKnown(_ text: [UInt32], _ start: Int, _ offset: Int, _ count: Int, _ lexicon: Lexicon) {
        var node = SymbolTrie.root
        var end = offset
        while end < count, let next = lexicon.trie.next(node, text[start + end]) {
            node = next
            end += 1
            if let form = lexicon.trie.terminal(node) {
                let length = end - offset
                let base = Self.cost(of: text, start + offset, length, isFirst: offset == 0)
                relax(offset, end, base - 0.06 * Float(min(length, 8)), Int32(form), start)
            }
        }
    }

    /// What a known word costs: a single kana least after a kanji, whose inflection it is.
    private static func cost(of text: [UInt32], _ index: Int, _ length: Int, isFirst: Bool) -> Float {
        guard length == 1 else { return 1 }
        if ScalarClass(text[index]) == .kanji { return 1.5 }
        return !isFirst && ScalarClass(text[index - 1]) == .kanji ? 0.65 : 1.25
    }

    private mutating func addUnknown(_ text: [UInt32], _ start: Int, _ offset: Int, _ count: Int) {
        let kind = ScalarClass(text[start + offset])
        if kind == .hiragana {
            relax(offset, offset + 1, 2.4, -1, start)
            return
        }
        var length = 1
        while offset + length <= count, length <= 24 {
            let cost: Float =
                kind == .kanji
                ? 1.6 + (length == 2 ? 0.7 : length == 1 ? 1.2 : 1.1 * Float(length)) : 2.2 + 0.3 * Float(length)
            if kind == .kanji || length > 1 || count == 1 { relax(offset, offset + length, cost, -1, start) }
            if kind == .katakana, length == 1 { relax(offset, offset + 1, 3, -1, start) }
            guard offset + length < count, ScalarClass(text[start + offset + length]) == kind else { break }
            length += 1
        }
    }

    private mutating func relax(_ from: Int, _ to: Int, _ cost: Float, _ form: Int32, _ start: Int) {
        let total = costs[from] + cost
        guard total < costs[to] else { return }
        costs[to] = total
        steps[to] = Piece(form: form, start: Int32(start + from), end: Int32(start + to))
    }
}

/// Reads the end of a text that goes on: up to where nothing that may come can change what detectors find.
///
/// It walks over units (a word, a number with its groups, a run of kanji with what follows it) and asks of each whether it is
/// whole, and whether what has come behind it suffices for the labels, honorifics and buildings that detectors look for
/// there. It knows classes of characters and the lists of names; what a unit is, the scanner decides.
struct StreamTail {
    /// What a unit is worth.
    struct Unit {
        var end: Int
        /// Whether nothing that may come changes what is found in it.
        var isSettled: Bool
        /// Whether no built-in detector can find anything in it.
        var isInert: Bool
    }

    /// How far behind a value a label may speak for it, in characters.
    static let reach = 40
    /// How far behind a name what follows it counts, in characters.
    static let nameReach = 12

    let codes: [UInt32]
    let kinds: [StreamKind]
    let lexicon: StreamLexicon
    /// Whether the text is the value of a field with a name: a label in front of all of it.
    let isField: Bool
    let text: ScalarText

    var count: Int { codes.count }

    /// The end of a text.
    /// - Parameters:
    ///   - codes: its last characters as ``StreamKind/fold(_:)`` gives them.
    ///   - kinds: what they are.
    ///   - isField: whether a field's name is a label in front of all of it, and nothing has been let go.
    init(
        codes: [UInt32],
        kinds: [StreamKind],
        isField: Bool,
        lexicon: StreamLexicon = .shared
    ) {
        self.codes = codes
        self.kinds = kinds
        self.isField = isField
        self.lexicon = lexicon
        text = ScalarText(scalars: codes)
    }

    /// Walks over the units.
    /// - Parameter start: the first character that is held back.
    /// - Returns: the ends of what needs no look and of what can be decided.
    func read(from start: Int) -> (inert: Int, settled: Int) {
        var (inert, isInert, place) = (start, true, start)
        while place < count {
            let unit = unit(at: place)
            guard unit.isSettled, unit.end > place else { break }
            isInert = isInert && unit.isInert
            place = unit.end
            if isInert { inert = place }
        }
        return (inert, place)
    }

    func unit(at start: Int) -> Unit {
        switch kinds[start] {
        case .digit, .upper, .lower, .sign: return word(at: start)
        case .kanji: return kanji(at: start)
        case .hiragana, .katakana: return kana(at: start)
        case .invisible, .mark:
            let end = run(of: kinds[start], from: start)
            return Unit(end: end, isSettled: end < count, isInert: false)
        case .space, .newline, .dot: return Unit(end: start + 1, isSettled: true, isInert: true)
        // An accent or a selector may follow.
        case .other:
            let isPunctuation = (0x3001...0x301F).contains(codes[start])
            return Unit(end: start + 1, isSettled: isPunctuation || start + 1 < count, isInert: true)
        }
    }

    /// Where a run of one kind ends, whatever is not seen between.
    func run(of kind: StreamKind, from start: Int) -> Int {
        var end = start
        while end < count, kinds[end] == kind || kinds[end] == .invisible || kinds[end] == .mark { end += 1 }
        return end
    }

    func kind(_ place: Int) -> StreamKind? { place >= 0 && place < count ? kinds[place] : nil }

    /// Whether enough stands behind a place: so many characters, or the end of a sentence.
    func isSeen(_ reach: Int, behind end: Int) -> Bool {
        if count - end >= reach { return true }
        return codes[end...].contains(0x3002)
    }

    /// Whether so much stands behind a name that what follows it is known; line ends alone may be the end of the text.
    func isNameSeen(behind end: Int) -> Bool {
        guard isSeen(Self.nameReach, behind: end) else { return false }
        return count - end >= Self.reach || kinds[end...].contains { $0 != .newline && $0 != .space }
    }

    // MARK: Values

    private static let strong = ScalarSet(":=|」】>]\"'".scalarValues)
    private static let weak = ScalarSet("は、・/ は".scalarValues)
    private static let wrappers = ScalarSet("\"'* 「【[<`".scalarValues)

    /// Whether what begins at a place may be the value of a label: what stands behind a label is a name by less.
    func isValue(at start: Int, depth: Int = 0) -> Bool {
        var place = start
        while place > 0, start - place < 6, Self.wrappers.contains(codes[place - 1]) || kinds[place - 1] == .newline {
            // A wrapper may be a separator itself.
            if Self.strong.contains(codes[place - 1]) { return true }
            place -= 1
        }
        guard place > 0 else { return isField }
        let sign = codes[place - 1]
        if Self.strong.contains(sign) || sign == 0x2C || kinds[place - 1] == .newline && sign == 0x09 { return true }
        if place < start, lexicon.vocabulary.labelEnds(at: place, in: codes) { return true }
        guard Self.weak.contains(sign) else { return false }
        if lexicon.vocabulary.labelEnds(at: place - 1, in: codes) { return true }
        guard depth < 4, sign != 0x306F else { return false }
        // 出席者：佐藤部長、鈴木
        var before = place - 1
        while before > 0, place - before < 14, kinds[before - 1].isJapanese || kinds[before - 1] == .space {
            before -= 1
        }
        return before < place - 1 && isValue(at: before, depth: depth + 1)
    }

    /// Whether a value that stands in a table's first line, behind a label's cell, is known to be a header: by the first row.
    func isRowSeen(behind start: Int) -> Bool {
        guard isCell(start) else { return true }
        var end = text.lineEnd(of: start)
        for _ in 0..<3 {
            guard end < count else { return false }
            let line = end + 1
            end = text.lineEnd(of: line)
            let cells = codes[line..<end]
            guard cells.contains(where: Self.cellSigns.contains) else { return end < count || end > line }
            // The line between header and rows in Markdown.
            if end < count, !cells.allSatisfy(Self.ruleSigns.contains) { return true }
        }
        return true
    }

    /// Whether a cell of a table begins at a place that is not the first of its line.
    private func isCell(_ start: Int) -> Bool {
        var place = start
        while place > 0, kinds[place - 1] == .space { place -= 1 }
        guard place > 0 else { return false }
        return codes[place - 1] == 0x7C || codes[place - 1] == 0x09
            || codes[place - 1] == 0x2C && lexicon.vocabulary.labelEnds(at: place - 1, in: codes)
    }

    private static let cellSigns = ScalarSet("|\t,".scalarValues)
    private static let ruleSigns = ScalarSet("|-: ".scalarValues)

    private static let delimiters = ScalarSet("\n\r\t,、。|\"'<>()[]{}「」【】;:/=*".scalarValues)

    /// Where the value ends that begins at a place; `nil` where the text ends before.
    func endOfValue(from start: Int) -> Int? {
        var end = start
        while end < count, end - start < 26, !Self.delimiters.contains(codes[end]) { end += 1 }
        return end < count ? end : nil
    }
}

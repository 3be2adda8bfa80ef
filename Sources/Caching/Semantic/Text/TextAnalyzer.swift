/// Takes a folded text apart: words, numbers, names, and what binds them.
struct TextAnalyzer {
    /// Something read, before phrases are looked up.
    struct Item {
        enum Kind {
            case word
            case number(Double, TextToken.Measure)
            case code
            /// A word of the lexicon found in a run without spaces.
            case form(Int)
            /// A run without spaces the lexicon lacks.
            case unknown(ScalarClass)
            /// The end of a clause.
            case stop
        }

        let kind: Kind
        let symbol: UInt32
        let hash: UInt64
        let start: Int
        let end: Int
        let isCapital: Bool

        /// Whether it is a word of a script with spaces.
        var isWord: Bool {
            if case .word = kind { return true }
            return false
        }
    }

    let lexicon = Lexicon.shared
    /// The text without marks of capitals.
    let plain: [UInt32]
    private let marked: [UInt32]
    var items: [Item] = []
    private(set) var tokens: [TextToken] = []
    private(set) var kinds: QuestionKinds = []
    /// Asked by words that may also join clauses: "when" and "where" inside a sentence.
    private var joiningKinds: QuestionKinds = []
    private(set) var bindings: [(concept: Int32, token: Int32)] = []
    private(set) var negations: [Int32] = []
    private(set) var joints: [Int32] = []
    private(set) var language = TextLanguage.none
    var segmenter = RunSegmenter()

    private var isClauseStart = true
    private var pendingBinding: Int32 = -1
    private var pendingNegation = false
    private var pendingJoint = false
    private var isUnspaced = false

    init(scalars: [UInt32]) {
        marked = scalars
        plain = scalars.map { $0 & ~TextFolding.capital }
    }

    mutating func run() {
        detectLanguage()
        items.reserveCapacity(plain.count / 4 + 8)
        scan()
        tokens.reserveCapacity(items.count)
        resolve()
    }

    // MARK: - Language

    private mutating func detectLanguage() {
        var counts = (latin: 0, kana: 0, kanji: 0, hangul: 0, cyrillic: 0, greek: 0, other: 0)
        for scalar in plain {
            switch ScalarClass(scalar) {
            case .latin: counts.latin += 1
            case .hiragana, .katakana: counts.kana += 1
            case .kanji: counts.kanji += 1
            case .hangul: counts.hangul += 1
            case .cyrillic: counts.cyrillic += 1
            case .greek: counts.greek += 1
            case .letter: counts.other += 1
            default: break
            }
        }
        // A kana says as much as some Latin letters: "VPNに接続できない" is Japanese.
        let ranked: [(TextLanguage, Int)] = [
            (.latin, counts.latin), (.japanese, counts.kana > 0 ? (counts.kana + counts.kanji) * 3 : 0),
            (.han, counts.kana > 0 ? 0 : counts.kanji * 3), (.korean, counts.hangul * 3),
            (.cyrillic, counts.cyrillic), (.greek, counts.greek), (.other, counts.other),
        ]
        if let best = ranked.max(by: { $0.1 < $1.1 }), best.1 > 0 { language = best.0 }
    }

    // MARK: - Reading

    private mutating func scan() {
        var index = 0
        while index < plain.count {
            let scalar = plain[index]
            switch ScalarClass(scalar) {
            case .space: index += 1
            case .digit: index = readNumber(at: index)
            case .latin, .cyrillic, .greek, .hangul, .letter:
                if let end = codeEnd(from: index) {
                    addCode(index, end)
                    index = end
                } else {
                    index = readWord(at: index)
                }
            case .kanji, .hiragana, .katakana: index = readRun(at: index)
            case .mark: index = readMark(at: index)
            }
        }
    }

    private mutating func readWord(at start: Int) -> Int {
        var end = start + 1
        while end < plain.count {
            if ScalarClass(plain[end]).isSpacedLetter {
                end += 1
            } else if plain[end] == 0x27, end + 1 < plain.count, ScalarClass(plain[end + 1]).isSpacedLetter {
                end += 2
            } else {
                break
            }
        }
        // "v2.1" is the version 2.1.
        if end == start + 1, plain[start] == 0x76, end < plain.count, ScalarClass(plain[end]) == .digit { return end }
        // "C++", "C#", "F#".
        var tail = end
        while tail < plain.count, plain[tail] == 0x2B || plain[tail] == 0x23, tail < end + 2 { tail += 1 }
        if tail > end, end - start <= 2 {
            addCode(start, tail)
            return tail
        }
        addWord(start, end)
        return end
    }

    /// Adds a word; "can't" is "can" and "not", and of "what's" the end says nothing.
    private mutating func addWord(_ start: Int, _ end: Int) {
        let isCapital = marked[start] & TextFolding.capital != 0
        var stop = end
        if let apostrophe = plain[start..<end].lastIndex(of: 0x27) {
            let tail = plain[(apostrophe + 1)..<end]
            if tail.elementsEqual([0x74]), apostrophe - 1 > start, plain[apostrophe - 1] == 0x6E {
                // "can't" loses its only n, "don't" the one of "not".
                let isCan = plain[start..<apostrophe].elementsEqual([0x63, 0x61, 0x6E])
                let isWill = plain[start..<apostrophe].elementsEqual([0x77, 0x6F, 0x6E])
                if !isWill { append(word: start, isCan ? apostrophe : apostrophe - 1, isCapital) }
                items.append(
                    Item(
                        kind: .word,
                        symbol: isCan || isWill ? Self.cannotSymbol : Self.notSymbol,
                        hash: 0,
                        start: start,
                        end: end,
                        isCapital: false
                    )
                )
                return
            }
            if tail.count <= 2 { stop = apostrophe }
        }
        if stop > start { append(word: start, stop, isCapital) }
    }

    private mutating func append(word start: Int, _ end: Int, _ isCapital: Bool) {
        let hash = WordReader.stem(plain[start..<end])
        items.append(
            Item(
                kind: .word,
                symbol: Lexicon.symbol(stem: hash),
                hash: hash,
                start: start,
                end: end,
                isCapital: isCapital
            )
        )
    }

    private static let notSymbol = Lexicon.symbol(stem: WordReader.stem(ArraySlice("not".unicodeScalars.map(\.value))))
    private static let cannotSymbol = Lexicon.symbol(
        stem: WordReader.stem(ArraySlice("cannot".unicodeScalars.map(\.value)))
    )

    /// Where the identifier, path or address that starts here ends; nil where plain words start.
    func codeEnd(from start: Int) -> Int? {
        var end = start
        var isCode = false
        var parts = 0
        var previous = ScalarClass.space
        while end < plain.count, plain[end] > 0x20, plain[end] < 0x7F {
            let scalar = plain[end]
            switch scalar {
            case 0x5F, 0x40, 0x5C: isCode = true
            case 0x28: if end + 1 < plain.count, plain[end + 1] == 0x29 { isCode = true }
            case 0x3A:
                if end + 2 < plain.count, plain[end + 1] == 0x2F, plain[end + 2] == 0x2F { isCode = true }
            case 0x2E:
                // "file.txt", not "e.g." and not the end of a sentence.
                let isLong = end >= start + 2 && end + 2 < plain.count
                if isLong, ScalarClass(plain[end + 1]) == .latin, ScalarClass(plain[end + 2]) == .latin,
                    ScalarClass(plain[end - 1]).isSpacedLetter, ScalarClass(plain[end - 2]).isSpacedLetter
                {
                    isCode = true
                }
            default: break
            }
            if [0x22, 0x2C, 0x3B, 0x3C, 0x3E].contains(scalar) || (scalar == 0x28 && !isCode) { break }
            let kind = ScalarClass(scalar)
            if kind != previous, kind == .latin || kind == .digit { parts += 1 }
            if scalar == 0x2D || scalar == 0x2F { parts = 0 }
            if parts >= 4, kind == .latin || kind == .digit { isCode = true }
            previous = kind
            end += 1
        }
        guard isCode else { return nil }
        while end > start, [0x2E, 0x3F, 0x21, 0x3A, 0x29, 0x27].contains(plain[end - 1]),
            !(plain[end - 1] == 0x29 && end - 2 >= start && plain[end - 2] == 0x28)
        {
            end -= 1
        }
        return end > start ? end : nil
    }

    mutating func addCode(_ start: Int, _ end: Int) {
        var hash = TextHash()
        for scalar in plain[start..<end] { hash.add(scalar) }
        items.append(Item(kind: .code, symbol: 0, hash: hash.mixed, start: start, end: end, isCapital: false))
    }

    private mutating func readMark(at index: Int) -> Int {
        let scalar = plain[index]
        switch scalar {
        case 0x2E, 0x3F, 0x21, 0x3002, 0x3B, 0x2C, 0x3001, 0x0A, 0x28, 0x29, 0x3A:
            items.append(Item(kind: .stop, symbol: scalar, hash: 0, start: index, end: index + 1, isCapital: false))
        case 0x22, 0x60:
            if let end = quoteEnd(from: index) {
                addCode(index + 1, end)
                return end + 1
            }
        case 0x24: return readCurrency("dollar", index)
        case 0x20AC: return readCurrency("euro", index)
        case 0xA3: return readCurrency("pound", index)
        case 0xA5: return readCurrency("yen", index)
        case 0x25: addForm("percent", index)
        case 0x2192, 0x21D2: addForm("to", index)
        case 0x2D where index + 2 < plain.count && plain[index + 1] == 0x2D:
            if let end = flagEnd(from: index) {
                addCode(index, end)
                return end
            }
        case 0x2D where index > 0 && plain[index - 1] == 0x20 && index + 1 < plain.count && plain[index + 1] == 0x20:
            items.append(Item(kind: .stop, symbol: scalar, hash: 0, start: index, end: index + 1, isCapital: false))
        case 0x2D where index + 1 < plain.count && ScalarClass(plain[index + 1]) == .digit:
            if index == 0 || plain[index - 1] == 0x20 { return readNumber(at: index + 1, isNegative: true) }
        case 0x2F where index + 1 < plain.count && ScalarClass(plain[index + 1]) == .latin:
            if index == 0 || plain[index - 1] == 0x20, let end = flagEnd(from: index) {
                addCode(index, end)
                return end
            }
        default: break
        }
        return index + 1
    }

    /// Where a single word in quotation marks or backticks ends: it is that word, whatever it means elsewhere.
    private func quoteEnd(from start: Int) -> Int? {
        var end = start + 1
        while end < plain.count, end - start < 48, plain[end] > 0x20, plain[end] < 0x7F, plain[end] != plain[start] {
            end += 1
        }
        return end < plain.count && end > start + 1 && plain[end] == plain[start] ? end : nil
    }

    /// A currency's sign counts what follows it, as the currency's name counts what precedes it.
    private mutating func readCurrency(_ name: StaticString, _ index: Int) -> Int {
        let isBefore = index + 1 < plain.count && ScalarClass(plain[index + 1]) == .digit
        let end = isBefore ? readNumber(at: index + 1) : index + 1
        addForm(name, index)
        return end
    }

    private func flagEnd(from start: Int) -> Int? {
        var end = start
        while end < plain.count, plain[end] > 0x20, plain[end] < 0x7F, ![0x22, 0x2C, 0x3F].contains(plain[end]) {
            end += 1
        }
        return end > start + 2 ? end : nil
    }

    mutating func addForm(_ word: StaticString, _ index: Int) {
        let scalars = word.withUTF8Buffer { $0.map { UInt32($0) } }
        let hash = WordReader.stem(scalars[...])
        items.append(
            Item(
                kind: .word,
                symbol: Lexicon.symbol(stem: hash),
                hash: hash,
                start: index,
                end: index + 1,
                isCapital: false
            )
        )
    }

    // MARK: - Meanings

    private mutating func resolve() {
        var index = 0
        while index < items.count {
            let item = items[index]
            switch item.kind {
            case .stop:
                isClauseStart = true
                pendingBinding = -1
                if item.symbol != 0x2C, item.symbol != 0x3001, pendingNegation {
                    negations.append(Int32(tokens.count - 1))
                    pendingNegation = false
                }
                index += 1
            case .number(let value, let measure):
                let end = item.symbol == 0 ? index : addPhrase(at: index, isWord: false)
                if end == index {
                    let isDay = measure == .plain && isDay(value, index)
                    addNumber(value, isDay ? .day : measure, item, hash: isDay ? Self.hash(value, .day) : item.hash)
                }
                index = max(end, index + 1)
            case .code:
                isUnspaced = false
                add(key: item.hash ^ 0xC0DE, concept: -1, shape: .code, weight: 1.3, item.start, item.end)
                index += 1
            case .form(let form):
                isUnspaced = true
                for meaning in lexicon.meanings(of: form) { add(Int(meaning), item.start, item.end) }
                index += 1
            case .unknown(let kind):
                isUnspaced = true
                addUnknown(kind, item)
                index += 1
            case .word:
                isUnspaced = language == .japanese
                index = addPhrase(at: index)
            }
        }
        if pendingNegation { negations.append(-1) }
        if kinds.isEmpty { kinds = joiningKinds }
        // "How do they differ" asks what the difference is.
        if let compare = Self.comparing, tokens.contains(where: { $0.concept == compare }),
            kinds.isSubset(of: [.how, .what])
        {
            kinds = .what
        }
    }

    /// Words that may stand inside a phrase.
    private static let fillers = Set(
        ["the", "a", "an", "my", "our", "your", "really", "very", "so", "please", "just", "any", "this"].map {
            Lexicon.symbol(stem: WordReader.stem(ArraySlice($0.unicodeScalars.map(\.value))))
        }
    )

    private static let comparing = Lexicon.shared.concept(named: "compare").map { Int32($0) }

    /// Looks for the longest phrase of the lexicon that starts at an item.
    private mutating func addPhrase(at start: Int, isWord: Bool = true) -> Int {
        if isWord, isLetterName(items[start]) {
            addUnknownWord(items[start])
            return start + 1
        }
        var node = SymbolTrie.root
        var best: (form: Int, end: Int)?
        var index = start
        while index < items.count, index < start + 8, index == start || items[index].isWord {
            guard let next = lexicon.trie.next(node, items[index].symbol) else {
                // "get my money back" is "get money back", "runs really slowly" is "runs slowly".
                guard index > start, Self.fillers.contains(items[index].symbol) else { break }
                index += 1
                continue
            }
            node = next
            index += 1
            if let form = lexicon.trie.terminal(node) { best = (form, index) }
        }
        guard let best else {
            guard isWord else { return start }
            addUnknownWord(items[start])
            return start + 1
        }
        for meaning in lexicon.meanings(of: best.form) {
            add(Int(meaning), items[start].start, items[best.end - 1].end)
        }
        return best.end
    }

    /// "A社", "plan A": a capital letter by itself is a name, but for "I" and an article that starts a clause.
    private func isLetterName(_ item: Item) -> Bool {
        guard item.end - item.start == 1, item.isCapital, plain[item.start] < 0x80 else { return false }
        return language != .latin || (!isClauseStart && plain[item.start] != 0x69)
    }

    private mutating func add(_ identifier: Int, _ start: Int, _ end: Int) {
        let concept = lexicon.concepts[identifier]
        switch concept.role {
        case .function:
            if !concept.kind.isEmpty {
                if concept.isInitial {
                    if isClauseStart, !isUnspaced {
                        kinds.formUnion(concept.kind)
                    } else if concept.isConjunction {
                        joiningKinds.formUnion(concept.kind)
                    }
                } else {
                    kinds.formUnion(concept.kind)
                }
                isClauseStart = false
            } else if concept.isSubject {
                isClauseStart = false
            }
        case .binding:
            if isUnspaced, language != .latin {
                let last = tokens.count - 1
                if last >= 0 { bindings.append((Int32(identifier), Int32(last))) }
                // "Bブランチに": the name that belongs to it is bound, too.
                if last > 0, tokens[last - 1].shape.isTelling, tokens[last - 1].end == tokens[last].start {
                    bindings.append((Int32(identifier), Int32(last - 1)))
                }
            } else {
                pendingBinding = Int32(identifier)
            }
        case .joining: pendingJoint = true
        case .negation:
            if isUnspaced, !concept.isPrefix {
                negations.append(Int32(tokens.count - 1))
            } else {
                pendingNegation = true
            }
            isClauseStart = false
        case .light, .medium, .content:
            kinds.formUnion(concept.kind)
            if let number = concept.number {
                add(
                    key: Self.hash(number, concept.isMonth ? .month : .plain),
                    concept: Int32(identifier),
                    shape: .number,
                    weight: 1.2,
                    start,
                    end,
                    value: number,
                    measure: concept.isMonth ? .month : .plain
                )
                return
            }
            add(
                key: UInt64(identifier) &+ 1,
                concept: Int32(identifier),
                shape: .known,
                weight: isImplied(identifier) ? 0.1 : concept.weight,
                start,
                end
            )
        }
    }

    /// Whether what is made or bought is new anyway.
    private func isImplied(_ concept: Int) -> Bool {
        guard Int32(concept) == Self.fresh, let last = tokens.last else { return false }
        return Self.making.contains(last.concept)
    }

    private static let fresh = Lexicon.shared.concept(named: "new").map { Int32($0) }
    private static let making = Set(
        ["create", "add", "sign up", "order", "invite", "request", "write", "hire", "book", "open"].compactMap {
            Lexicon.shared.concept(named: $0).map { Int32($0) }
        }
    )

    /// The hash of a number, by what it tells.
    static func hash(_ value: Double, _ measure: TextToken.Measure) -> UInt64 {
        var hash = TextHash(seed: measure == .plain ? 0x4E : 0x5000 + UInt64(measure.rawValue))
        hash.add(value.bitPattern)
        return hash.mixed
    }

    /// "April 1", "1st of April".
    private func isDay(_ value: Double, _ index: Int) -> Bool {
        guard value >= 1, value <= 31, value == value.rounded() else { return false }
        if index > 0, isMonth(items[index - 1]) { return true }
        guard index + 1 < items.count else { return false }
        return isMonth(items[index + 1])
            || (items[index + 1].end - items[index + 1].start == 2 && index + 2 < items.count
                && isMonth(items[index + 2]))
    }

    private func isMonth(_ item: Item) -> Bool {
        guard item.isWord, let node = lexicon.trie.next(SymbolTrie.root, item.symbol),
            let form = lexicon.trie.terminal(node)
        else { return false }
        return lexicon.meanings(of: form).allSatisfy { lexicon.concepts[Int($0)].isMonth }
    }

    private mutating func addNumber(_ value: Double, _ measure: TextToken.Measure, _ item: Item, hash: UInt64) {
        add(
            key: hash,
            concept: -1,
            shape: .number,
            weight: 1.2,
            item.start,
            item.end,
            value: value,
            measure: measure
        )
    }

    private mutating func addUnknownWord(_ item: Item) {
        let length = item.end - item.start
        if length == 1, plain[item.start] < 0x80 {
            // A letter by itself: "plan B".
            add(key: item.hash, concept: -1, shape: .name, weight: 0.8, item.start, item.end)
            return
        }
        if let negated = unprefixed(item) {
            pendingNegation = true
            for meaning in lexicon.meanings(of: negated) { add(Int(meaning), item.start, item.end) }
            return
        }
        add(
            key: item.hash | (1 << 63),
            concept: -1,
            shape: item.isCapital ? .name : .word,
            weight: 1.2,
            item.start,
            item.end
        )
    }

    /// What "unpaid" and "non-refundable" deny, if the lexicon knows it.
    private func unprefixed(_ item: Item) -> Int? {
        guard item.end - item.start >= 6 else { return nil }
        let word = plain[item.start..<item.end]
        let length = word.starts(with: [0x75, 0x6E]) ? 2 : word.starts(with: [0x6E, 0x6F, 0x6E]) ? 3 : 0
        guard length > 0 else { return nil }
        let symbol = Lexicon.symbol(stem: WordReader.stem(word.dropFirst(length)))
        guard let node = lexicon.trie.next(SymbolTrie.root, symbol), let form = lexicon.trie.terminal(node) else {
            return nil
        }
        let isTelling = lexicon.meanings(of: form).allSatisfy { lexicon.concepts[Int($0)].role == .content }
        return isTelling ? form : nil
    }

    private mutating func addUnknown(_ kind: ScalarClass, _ item: Item) {
        var hash = TextHash(seed: 0x4A50)
        for scalar in plain[item.start..<item.end] { hash.add(scalar) }
        let shape: TextToken.Shape =
            switch kind {
            case .katakana: .katakana
            case .kanji: .kanji
            default: .hiragana
            }
        let weight: Float = shape == .hiragana ? 0.5 : 1.2
        add(key: hash.mixed | (1 << 63), concept: -1, shape: shape, weight: weight, item.start, item.end)
    }

    private mutating func add(
        key: UInt64,
        concept: Int32,
        shape: TextToken.Shape,
        weight: Float,
        _ start: Int,
        _ end: Int,
        value: Double = 0,
        measure: TextToken.Measure = .plain
    ) {
        let position = Int32(tokens.count)
        tokens.append(
            TextToken(
                key: key,
                concept: concept,
                shape: shape,
                weight: weight,
                start: Int32(start),
                end: Int32(end),
                value: value,
                measure: measure
            )
        )
        if let last = bindings.last, last.token == position - 1, pendingBinding < 0, shape.isTelling, !isUnspaced {
            // "into branch B": what is bound is B.
            bindings.append((last.concept, position))
        }
        if pendingBinding >= 0 {
            bindings.append((pendingBinding, position))
            pendingBinding = -1
        }
        if pendingNegation, weight >= 0.4 {
            negations.append(position)
            pendingNegation = false
        }
        if pendingJoint {
            joints.append(position)
            pendingJoint = false
        }
        isClauseStart = false
    }
}

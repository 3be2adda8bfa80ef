/// Finds out what a text that was taken apart says: words, numbers and names, and what binds them.
struct MeaningReader {
    private let lexicon = Lexicon.shared
    /// The text without marks of capitals.
    private let plain: [UInt32]
    private let language: TextLanguage
    private let items: [TextItem]

    private(set) var tokens: [TextToken] = []
    private(set) var kinds: QuestionKinds = []
    /// Asked by words that may also join clauses: "when" and "where" inside a sentence.
    private var joiningKinds: QuestionKinds = []
    private(set) var bindings: [(concept: Int32, token: Int32)] = []
    private(set) var negations: [Int32] = []
    private(set) var joints: [Int32] = []

    private var isClauseStart = true
    private var pendingBinding: Int32 = -1
    private var pendingNegation = false
    private var pendingJoint = false
    private var isUnspaced = false

    /// - Parameter text: the text, which has been run through.
    init(_ text: TextAnalyzer) {
        plain = text.plain
        language = text.language
        items = text.items
    }

    mutating func run() {
        tokens.reserveCapacity(items.count)
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
                    let hash = isDay ? TextToken.hash(of: value, .day) : item.hash
                    addNumber(value, isDay ? .day : measure, item, hash: hash)
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
    private func isLetterName(_ item: TextItem) -> Bool {
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
                    key: TextToken.hash(of: number, concept.isMonth ? .month : .plain),
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

    /// "April 1", "1st of April".
    private func isDay(_ value: Double, _ index: Int) -> Bool {
        guard value >= 1, value <= 31, value == value.rounded() else { return false }
        if index > 0, isMonth(items[index - 1]) { return true }
        guard index + 1 < items.count else { return false }
        return isMonth(items[index + 1])
            || (items[index + 1].end - items[index + 1].start == 2 && index + 2 < items.count
                && isMonth(items[index + 2]))
    }

    private func isMonth(_ item: TextItem) -> Bool {
        guard item.isWord, let node = lexicon.trie.next(SymbolTrie.root, item.symbol),
            let form = lexicon.trie.terminal(node)
        else { return false }
        return lexicon.meanings(of: form).allSatisfy { lexicon.concepts[Int($0)].isMonth }
    }

    private mutating func addNumber(_ value: Double, _ measure: TextToken.Measure, _ item: TextItem, hash: UInt64) {
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

    private mutating func addUnknownWord(_ item: TextItem) {
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
    private func unprefixed(_ item: TextItem) -> Int? {
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

    private mutating func addUnknown(_ kind: ScalarClass, _ item: TextItem) {
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

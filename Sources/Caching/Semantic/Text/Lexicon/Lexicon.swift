/// The words and phrases the built-in embedder and the verifier know, and what they mean.
///
/// Built once from the tables in `Lexicon/`, then never changed. A form of several words is found by their stems;
/// a form in Japanese by its scalars.
struct Lexicon: Sendable {
    /// The one lexicon. Made at first use, which takes milliseconds.
    static let shared = Lexicon(tables: EnglishLexicon.tables + JapaneseLexicon.tables)

    private(set) var concepts: [Concept] = []
    /// Where a form's concepts start in `meanings`, and how many they are.
    private var forms: [(start: Int32, count: Int32)] = []
    private var meanings: [Int32] = []
    private(set) var trie = SymbolTrie(capacity: 1 << 14)
    private var identifiers: [String: Int] = [:]
    /// Forms that stood for another concept already, for the tests.
    private(set) var collisions: [String] = []
    private(set) var opposites: [Int: Int] = [:]
    private var isNounTable = false

    /// Reads tables.
    /// - Parameter tables: lines `[tag …|] name, form, …` and `form -> name, name`; `#` starts a comment.
    init(tables: [String]) {
        var aliases: [Substring] = []
        for table in tables {
            isNounTable = table.hasPrefix("# Things")
            for line in table.split(separator: "\n") where !line.hasPrefix("#") {
                if line.contains("->") { aliases.append(line) } else { read(line) }
            }
        }
        for line in aliases { readAlias(line) }
    }

    /// The concepts a terminal of the trie stands for.
    @inline(__always)
    func meanings(of terminal: Int) -> ArraySlice<Int32> {
        let form = forms[terminal]
        return meanings[Int(form.start)..<Int(form.start + form.count)]
    }

    /// The concept of a name; nil if there is none.
    func concept(named name: String) -> Int? { identifiers[name] }

    /// The symbol of a word, apart from all scalars.
    @inline(__always)
    static func symbol(stem hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 16) | 0x8000_0000 }

    // MARK: - Building

    private mutating func read(_ line: Substring) {
        var tags: [Substring] = []
        var rest = line
        if let bar = line.firstIndex(of: "|") {
            tags = line[..<bar].split(separator: " ")
            rest = line[line.index(after: bar)...]
        }
        if tags.first == "opposites" { return readOpposites(rest) }
        let words = rest.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        // Words without weight, and tags that say `each`, are concepts of their own.
        if tags.contains("each") || tags.first == "fn" {
            for word in words { add(forms: [word], tags: tags) }
        } else {
            add(forms: words, tags: tags)
        }
    }

    private mutating func readOpposites(_ text: Substring) {
        for pair in text.split(separator: ",") {
            let sides = pair.split(separator: "/").map { $0.trimmed }
            guard sides.count == 2, let left = identifiers[sides[0]], let right = identifiers[sides[1]] else {
                collisions.append("opposites \(pair.trimmed)")
                continue
            }
            opposites[left] = right
            opposites[right] = left
        }
    }

    private mutating func add(forms words: [String], tags: [Substring]) {
        guard let name = words.first else { return }
        let identifier: Int
        if let known = identifiers[name] {
            identifier = known
        } else {
            identifier = concepts.count
            concepts.append(Concept(name: name, tags: tags, isNoun: isNounTable))
            identifiers[name] = identifier
        }
        for word in words { add(form: word, meanings: [identifier]) }
    }

    private mutating func readAlias(_ line: Substring) {
        guard let arrow = line.range(of: "->") else { return }
        let names = line[arrow.upperBound...].split(separator: ",").map { $0.trimmed }
        let identifiers = names.compactMap { self.identifiers[$0] }
        if identifiers.count != names.count { collisions.append("alias \(line.trimmed)") }
        for form in line[..<arrow.lowerBound].split(separator: ",") {
            add(form: form.trimmed, meanings: identifiers)
        }
    }

    private mutating func add(form: String, meanings identifiers: [Int]) {
        let start = Int32(meanings.count)
        meanings += identifiers.map { Int32($0) }
        forms.append((start, Int32(identifiers.count)))
        let symbols = Self.symbols(of: form)
        if !trie.insert(symbols, terminal: forms.count - 1), !isKnown(symbols, as: identifiers) {
            collisions.append(form)
        }
    }

    private func isKnown(_ symbols: [UInt32], as identifiers: [Int]) -> Bool {
        var node = SymbolTrie.root
        for symbol in symbols {
            guard let next = trie.next(node, symbol) else { return false }
            node = next
        }
        return trie.terminal(node).map { meanings(of: $0).map { Int($0) } == identifiers } ?? false
    }

    /// What a form is in the trie: scalars where it has kana or kanji, else the symbols of its words.
    private static func symbols(of form: String) -> [UInt32] {
        let (scalars, _) = TextFolding.fold(form, limit: 256)
        let plain = scalars.map { $0 & ~TextFolding.capital }
        var symbols: [UInt32] = []
        var index = 0
        while index < plain.count {
            let first = ScalarClass(plain[index])
            if first.isUnspaced || first == .digit {
                symbols.append(plain[index])
                index += 1
            } else if first.isSpacedLetter {
                let start = index
                while index < plain.count, ScalarClass(plain[index]).isSpacedLetter { index += 1 }
                symbols.append(symbol(stem: WordReader.stem(plain[start..<index])))
            } else {
                index += 1
            }
        }
        return symbols
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var slice = self
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }

    fileprivate func range(of text: StaticString) -> Range<Index>? {
        let needle = Array("\(text)")
        var index = startIndex
        while index < endIndex {
            if self[index...].starts(with: needle) {
                return index..<self.index(index, offsetBy: needle.count)
            }
            index = self.index(after: index)
        }
        return nil
    }
}

extension Concept {
    /// Reads a concept's tags.
    fileprivate init(name: String, tags: [Substring], isNoun: Bool) {
        var role = Role.content
        var kind: QuestionKinds = []
        var absorbers: QuestionKinds = []
        var number: Double?
        for tag in tags {
            let parts = tag.split(separator: ":", maxSplits: 1)
            switch parts[0] {
            case "fn": role = .function
            case "light": role = .light
            case "mid": role = .medium
            case "neg": role = .negation
            case "bind": role = .binding
            case "join": role = .joining
            case "kind":
                role = .function
                if parts.count == 2 { kind.formUnion(QuestionKinds(name: parts[1]) ?? []) }
            case "noun":
                kind.formUnion(parts.last.flatMap { QuestionKinds(name: $0) } ?? [])
                absorbers.formUnion(parts.last.flatMap { QuestionKinds(name: $0) } ?? [])
            case "asks": kind.formUnion(parts.last.flatMap { QuestionKinds(name: $0) } ?? [])
            case "with": absorbers.formUnion(parts.last.flatMap { QuestionKinds(name: $0) } ?? [])
            case "number": number = parts.count == 2 ? Double(parts[1]) : nil
            default: break
            }
        }
        self.init(
            name: name,
            role: role,
            kind: kind,
            absorbers: absorbers,
            isNoun: isNoun || tags.contains("entity") || tags.contains("unit"),
            isEntity: tags.contains("entity") || tags.contains("unit"),
            isUnit: tags.contains("unit"),
            isInitial: tags.contains("initial"),
            isConjunction: tags.contains("conjunction"),
            isSubject: tags.contains("subject"),
            isPrefix: tags.contains("prefix"),
            isMonth: tags.contains("month"),
            number: number
        )
    }
}

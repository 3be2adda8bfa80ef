/// Takes a folded text apart: into words, numbers, code and the ends of clauses.
struct TextAnalyzer {
    let lexicon = Lexicon.shared
    /// The text without marks of capitals.
    let plain: [UInt32]
    private let marked: [UInt32]
    var items: [TextItem] = []
    private(set) var language = TextLanguage.none
    var segmenter = RunSegmenter()

    init(scalars: [UInt32]) {
        marked = scalars
        plain = scalars.map { $0 & ~TextFolding.capital }
    }

    mutating func run() {
        detectLanguage()
        items.reserveCapacity(plain.count / 4 + 8)
        scan()
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
                    TextItem(
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
            TextItem(
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
        items.append(TextItem(kind: .code, symbol: 0, hash: hash.mixed, start: start, end: end, isCapital: false))
    }

    private mutating func readMark(at index: Int) -> Int {
        let scalar = plain[index]
        switch scalar {
        case 0x2E, 0x3F, 0x21, 0x3002, 0x3B, 0x2C, 0x3001, 0x0A, 0x28, 0x29, 0x3A:
            items.append(TextItem(kind: .stop, symbol: scalar, hash: 0, start: index, end: index + 1, isCapital: false))
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
            items.append(TextItem(kind: .stop, symbol: scalar, hash: 0, start: index, end: index + 1, isCapital: false))
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
            TextItem(
                kind: .word,
                symbol: Lexicon.symbol(stem: hash),
                hash: hash,
                start: index,
                end: index + 1,
                isCapital: false
            )
        )
    }
}

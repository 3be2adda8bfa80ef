/// One pass that folds a normalised text.
struct FoldingPass {
    private(set) var output: [UInt8] = []
    private(set) var map = OffsetMap()

    private let options: FoldedText.Options
    private let data = UnicodeData()
    /// How many bytes wait to be put into the map, each of which stands for one byte of the text.
    private var verbatim = 0
    /// The character before, as it stands in the text; 0 at the beginning.
    private var before: UInt32 = 0 { didSet { beforeThat = oldValue } }
    /// The character before that one.
    private var beforeThat: UInt32 = 0
    /// Up to where it is known that letters are not spaced out.
    private var checkedUntil = 0

    /// Fewer single letters than these are initials or a list.
    private static let fewestSpacedLatin = 4
    private static let fewestKanaSeparators = 2

    init(options: FoldedText.Options, capacity: Int) {
        self.options = options
        output.reserveCapacity(capacity)
    }

    mutating func run(_ text: Span<UInt8>) {
        var index = 0
        while index < text.count {
            if options.contains(.spacedLetters), index >= checkedUntil, mayBeSpaced(text, index) {
                if let end = spacedLatin(text, from: index) ?? spacedKana(text, from: index) {
                    index = writeSpaced(text, index..<end)
                    continue
                }
            }
            index = fold(text, at: index)
        }
        flush()
    }

    // MARK: One character

    /// Writes the character at an offset.
    /// - Returns: where the next one begins.
    @inline(__always)
    private mutating func fold(_ text: Span<UInt8>, at index: Int) -> Int {
        let first = text[index]
        if first < 0x80 {
            if first == UInt8(ascii: "-"), options.contains(.lookAlikes), Katakana.contains(before),
                index &+ 1 < text.count, Katakana.contains(UTF8Scalar(text, at: index &+ 1).code)
            {
                write(Katakana.longMark, length: 1)
            } else {
                output.append(first &- UInt8(ascii: "A") < 26 ? first | 0x20 : first)
                verbatim &+= 1
            }
            before = UInt32(first)
            return index &+ 1
        }
        let scalar = UTF8Scalar(text, at: index)
        guard scalar.isValid else {
            output.append(first)
            verbatim &+= 1
            before = 0
            return index &+ 1
        }
        let end = index &+ scalar.length
        let code = folded(scalar.code, text, end: end)
        if code == scalar.code {
            for place in index..<end { output.append(text[place]) }
            verbatim &+= scalar.length
        } else {
            write(code, length: scalar.length)
        }
        before = scalar.code
        return end
    }

    /// What becomes of a character; `nil` where it goes.
    private func folded(_ code: UInt32, _ text: Span<UInt8>, end: Int) -> UInt32? {
        switch code {
        case 0x3041...0x3096 where !options.contains(.smallKana): return code
        case 0x3041...0x30FE:
            if code == Katakana.longMark { return options.contains(.longMarks) ? nil : code }
            var hiragana = Katakana.hiragana(of: code)
            if options.contains(.lookAlikes), let kanji = Katakana.kanjiLike(code), isKanji(before),
                !Katakana.contains(next(text, end))
            {
                return kanji
            }
            if options.contains(.smallKana) { hiragana = Katakana.large(hiragana) }
            return hiragana
        case 0x3400...0x9FFF:
            guard options.contains(.lookAlikes), let kana = Katakana.kanaLike(code) else { return code }
            let after = next(text, end)
            guard Katakana.contains(before), Katakana.contains(after) || !kana.isDigit && !isKanji(after) else {
                return code
            }
            if kana.code == Katakana.longMark { return options.contains(.longMarks) ? nil : kana.code }
            return Katakana.hiragana(of: kana.code)
        case 0x80..<0x3000, 0xA000..<0xAC00, 0xFB00..., 0xD7A4..<0xF900:
            guard options.contains(.lookAlikes) else { return data.lowercase(code) }
            if data.combiningClass(of: code) != 0 { return nil }
            return data.likeness(of: code)
        default:
            return code
        }
    }

    private func next(_ text: Span<UInt8>, _ index: Int) -> UInt32 {
        index < text.count ? UTF8Scalar(text, at: index).code : 0
    }

    private func isKanji(_ code: UInt32) -> Bool { (0x3400...0x9FFF).contains(code) || code == 0x3005 }

    // MARK: Letters that are spaced out

    /// Whether a letter or a separator stands there that spaced letters begin with: one of ASCII, or ・.
    @inline(__always)
    private func mayBeSpaced(_ text: Span<UInt8>, _ index: Int) -> Bool {
        text[index] < 0x80
            || text[index] == 0xE3 && index &+ 2 < text.count && text[index &+ 1] == 0x83 && text[index &+ 2] == 0xBB
    }

    /// Where a run of single Latin letters ends that one kind of separator parts; `nil` where none begins.
    private mutating func spacedLatin(_ text: Span<UInt8>, from start: Int) -> Int? {
        guard Self.isLatin(text[start]), !Self.isAlphanumeric(before),
            let separator = Self.separator(text, at: start &+ 1)
        else { return nil }
        var letters = 0
        var index = start
        var end = start
        while index < text.count, Self.isLatin(text[index]) {
            let after = index &+ 1
            guard after == text.count || !Self.isAlphanumeric(UInt32(text[after])) else { break }
            letters &+= 1
            end = after
            guard Self.separator(text, at: after) == separator else { break }
            index = after &+ separator.length
        }
        checkedUntil = max(end, start &+ 1)
        return letters >= Self.fewestSpacedLatin ? end : nil
    }

    /// Where a run of single kana and kanji ends that begins with the separator behind one; `nil` where none does.
    ///
    /// What stands before and behind a run is drawn together with it: Japanese has no spaces of its own.
    private mutating func spacedKana(_ text: Span<UInt8>, from start: Int) -> Int? {
        guard text[start] < 0x80 || text[start] == 0xE3, Self.isJapanese(before),
            let separator = Self.separator(text, at: start)
        else { return nil }
        var separators = 0
        var index = start
        var end = start
        while Self.separator(text, at: index) == separator {
            let next = index &+ separator.length
            guard next < text.count, text[next] >= 0x80, Self.isJapanese(UTF8Scalar(text, at: next).code) else { break }
            separators &+= 1
            end = next
            index = next &+ 3
        }
        checkedUntil = max(end, start &+ 1)
        let fewest = Self.isJapanese(beforeThat) ? Self.fewestKanaSeparators &+ 1 : Self.fewestKanaSeparators
        return separators >= fewest ? end : nil
    }

    /// Writes a run without its separators.
    private mutating func writeSpaced(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            if let separator = Self.separator(text, at: index) {
                drop(separator.length)
                index &+= separator.length
            } else {
                index = fold(text, at: index)
            }
        }
        return range.upperBound
    }

    private struct Separator: Equatable {
        var code: UInt32
        var length: Int
    }

    private static func separator(_ text: Span<UInt8>, at index: Int) -> Separator? {
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"),
            UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "\n"), UInt8(ascii: "~"), UInt8(ascii: "+"):
            return Separator(code: UInt32(text[index]), length: 1)
        case 0xE3:
            // ・
            return index &+ 2 < text.count && text[index &+ 1] == 0x83 && text[index &+ 2] == 0xBB
                ? Separator(code: 0x30FB, length: 3) : nil
        default:
            return nil
        }
    }

    private static func isLatin(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func isAlphanumeric(_ code: UInt32) -> Bool {
        code < 0x80 && (isLatin(UInt8(truncatingIfNeeded: code)) || code &- 0x30 < 10)
    }

    /// Kana and kanji of three bytes.
    private static func isJapanese(_ code: UInt32) -> Bool {
        switch code {
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC, 0x3005, 0x3400...0x9FFF: true
        default: false
        }
    }

    // MARK: Writing

    @inline(__always)
    private mutating func write(_ code: UInt32?, length: Int) {
        guard let code else { return drop(length) }
        let start = output.count
        output.appendUTF8(code)
        let written = output.count &- start
        if written == length {
            verbatim &+= length
        } else {
            flush()
            map.append(normalized: written, original: length, isVerbatim: false)
        }
    }

    private mutating func drop(_ length: Int) {
        flush()
        map.append(normalized: 0, original: length, isVerbatim: false)
    }

    private mutating func flush() {
        guard verbatim > 0 else { return }
        map.append(normalized: verbatim, original: verbatim, isVerbatim: true)
        verbatim = 0
    }
}

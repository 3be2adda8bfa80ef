extension NameFinder {
    /// The longest piece that is analysed at once, in scalars.
    private static let pieceLimit = 1_000

    /// Looks in what the rules left, with the dictionary: sentences that could hold a name.
    mutating func readWithDictionary(_ bytes: [UInt8]) {
        guard let analyzer = resources.analyzer, !text.isASCII else { return }
        var taken = [Bool](repeating: false, count: text.count + 1)
        for range in blocked + spans.map(\.range) { for index in range { taken[index] = true } }
        var start = 0
        while start < text.count {
            var end = start
            var hints = false
            var wasKanji = text[start - 1].isKanji
            while end < text.count, end - start < Self.pieceLimit, !text[end].isLineBreak, text[end] != 0x3002 {
                let scalar = text.scalars[end]
                let isKanji = scalar.isKanji
                // Elsewhere nothing hints at a name.
                if !hints, isKanji ? !wasKanji : scalar == 0x3A || scalar == 0x3E || scalar == 0x3055 {
                    hints = hintsAtName(at: end, taken)
                }
                wasKanji = isKanji
                end += 1
            }
            if hints, end > start { analyze(start..<end, bytes, analyzer, taken) }
            start = max(end, start + 1)
            while text[start].isLineBreak || text[start] == 0x3002 { start += 1 }
        }
    }

    /// Whether a place is worth the dictionary: an honorific, or three to six kanji in a row that may be a full name.
    private func hintsAtName(at index: Int, _ taken: [Bool]) -> Bool {
        let scalar = text[index]
        if taken[index] { return false }
        if scalar.isKanji, !text[index - 1].isKanji {
            var end = index
            var spaces = 0
            while text[end].isKanji || text[end] == 0x20 && spaces == 0 {
                if text[end] == 0x20 { spaces += 1 }
                end += 1
            }
            let count = end - index - spaces
            guard count >= 3, count <= 7 else { return false }
            return resources.givenEndings.contains(text[end - 1])
                || resources.surnameBeginnings.contains(scalar)
                    && (resources.givenScalars.contains(text[end - 1]) || honorific(at: end - 1) != nil)
        }
        if scalar == 0x3A || scalar == 0x3E, text[index - 1].isKanji { return true }
        return scalar == 0x3055 && text[index + 1] == 0x3093 && (text[index - 1].isKanji || text[index - 1].isKatakana)
    }

    private mutating func analyze(
        _ range: Range<Int>,
        _ bytes: [UInt8],
        _ analyzer: MorphologicalAnalyzer,
        _ taken: [Bool]
    ) {
        let piece = text.bytes(of: range)
        let tokens = analyzer.tokens(of: bytes[piece]).map { token in
            (
                range: text.index(
                    ofByte: piece.lowerBound + token.range.lowerBound
                )..<text.index(ofByte: piece.lowerBound + token.range.upperBound),
                kind: token.partOfSpeech
            )
        }
        typealias Kind = MorphologicalAnalyzer.PartOfSpeech
        for (position, token) in tokens.enumerated() {
            guard [Kind.surname, Kind.given, Kind.person].contains(token.kind), !taken[token.range.lowerBound] else {
                continue
            }
            guard before(token.range.lowerBound) != .company else { continue }
            var end = token.range.upperBound
            var isFull = false
            if token.kind == Kind.surname, position + 1 < tokens.count {
                let next = tokens[position + 1]
                let gap = next.range.lowerBound - end
                if next.kind == Kind.given || next.kind == Kind.person && next.range.count > 1,
                    gap == 0 || gap == 1 && text[end] == 0x20
                {
                    end = next.range.upperBound
                    // 霧島ナナシ: the dictionary knows ナナ alone.
                    while text[end - 1].isKatakana, text[end].isKatakana { end += 1 }
                    isFull = true
                }
            }
            let after = after(end)
            if isFull, after != .closed, text[token.range.lowerBound].isKanji, end - token.range.lowerBound > 2 {
                add(token.range.lowerBound..<end, 0.75, "person-name.dictionary")
            } else if token.kind == Kind.surname || token.kind == Kind.given, end - token.range.lowerBound > 1,
                opensLine(token.range.lowerBound),
                text[end] == 0x3A || text[end] == 0x3E
            {
                add(token.range.lowerBound..<end, 0.6, "person-name.dictionary-speaker")
            } else if after == .honored, let honor = honorific(at: end), honor.kinds.contains(.honorific),
                token.range.count > 1, !isCounted(at: token.range.lowerBound),
                token.kind == Kind.surname || !text[token.range.lowerBound].isKatakana,
                !text[token.range.lowerBound - 1].isKatakana, !text[token.range.lowerBound - 1].isKanji
            {
                let word = text.scalars[token.range.lowerBound..<min(end + honor.length, text.count)]
                if resources.words.kinds(of: word).contains(.notName) { continue }
                if resources.words.kinds(of: text.scalars[token.range]).contains(.thing) { continue }
                add(token.range.lowerBound..<end, 0.65, "person-name.dictionary-honorific")
            }
        }
    }
}

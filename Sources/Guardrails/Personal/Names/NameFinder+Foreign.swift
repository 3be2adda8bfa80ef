extension NameFinder {
    /// Titles that news put behind foreign surnames, and others too: not every title, for グローバル本部長 is nobody.
    private static let newsTitles = Set(
        """
        大統領 首相 外相 財務相 報道官 長官 国務長官 国防長官 次官 国務次官補 大使 議員 上院議員 下院議員 監督 選手 投手 捕手 内野手 外野手 \
        容疑者 被告 教授 准教授 博士 社長 会長 副社長 司祭 牧師 将軍 元帥 提督 大佐 中佐 少佐 大尉 中尉 少尉 医師 弁護士 記者 先生 CEO CFO COO CTO
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { String($0).scalarValues }
    )

    /// A single word in katakana with an honorific or a title behind it: ハミルトン様, ペレイラさん, ミラー報道官.
    func honoredKatakana(_ start: Int, _ end: Int) -> NameSpan? {
        let count = end - start
        guard count >= 2, count <= 12 else { return nil }
        let gap = text[end] == 0x20 ? 1 : 0
        guard let (length, honor) = honorific(at: end + gap) else { return nil }
        let word = text.scalars[start..<end]
        let kinds = resources.words.kinds(of: word)
        guard !kinds.contains(.thing), !kinds.contains(.notName), text[start - 1] != 0x30FB else { return nil }
        let isKnown = !kinds.isDisjoint(with: [.foreignGiven, .foreignSurname, .given]) || isRomanizedName(word)
        // ワンちゃん, ネコちゃん
        if count == 2, text[end + gap] == 0x3061 { return nil }
        guard honor.contains(.honorific) else {
            let title = Array(text.scalars[end + gap..<end + gap + length])
            guard gap == 0, Self.newsTitles.contains(title) || isKnown && !honor.contains(.placeTitle) else {
                return nil
            }
            guard isKnown || !holdsThing(start, end), !isOrdinary(start..<end) || isKnown else { return nil }
            return NameSpan(range: start..<end, score: isKnown ? 0.75 : 0.6, rule: "person-name.katakana-title")
        }
        if isKnown { return NameSpan(range: start..<end, score: 0.75, rule: "person-name.katakana-honorific") }
        // ワンちゃん, ゆるキャラくん
        let isPersonal = text[end + gap] == 0x6C0F || text[end + gap] == 0x5973
        guard isPersonal || text[end + gap] == 0x69D8 || text[end + gap] == 0x3055, count >= 3 || isPersonal else {
            return nil
        }
        guard !holdsThing(start, end), !isOrdinary(start..<end) else { return nil }
        return NameSpan(range: start..<end, score: 0.6, rule: "person-name.katakana-honorific")
    }

    /// ジェシカ: at the beginning of a line, as chats name who speaks.
    func katakanaSpeaker(_ start: Int, _ end: Int) -> NameSpan? {
        guard text[end] == 0x3A || text[end] == 0x3E, text[start - 1] == 0 || text[start - 1].isLineBreak,
            end - start >= 2
        else { return nil }
        let kinds = resources.words.kinds(of: text.scalars[start..<end])
        guard !kinds.contains(.thing), !kinds.isDisjoint(with: [.foreignGiven, .foreignSurname]) else { return nil }
        return NameSpan(range: start..<end, score: 0.6, rule: "person-name.katakana-speaker")
    }

    /// Whether words in katakana with points between could be a person that no list holds: two to four words, the last one a
    /// known surname, or two of which none is known as anything else where a person can stand.
    func hasForeignShape(_ start: Int, _ stop: Int) -> Bool {
        var parts = 0
        var part = start
        var isKnown = false
        while part < stop {
            var end = part
            while end < stop, text[end].isKatakana { end += 1 }
            guard end > part, end == stop || text[end] == 0x30FB, end - part <= 10 else { return false }
            let kinds = resources.words.kinds(of: text.scalars[part..<end])
            guard !kinds.contains(.thing), end - part > 1, !holdsThing(part, end) else { return false }
            if kinds.contains(.foreignSurname) {
                isKnown = end == stop
            } else if isOrdinary(part..<end) {
                return false
            }
            parts += 1
            part = end + 1
        }
        if isKnown { return parts >= 2 && parts <= 4 }
        guard resources.analyzer != nil, parts == 2, Self.afterPeople.contains(text[stop]),
            text[start - 1] != 0x300C, text[start - 1] != 0x300E
        else { return false }
        // Teams, brands and works: スパーズ, ロケッツ, ポーション.
        return !Self.thingSuffixes.contains { text.has($0, endingAt: stop) }
    }

    private static let afterPeople = ScalarSet("がはと、ら".scalarValues)
    private static let thingSuffixes = [
        "ズ", "ッツ", "ング", "ョン", "ティー", "メント", "ーク", "ックス", "ィック", "ター", "ナル", "ド・ロー",
    ].map(\.scalarValues)

    /// かとうです, やまぐちと申します: a surname in hiragana at the beginning of a sentence.
    func kanaIntroduction(_ start: Int) -> NameSpan? {
        let previous = text[start - 1]
        guard previous == 0 || previous.isLineBreak || previous == 0x3002 || previous == 0x3001 || previous == 0x20
        else {
            return nil
        }
        for length in 3...5 {
            let end = start + length
            guard
                text.has("です。".scalarValues, at: end) || text.has("と申します".scalarValues, at: end)
                    || text.has("です".scalarValues, at: end) && (text[end + 2] == 0 || text[end + 2].isLineBreak)
            else { continue }
            let word = text.scalars[start..<end]
            guard resources.words.kinds(of: Self.romanized(word)).contains(.romajiSurname) else { continue }
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.kana-introduction")
        }
        return nil
    }

    /// Whether a word in katakana reads like a Japanese surname or given name.
    func isRomanizedName(_ word: some Sequence<UInt32>) -> Bool {
        !resources.words.kinds(of: Self.romanized(word)).isDisjoint(with: [.romajiSurname, .romajiGiven])
    }

    /// Whether a compound ends with a word for a thing: システムエンジニア.
    func holdsThing(_ start: Int, _ end: Int) -> Bool {
        for offset in start..<end where end - offset >= 3 {
            if resources.words.kinds(of: text.scalars[offset..<end]).contains(.thing) { return true }
        }
        return false
    }

    /// Whether the dictionary knows a run as one word that is no person: 検査, エンジニア.
    func isOrdinary(_ range: Range<Int>) -> Bool {
        guard let analyzer = resources.analyzer else { return false }
        var word: [UInt8] = []
        for scalar in text.scalars[range] {
            if let scalar = Unicode.Scalar(scalar), let encoded = Unicode.UTF8.encode(scalar) { word += encoded }
        }
        let tokens = analyzer.tokens(of: word[...])
        typealias Kind = MorphologicalAnalyzer.PartOfSpeech
        // 家計簿, 案内役: a common noun and what makes another one of it.
        if tokens.count == 2, tokens[0].isKnown, tokens[0].range.count > 3,
            Kind.commonNouns.contains(tokens[0].partOfSpeech)
        {
            return tokens[1].isKnown && tokens[1].partOfSpeech == Kind.nounSuffix
        }
        guard tokens.count == 1, tokens[0].isKnown else { return false }
        return ![Kind.person, Kind.surname, Kind.given].contains(tokens[0].partOfSpeech)
    }

    /// Surnames and given names of people whom the text names in full in katakana or Latin letters.
    func foreignParts() -> [[UInt32]] {
        var parts: [[UInt32]] = []
        for span in spans where span.score >= 0.6 && parts.count < 200 {
            let first = text[span.range.lowerBound]
            guard first.isKatakana || first.isLatin else { continue }
            let pieces = text.scalars[span.range].split { $0 == 0x30FB || $0 == 0x3D || $0 == 0x20 || $0 == 0x2C }
            for piece in pieces where piece.count > 2 {
                let word = Array(piece)
                if first.isLatin {
                    let key = word.map(Self.plain)
                    guard word[0].isUpper, !Self.wordsToo.contains(key), !Self.stopWords.contains(key),
                        !Self.businessWords.contains(key), !Self.things.contains(key), !Self.ranks.contains(key)
                    else { continue }
                } else {
                    guard !resources.words.kinds(of: word).contains(.thing) else { continue }
                }
                parts.append(word)
            }
        }
        return parts
    }

    /// Whether a foreign name found again is a word of its own.
    func standsApart(_ range: Range<Int>) -> Bool {
        let last = text[range.lowerBound - 1]
        let next = text[range.upperBound]
        if text[range.lowerBound].isKatakana {
            return !last.isKatakana && last != 0x30FB && !next.isKatakana && next != 0x30FB
        }
        if next == 0x20, text[range.upperBound + 1].isUpper { return false }
        return !last.isLatin && !next.isLatin && last != 0x2E && last != 0x40 && next != 0x40 && !last.isDigit
            && !next.isDigit && last != 0x2D && last != 0x5F && next != 0x5F
    }
}

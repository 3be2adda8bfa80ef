extension NameFinder {
    static let numerals = ScalarSet("一二三四五六七八九十百千万〇数".scalarValues)
    private static let counters = ScalarSet("名人年月日時分秒週回個件本枚台社組泊部冊度倍階通点歳才代号番位円割票席棟戸室店つ".scalarValues)

    /// Whether a number and what it counts stand at a place: 二名, 三年間, 二十四歳.
    func isCounted(at start: Int) -> Bool {
        var index = start
        while Self.numerals.contains(text[index]), index - start < 6 { index += 1 }
        return index > start && Self.counters.contains(text[index])
    }

    private static let phraseEndings = [
        "ます", "ますか", "です", "ですか", "ません", "しました", "きました", "なりました", "でした", "ください", "したい", "しない", "すること", "ので", "から",
        "まで", "など", "する", "にする", "される", "して", "めて", "って", "いて", "んで", "ては", "には", "とは", "では", "けど", "という",
    ].map(\.scalarValues)

    /// Whether what stands behind a label is a piece of a sentence: スタッフなので, まとめて, 折り返しの番号, 君は.
    func isPhrase(_ range: Range<Int>) -> Bool {
        var hiragana = 0
        for index in range.dropFirst() {
            let (last, scalar) = (text[index - 1], text[index])
            // スプレッドシートの, おカネ: names do not change between the two scripts.
            if last.isKatakana && scalar.isHiragana || last.isHiragana && scalar.isKatakana { return true }
            if scalar.isHiragana {
                if scalar == 0x3092 { return true }
                hiragana += 1
            } else {
                // 木の内, but not 折り返し.
                if hiragana > 0, scalar.isKanji, hiragana > 1 || last != 0x306E && last != 0x304C && last != 0x3064 {
                    return true
                }
                hiragana = 0
            }
        }
        // 君は, 上司が
        if hiragana == 1, text[range.upperBound - 2].isKanji, Self.particles.contains(text[range.upperBound - 1]) {
            return true
        }
        return text[range.lowerBound].isHiragana
            && Self.phraseEndings.contains { $0.count < range.count && text.has($0, endingAt: range.upperBound) }
    }
}

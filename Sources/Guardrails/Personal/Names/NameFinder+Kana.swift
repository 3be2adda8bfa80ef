extension NameFinder {
    /// A name in katakana or hiragana that begins at a place: ジョン・スミス, タナカさん, さとう はなこ.
    func kanaName(at start: Int) -> NameSpan? {
        let isKatakana = text[start].isKatakana
        var end = start
        while isKatakana ? text[end].isKatakana : text[end].isHiragana { end += 1 }
        if isKatakana {
            if let found = foreignName(start, end) { return found }
            if let found = honoredKatakana(start, end) ?? katakanaSpeaker(start, end) { return found }
        } else {
            // Hiragana runs on into its honorific.
            for suffix in [[0x3055, 0x3093], [0x3061, 0x3083, 0x3093], [0x304F, 0x3093], [0x3055, 0x307E]] as [[UInt32]]
            {
                for length in 2...6 where text.has(suffix, at: start + length) {
                    let word = text.scalars[start..<start + length]
                    // みなさん, たくさん, けいさん
                    let whole = text.scalars[start..<start + length + suffix.count]
                    if resources.words.kinds(of: whole).contains(.notName) { return nil }
                    let romaji = resources.words.kinds(of: Self.romanized(word))
                    let isKnown = romaji.contains(.romajiGiven) || length > 2 && romaji.contains(.romajiSurname)
                    if isKnown || resources.words.kinds(of: word).contains(.given) {
                        return NameSpan(range: start..<start + length, score: 0.7, rule: "person-name.kana-honorific")
                    }
                }
            }
        }
        if !isKatakana, let found = kanaIntroduction(start) { return found }
        // Surname and given name in kana with a space between.
        guard text[end] == 0x20, end - start >= 2, end - start <= 6 else { return nil }
        let given = end + 1
        var stop = given
        while isKatakana ? text[stop].isKatakana : text[stop].isHiragana { stop += 1 }
        guard stop - given >= 2, stop - given <= 6 else { return nil }
        let surname = resources.words.kinds(of: Self.romanized(text.scalars[start..<end]))
        guard surname.contains(.romajiSurname) else { return nil }
        let givenWord = text.scalars[given..<stop]
        guard
            resources.words.kinds(of: Self.romanized(givenWord)).contains(.romajiGiven)
                || resources.words.kinds(of: givenWord).contains(.given)
        else { return nil }
        return NameSpan(range: start..<stop, score: 0.8, rule: "person-name.kana")
    }

    /// ジョン・スミス, マイケル=J・フォックス.
    private func foreignName(_ start: Int, _ end: Int) -> NameSpan? {
        guard end - start >= 2 else { return nil }
        let first = resources.words.kinds(of: text.scalars[start..<end])
        var stop = end
        var parts = 1
        var holdsGiven = first.contains(.foreignGiven)
        while parts < 5, text[stop] == 0x30FB || text[stop] == 0x3D || text[stop] == 0x30A0 {
            var next = stop + 1
            let part = next
            while text[next].isKatakana || (next - part < 2 && text[next].isUpper)
                || (next == part + 1 && text[next] == 0x2E)
            {
                next += 1
            }
            guard next > part else { break }
            if text[part].isKatakana, parts < 2 || holdsGiven == false {
                holdsGiven =
                    holdsGiven
                    || resources.words.kinds(of: text.scalars[part..<next]).contains(.foreignGiven)
                        && parts == 1
            }
            stop = next
            parts += 1
        }
        guard parts > 1 else { return nil }
        let honor = honorific(at: stop)
        let isNamed =
            first.contains(.foreignGiven) || holdsGiven && parts > 2 || honor?.kinds.contains(.honorific) == true
        guard after(stop) != .closed else { return nil }
        guard isNamed else {
            guard text[start - 1] != 0x30FB, hasForeignShape(start, stop) else { return nil }
            return NameSpan(range: start..<stop, score: 0.6, rule: "person-name.foreign-shape")
        }
        return NameSpan(range: start..<stop, score: honor == nil ? 0.7 : 0.85, rule: "person-name.foreign")
    }

    /// Kana in Hepburn's romanisation with short vowels, as the lists are written.
    static func romanized(_ kana: some Sequence<UInt32>) -> [UInt32] {
        var result: [UInt32] = []
        var doubles = false
        for scalar in kana {
            // Hiragana is read as katakana.
            let scalar = (0x3041...0x3096).contains(scalar) ? scalar + 0x60 : scalar
            guard scalar >= 0x30A1, Int(scalar - 0x30A1) < syllables.count else {
                if scalar == 0x30FC { continue }
                return []
            }
            let syllable = syllables[Int(scalar - 0x30A1)]
            if scalar == 0x30C3 {
                doubles = true
                continue
            }
            if scalar == 0x30E3 || scalar == 0x30E5 || scalar == 0x30E7, result.count > 1 {
                // キャ: kya; シャ: sha.
                result.removeLast()
                if let last = result.last, last == 0x68 || last == 0x6A {
                    result += syllable.dropFirst()
                } else {
                    result += syllable
                }
                continue
            }
            if doubles, let first = syllable.first { result.append(first) }
            doubles = false
            if syllable == [0x75], let last = result.last, last == 0x6F || last == 0x75 { continue }
            if syllable == [0x6F], result.last == 0x6F { continue }
            result += syllable
        }
        return result
    }

    private static let syllables: [[UInt32]] = """
        a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji tsu tsu zu te de to do \
        na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo ya ya yu yu yo yo ra ri ru re ro wa wa i e o n
        """.split(separator: " ").map { String($0).scalarValues }
}

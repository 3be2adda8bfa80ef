extension NameFinder {
    /// A name in kanji that begins at a place.
    func japaneseName(at start: Int) -> NameSpan? {
        if text[start + 1] == 0x20, let found = spacedLetters(at: start) { return found }
        var lengths: [(Int, WordKinds)] = []
        resources.words.forEachWord(in: text, at: start) { length, kinds in
            if kinds.contains(.surname) { lengths.append((length, kinds)) }
        }
        if lengths.isEmpty { return singleSurname(at: start) ?? unknownName(at: start) }
        let before = before(start)
        guard before != .closed else { return nil }
        for (length, kinds) in lengths.reversed() {
            if let found = fullName(start, start + length, kinds, before) { return found }
        }
        for (length, kinds) in lengths.reversed() {
            if let found = honoredSurname(start, start + length, kinds, before) { return found }
        }
        if let (length, kinds) = lengths.last, let found = bareSurname(start, start + length, kinds, before) {
            return found
        }
        return singleSurname(at: start) ?? unknownName(at: start)
    }

    /// A surname and a given name, also with a space between them.
    private func fullName(_ start: Int, _ end: Int, _ kinds: WordKinds, _ before: Before) -> NameSpan? {
        guard before != .company || text[end] == 0x20 else { return nil }
        var given = end
        while text[given] == 0x20 || text[given] == 0x3000, given - end < 2 { given += 1 }
        let isSpaced = given > end
        let isAmbiguous = kinds.contains(.ambiguous)
        var known: [Int] = []
        var foreign = 0
        resources.words.forEachWord(in: text, at: given) { length, kinds in
            if kinds.contains(.given) { known.append(length) }
            if !kinds.isDisjoint(with: [.notName, .title, .follower]) { foreign = length }
        }
        for length in known.reversed() where length > 1 || foreign < 2 {
            let first = text[given]
            let last = text[given + length - 1]
            if last.isKana {
                // Without a space, words such as なら and かな are particles.
                if !isSpaced, length < 3, !last.isKatakana { continue }
                let next = text[given + length]
                let isFollowed = honorific(at: given + length) != nil
                if !isFollowed, last.isHiragana, next.isHiragana, !Self.particles.contains(next) { continue }
                if last.isKatakana, next.isKatakana { continue }
                if first.isKana, isAmbiguous, !isFollowed, !isSpaced, length < 3 || !isFramed(start, given + length) {
                    continue
                }
            }
            let after = after(given + length)
            if after == .closed { continue }
            if resources.words.kinds(of: text.scalars[start..<given + length]).contains(.notName) { continue }
            if foreign > length, after != .honored { continue }
            if length == 1, !isSpaced, after != .honored, isAmbiguous || before != .open { continue }
            if end - start == 1, !isSpaced, after != .honored, length < 2 || before != .open { continue }
            return NameSpan(
                range: start..<given + length,
                score: isAmbiguous && after != .honored ? 0.8 : 0.9,
                rule: "person-name.full"
            )
        }
        // A signature's line: a surname, a space and up to three kanji.
        if given - end == 1, !isAmbiguous || before == .open, foreign == 0, text[given].isKanji,
            start == 0 || text[start - 1].isLineBreak || text[start - 1] == 0x20
        {
            var stop = given
            while text[stop].isKanji { stop += 1 }
            if stop - given <= 3, stop == text.count || text[stop].isLineBreak || honorific(at: stop) != nil,
                !text.scalars[given..<stop].contains(where: Self.organization.contains)
            {
                return NameSpan(range: start..<stop, score: 0.65, rule: "person-name.line")
            }
        }
        // A given name that no list holds, by its characters.
        guard before != .company || isSpaced else { return nil }
        for length in [2, 3, 1] {
            let stop = given + length
            let isUnknown =
                length == 1 && given == end && !isAmbiguous && text[given].isKanji && foreign == 0
                && !Self.beforeTitles.contains(text[given])
            guard stop <= text.count,
                isUnknown || (given..<stop).allSatisfy({ resources.givenScalars.contains(text[$0]) })
            else {
                continue
            }
            let after = after(stop)
            guard after != .closed else { continue }
            let isHonored = after == .honored
            if foreign >= length, foreign > 1 || !isHonored { continue }
            guard isHonored || length > 1 && resources.givenEndings.contains(text[stop - 1]) else { continue }
            guard isHonored || !isAmbiguous else { continue }
            guard end - start > 1 || isHonored && length > 1 else { continue }
            if !isHonored, before == .role, !isSpaced { continue }
            return NameSpan(range: start..<stop, score: isHonored ? 0.8 : 0.7, rule: "person-name.full-shape")
        }
        return nil
    }

    /// Whether something stands alone between spaces, line breaks or commas, as names do in lists.
    private func isFramed(_ start: Int, _ end: Int) -> Bool {
        func isFrame(_ scalar: UInt32) -> Bool {
            scalar == 0 || scalar == 0x20 || scalar == 0x09 || scalar == 0x2C || scalar == 0x3001 || scalar.isLineBreak
        }
        return isFrame(text[start - 1]) && isFrame(text[end])
    }

    /// 高橋元社長, 佐藤両氏
    private static let beforeTitles = ScalarSet("元新前現両同故旧某副次正准総支本各他庁省県府都道市区町村国州院党軍署局課部社".scalarValues)
    static let particles = ScalarSet("はがをにとのもでよへやか".scalarValues)

    /// 佐藤様, 鈴木 部長.
    private func honoredSurname(_ start: Int, _ end: Int, _ kinds: WordKinds, _ before: Before) -> NameSpan? {
        guard before != .company else { return nil }
        let gap = text[end] == 0x20 ? 1 : 0
        guard let (length, honor) = honorific(at: end + gap) else { return nil }
        let isHonorific = honor.contains(.honorific)
        let isAmbiguous = kinds.contains(.ambiguous)
        // 千葉支店長 heads the branch in Chiba.
        if isAmbiguous, honor.contains(.placeTitle) { return nil }
        if !isHonorific, gap == 1, isAmbiguous { return nil }
        let word = text.scalars[start..<min(end + gap + length, text.count)]
        if resources.words.kinds(of: word).contains(.notName) { return nil }
        if end - start == 1 {
            guard before == .open, gap == 0 else { return nil }
            let previous = text[start - 1]
            if previous == 0x304A || previous == 0x3054 { return nil }  // お, ご
            if text[end] == 0x6BBF { return nil }  // 殿: 宮殿, 神殿
            if "王奥宮神主若".unicodeScalars.contains(where: { $0.value == text[start] }) { return nil }
            if !isHonorific, text[end] == 0x4FC2, text[start] == 0x95A2 { return nil }  // 係長 behind 関 is 関係
        }
        if before == .role, isAmbiguous, !isHonorific { return nil }
        // After the honorific of one character nothing may go on in kanji but a title or a verb's particle.
        return NameSpan(
            range: start..<end,
            score: isAmbiguous ? 0.75 : isHonorific ? 0.9 : 0.8,
            rule: isHonorific ? "person-name.honorific" : "person-name.title"
        )
    }

    /// 山 田 太 郎.
    private func spacedLetters(at start: Int) -> NameSpan? {
        guard text[start + 2].isKanji || text[start + 2].isHiragana, text[start + 3] == 0x20,
            text[start - 1] != 0x20 || !text[start - 2].isKanji,
            before(start) == .open
        else { return nil }
        var letters: [UInt32] = [text[start]]
        var places = [start]
        var index = start
        while text[index + 1] == 0x20, text[index + 2].isKanji || text[index + 2].isHiragana, letters.count < 7 {
            index += 2
            letters.append(text[index])
            places.append(index)
        }
        guard letters.count >= 3, !text[index + 1].isKanji, !text[index + 1].isKana else { return nil }
        for split in 1..<letters.count where resources.words.kinds(of: letters[..<split]).contains(.surname) {
            for end in stride(from: letters.count, to: split, by: -1)
            where resources.words.kinds(of: letters[split..<end]).contains(.given) {
                return NameSpan(range: start..<places[end - 1] + 1, score: 0.85, rule: "person-name.spaced")
            }
        }
        return nil
    }

    static let shortSurnames = ScalarSet("林森原関辻岡堀谷菅榊桂柳橘".scalarValues)
    private static let introductions = ["です", "と申", "でございます", "でござい", "より", "宛", "まで", "だ。", "だよ"].map(\.scalarValues)

    /// A surname alone, where it stands as a person does: 鈴木です, 担当:鈴木, 鈴木が.
    private func bareSurname(_ start: Int, _ end: Int, _ kinds: WordKinds, _ before: Before) -> NameSpan? {
        guard before != .company, after(end) == .open else { return nil }
        if end - start == 1 {
            guard Self.shortSurnames.contains(text[start]),
                text[start - 1] == 0 || text[start - 1].isLineBreak || text[start - 1] == 0x306E
            else { return nil }
            let speaks = text[start - 1] != 0x306E && (text[end] == 0x3A || text[end] == 0x3E)
            let signs =
                text[start - 1].isLineBreak && text[start - 2].isLineBreak
                && text.skippingBreaks(from: end) == text.count
            guard speaks || signs || text.has("です。".scalarValues, at: end) || text.has("と申".scalarValues, at: end)
            else {
                return nil
            }
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.introduction")
        }
        let isAmbiguous = kinds.contains(.ambiguous)
        let gap = text[end] == 0x20 ? 1 : 0
        let introduces = Self.introductions.contains { text.has($0, at: end + gap) }
        let previous = text[start - 1]
        let afterLineStart = start == 0 || previous.isLineBreak
        if text.has("と申".scalarValues, at: end) {
            return NameSpan(range: start..<end, score: 0.85, rule: "person-name.introduction")
        }
        if text.has("です".scalarValues, at: end) || text.has("でござ".scalarValues, at: end),
            afterLineStart || text.has("の".scalarValues, at: start - 1) || before == .role || !isAmbiguous
        {
            return NameSpan(range: start..<end, score: isAmbiguous ? 0.55 : 0.75, rule: "person-name.introduction")
        }
        if previous == 0x40, text[end] == 0x20 || text[end].isLineBreak || end == text.count {
            return NameSpan(range: start..<end, score: 0.7, rule: "person-name.mention")
        }
        // A signature: the surname alone on a line, at the end or behind a blank line.
        if afterLineStart, start > 0, end == text.count || text[end].isLineBreak,
            text[start - 2].isLineBreak || end == text.count || text.skippingBreaks(from: end) == text.count
        {
            return NameSpan(range: start..<end, score: isAmbiguous ? 0.55 : 0.65, rule: "person-name.signature")
        }
        // A chat's or minutes' speaker.
        if afterLineStart || previous == 0x5B || previous == 0x3C || previous == 0x5D || previous == 0x20,
            text[end] == 0x3A || text[end] == 0x3E || text[end] == 0x5D, isAmbiguous ? afterLineStart : true
        {
            return NameSpan(range: start..<end, score: isAmbiguous ? 0.55 : 0.7, rule: "person-name.speaker")
        }
        let next = text[end]
        // 大場、清水、清水(二回目): one more of a list.
        if previous == 0x3001 || previous == 0x30FB, spans.last?.range.upperBound == start - 1,
            next == 0x3001 || next == 0x30FB || next == 0x28 || next == 0 || next.isLineBreak || next == 0x3002
        {
            return NameSpan(range: start..<end, score: isAmbiguous ? 0.55 : 0.6, rule: "person-name.list")
        }
        guard !isAmbiguous, before == .open || introduces else { return nil }
        if text.has("(".scalarValues, at: start - 1), next == 0x29 {
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.parenthesis")
        }
        // 引き継ぎ先:平岡(内線 4412)
        if previous == 0x3A, text[start - 2].isKanji, next == 0x28 || next == 0x3001 || next == 0 || next.isLineBreak {
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.label")
        }
        // 松田訪問, 鈴木対応
        if next.isKanji, afterLineStart || previous == 0x20 || previous == 0x3A || previous == 0x3002 {
            return NameSpan(range: start..<end, score: 0.55, rule: "person-name.surname")
        }
        // 田中、山本、中村の3名
        if next == 0x3001 || next == 0x30FB || next == 0x2C, isSurnameAlone(at: text.skippingSpaces(from: end + 1)) {
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.list")
        }
        if introduces || Self.particles.contains(next) {
            return NameSpan(range: start..<end, score: 0.55, rule: "person-name.surname")
        }
        return nil
    }

    /// What looks like a surname behind a name and a comma, with nothing else before the next one: 細川、久保寺、藤代.
    private func listedShape(at start: Int) -> NameSpan? {
        guard text[start - 1] == 0x3001 || text[start - 1] == 0x30FB, spans.last?.range.upperBound == start - 1 else {
            return nil
        }
        var end = start
        while text[end].isKanji, end - start < 4 { end += 1 }
        let next = text[end]
        guard next == 0x3001 || next == 0x30FB || next == 0x28 || next == 0 || next.isLineBreak,
            labeledShape(start, end)
        else { return nil }
        return NameSpan(range: start..<end, score: 0.55, rule: "person-name.list")
    }

    /// Whether a surname stands at a place with nothing but a particle, a mark or an honorific behind it.
    private func isSurnameAlone(at start: Int) -> Bool {
        var length = 0
        resources.words.forEachWord(in: text, at: start) { count, kinds in
            if kinds.contains(.surname), !kinds.contains(.ambiguous) { length = count }
        }
        guard length > 1 else { return false }
        let next = text[start + length]
        return next == 0x3001 || next == 0x30FB || next == 0x2C || next == 0 || next.isLineBreak
            || Self.particles.contains(next) || honorific(at: start + length) != nil
    }

    /// A name whose surname no list holds.
    private func unknownName(at start: Int) -> NameSpan? {
        // Behind kanji and katakana nothing is open: a look that is cheaper than one for companies.
        guard !text[start - 1].isKanji, !text[start - 1].isKatakana, before(start) == .open else { return nil }
        if let found = honoredGivenName(at: start) ?? listedShape(at: start) { return found }
        guard resources.surnameBeginnings.contains(text[start]) else { return unlistedSurname(at: start) }
        return unknownSurname(at: start) ?? knownGivenName(after: start) ?? unlistedSurname(at: start)
    }

    /// Four to six kanji that begin like a surname and end with a given name of two or three: 来栖加奈子.
    private func knownGivenName(after start: Int) -> NameSpan? {
        var end = start
        while text[end].isKanji, end - start < 8 { end += 1 }
        guard end - start > 3, end - start < 7, after(end) != .closed else { return nil }
        for length in [3, 2] {
            let given = end - length
            guard given - start > 1, given - start < 4, resources.surnameEndings.contains(text[given - 1]),
                resources.words.kinds(of: text.scalars[given..<end]).contains(.given)
            else { continue }
            for offset in start..<end where resources.words.longest([.notName, .title], in: text, at: offset) > 1 {
                return nil
            }
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.given")
        }
        return nil
    }

    /// A surname that no list holds: two or three kanji that look like one, and an honorific.
    private func unknownSurname(at start: Int) -> NameSpan? {
        guard resources.surnameBeginnings.contains(text[start]), !text[start - 1].isKanji else { return nil }
        for length in [2, 3] {
            let end = start + length
            guard text[end - 1].isKanji else { return nil }
            guard let (count, kinds) = honorific(at: end), kinds.contains(.honorific) else { continue }
            guard resources.surnameEndings.contains(text[end - 1]), !Self.organization.contains(text[end - 1]),
                !isCounted(at: start), !isOrdinary(start..<end)
            else { return nil }
            let previous = text[start - 1]
            if previous == 0x304A || previous == 0x3054 { return nil }  // お, ご
            for offset in 0..<length {
                let word = text.scalars[(start + offset)..<min(end + count, text.count)]
                if resources.words.kinds(of: word).contains(.notName) { return nil }
                if resources.words.kinds(of: text.scalars[(start + offset)..<end]).contains(.notName) { return nil }
            }
            return NameSpan(range: start..<end, score: 0.6, rule: "person-name.shape")
        }
        return nil
    }

    /// The reading in parentheses behind a name: (やまだ たろう).
    func reading(after end: Int) -> NameSpan? {
        let open = text[end] == 0x20 ? end + 1 : end
        guard text[open] == 0x28 || text[open] == 0x5B || text[open] == 0x300A else { return nil }
        var index = open + 1
        var letters = 0
        var latin = 0
        while index - open < 30 {
            let scalar = text[index]
            if scalar.isKana { letters += 1 } else if scalar.isLatin { latin += 1 } else if scalar != 0x20 { break }
            index += 1
        }
        guard text[index] == 0x29 || text[index] == 0x5D || text[index] == 0x300B else { return nil }
        if letters > 2, latin == 0 {
            // カスタマーサポート is no reading.
            guard !text.scalars[open..<index].contains(0x30FC),
                !resources.words.kinds(of: text.scalars[open + 1..<index]).contains(.thing)
            else { return nil }
            return NameSpan(range: open + 1..<index, score: 0.8, rule: "person-name.reading")
        }
        if latin > 4, letters == 0, let found = latinName(at: open + 1) { return found }
        return nil
    }
}

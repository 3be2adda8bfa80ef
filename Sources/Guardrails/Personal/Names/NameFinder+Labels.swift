extension NameFinder {
    /// How much a label tells about what stands behind it.
    enum LabelStrength {
        /// 氏名: whatever has the shape of a name.
        case strict
        /// 担当, To: what the lists know.
        case loose
        /// Name, Attn: what the lists know, or two words or more that look like an English name.
        case latin
    }

    private static let separators = ScalarSet(":=|\t,、は】」]>".scalarValues)
    private static let wrappers = ScalarSet("\"'* 「【[<`\t".scalarValues)
    private static let closers = ScalarSet("\"'* 」】]`名欄様者".scalarValues)
    private static let delimiters = ScalarSet("\n\r\t,、。|\"'<>()[]{}「」【】;:/=*".scalarValues)

    /// Reads what stands behind a label.
    mutating func readLabel(_ label: Range<Int>, _ strength: LabelStrength) {
        if readColumn(label, strength) { return }
        var index = label.upperBound
        // フリガナ, カナ, ふりがな
        let isReadingLabel = text[index - 1] == 0x30CA || text[index - 1] == 0x306A
        if text[index] == 0x28 {
            var close = index
            while close - index < 12, text[close] != 0x29, !text[close].isLineBreak, close < text.count { close += 1 }
            if text[close] == 0x29 { index = close + 1 }
        }
        while Self.closers.contains(text[index]), index - label.upperBound < 16 { index += 1 }
        if text[index] == 0x28, text[index + 1] != 0x28,
            let close = text.scalars[index..<min(index + 12, text.count)].firstIndex(of: 0x29)
        {
            index = close + 1
        }
        // The space of 氏名 山田 was skipped above.
        if !Self.separators.contains(text[index]), text[index - 1] == 0x20 { index -= 1 }
        // 担当看護師, 担当医師
        if strength != .strict {
            let role = resources.words.longest(.title, in: text, at: index)
            if role > 0 { index += role }
        }
        let isSpaced = text[index] == 0x20 && strength == .strict
        // 対応 真鍋。
        if strength == .loose, text[index] == 0x20, text[index + 1].isKanji { readSpaced(index + 1) }
        guard Self.separators.contains(text[index]) || isSpaced else { return }
        // 名前はルミナ、犬の役: of what follows in a sentence only the first is what the label says.
        let isSentence = text[index] == 0x306F
        index += 1
        while Self.wrappers.contains(text[index]) || text[index] == 0x3A { index += 1 }
        if readBehindOrganization(index) { return }
        for rank in 0..<20 {
            let isReading = isSpaced && text[index].isKatakana && isRomanizedFull(at: index, asReading: isReadingLabel)
            let isLoose = isSpaced && !isReading || isSentence && rank > 0
            guard let end = readValue(at: index, isLoose ? .loose : strength) else { return }
            var next = text.skippingSpaces(from: end)
            if let honor = honorific(at: next) { next += honor.length }
            if text[next] == 0x28 {
                while next < text.count, text[next] != 0x29, !text[next].isLineBreak { next += 1 }
                if text[next] == 0x29 { next += 1 }
            }
            next = text.skippingSpaces(from: next)
            guard text[next] == 0x2C || text[next] == 0x3001 || text[next] == 0x30FB || text[next] == 0x2F else {
                return
            }
            index = text.skippingSpaces(from: next + 1)
        }
    }

    /// A surname behind its department: 差出人:配車室 友部.
    private mutating func readBehindOrganization(_ start: Int) -> Bool {
        var word = start
        // Up to two words in front of it: 株式会社北斗樹脂 購買部 友部.
        for _ in 0..<2 {
            var space = word
            while text[space].isKanji || text[space].isKatakana, space - word < 16 { space += 1 }
            guard text[space] == 0x20, space > word + 1, text[space + 1].isKanji else { break }
            word = space + 1
        }
        var end = word
        while text[end].isKanji, end - word < 5 { end += 1 }
        guard word > start, Self.departments.contains(text[word - 2]) else { return false }
        let name = word..<end
        guard name.count > 1, end == text.count || Self.delimiters.contains(text[end]),
            resources.words.kinds(of: text.scalars[name]).contains(.surname) || labeledShape(name.lowerBound, end)
        else { return false }
        add(name, 0.65, "person-name.label")
        return true
    }

    private static let departments = ScalarSet("部課室係店局所班".scalarValues)

    /// A surname alone between a label with a space and the end of a sentence.
    private mutating func readSpaced(_ start: Int) {
        var end = start
        while text[end].isKanji, end - start < 5 { end += 1 }
        let next = text[end]
        guard end - start > 1, next == 0 || next.isLineBreak || next == 0x3002 || next == 0x3001 || next == 0x2F,
            resources.words.kinds(of: text.scalars[start..<end]).contains(.surname)
        else { return }
        add(start..<end, 0.65, "person-name.label")
    }

    /// The end of a surname and a given name in small letters that fill a value.
    private func smallLetters(_ start: Int, _ stop: Int) -> Int? {
        guard text[start].isLower, let first = latinWord(at: start), text[first.range.upperBound] == 0x20,
            let second = latinWord(at: first.range.upperBound + 1), second.range.upperBound == stop
        else { return nil }
        let given: WordKinds = [.romajiGiven, .westernGiven]
        let surname: WordKinds = [.romajiSurname, .westernSurname]
        let isPair =
            !first.kinds.isDisjoint(with: given) && !second.kinds.isDisjoint(with: surname)
            || !first.kinds.isDisjoint(with: surname) && !second.kinds.isDisjoint(with: given)
        return isPair ? stop : nil
    }

    /// Whether a run of katakana is a Japanese surname and a given name: ニシムラマユミ.
    /// - Parameter isReading: whether a label asks for the reading of a name.
    private func isRomanizedFull(at start: Int, asReading isReading: Bool) -> Bool {
        var end = start
        while text[end].isKatakana, end - start < 14 { end += 1 }
        guard end - start >= 2, end - start >= 4 || text[end] == 0x20,
            text[end] == 0 || text[end] == 0x20 || text[end].isLineBreak || Self.delimiters.contains(text[end])
        else { return false }
        // マキハラ ケンゴ: of two words the second tells.
        if text[end] == 0x20, text[end + 1].isKatakana {
            var stop = end + 1
            while text[stop].isKatakana, stop - end < 10 { stop += 1 }
            let isWhole = text[stop] == 0 || text[stop].isLineBreak || Self.delimiters.contains(text[stop])
            let given = text.scalars[end + 1..<stop]
            let isThing = resources.words.kinds(of: given).contains(.thing)
            return isWhole
                && (isReading && !isThing && given.count > 1
                    || resources.words.kinds(of: Self.romanized(given)).contains(.romajiGiven))
        }
        for split in start + 1..<end - 1 {
            let surname = resources.words.kinds(of: Self.romanized(text.scalars[start..<split]))
            let given = text.scalars[split..<end]
            if surname.contains(.romajiSurname),
                resources.words.kinds(of: Self.romanized(given)).contains(.romajiGiven)
                    || resources.words.kinds(of: given).contains(.given)
            {
                return true
            }
        }
        return false
    }

    /// Reads what a field holds whose name is known from outside.
    mutating func readField(_ name: [UInt8]) -> Bool {
        let name = ScalarText(name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 })
        let words: [[UInt32]] = ["氏名", "名前", "担当", "フリガナ", "ふりがな", "カナ", "姓", "name", "代表者", "患者", "名義"].map(
            \.scalarValues
        )
        let others: [[UInt32]] = [
            "file", "user", "host", "product", "商品", "会社", "製品", "company", "model", "tool", "function",
        ]
        .map(\.scalarValues)
        var isName = false
        for index in 0..<name.count {
            if others.contains(where: { name.has($0, at: index) }) { return false }
            if words.contains(where: { name.has($0, at: index) }) { isName = true }
        }
        guard isName else { return false }
        return readValue(at: text.skippingSpaces(from: 0), name[0].isKanji ? .strict : .loose) != nil
    }

    /// The column under a label in the header of a table: CSV, tabs or Markdown.
    private mutating func readColumn(_ label: Range<Int>, _ strength: LabelStrength) -> Bool {
        var start = label.lowerBound
        let isSeparator = { (scalar: UInt32) in scalar == 0x2C || scalar == 0x09 || scalar == 0x7C }
        // Longer cells are no headers: no more of a line is looked at for these.
        let longest = 14
        while start > 0, !text[start - 1].isLineBreak, !isSeparator(text[start - 1]) {
            start -= 1
            if label.upperBound - start > longest { return false }
        }
        var end = label.upperBound
        while end < text.count, !text[end].isLineBreak, !isSeparator(text[end]) {
            end += 1
            if end - start > longest { return false }
        }
        // A cell with a value in it is no header.
        guard end - start <= longest, !text.scalars[start..<end].contains(where: { $0 == 0x3A || $0.isDigit }) else {
            return false
        }
        guard tableBudget > 0 else { return false }
        let lineStart = text.lineStart(of: label.lowerBound)
        let lineEnd = text.lineEnd(of: label.upperBound)
        tableBudget -= lineEnd - lineStart
        let separator = end < lineEnd ? text[end] : start > lineStart ? text[start - 1] : 0
        guard isSeparator(separator), start == lineStart || text[start - 1] == separator else { return false }
        let column = text.scalars[lineStart..<start].count { $0 == separator }
        let columns = text.scalars[lineStart..<lineEnd].count { $0 == separator }
        var line = lineEnd + 1
        var rows = 0
        var isRead = false
        while line < text.count, rows < 5_000, tableBudget > 0 {
            if text[line].isLineBreak {
                line += 1
                continue
            }
            let stop = text.lineEnd(of: line)
            // A row costs more than its characters.
            tableBudget -= stop - line + 16
            let count = text.scalars[line..<stop].count { $0 == separator }
            guard count > 0, count >= columns - 1 else { break }
            var cell = line
            var passed = 0
            while cell < stop, passed < column {
                if text[cell] == separator { passed += 1 }
                cell += 1
            }
            while Self.wrappers.contains(text[cell]), cell < stop, text[cell] != separator { cell += 1 }
            if readValue(at: cell, strength) != nil { isRead = true }
            line = stop + 1
            rows += 1
        }
        return isRead
    }

    private static let noValues: Set<[UInt32]> = Set(
        [
            "なし", "無し", "未定", "不明", "未記入", "同上", "本人", "省略", "非公開", "匿名", "ありません", "必須", "任意", "入力", "記入", "各位", "全員",
            "株式", "有限", "未入力", "あり", "同じ", "上記", "下記", "以下", "以上", "別紙", "該当なし", "メイ", "セイ", "テスト", "サンプル", "ゲスト",
            "管理者", "システム",
        ]
        .map(\.scalarValues)
    )

    /// Reads one name at a place; the end of it, or nothing.
    private mutating func readValue(at start: Int, _ strength: LabelStrength) -> Int? {
        guard start < text.count else { return nil }
        let scalar = text[start]
        if scalar.isKanji, let found = japaneseName(at: start),
            found.rule.hasPrefix("person-name.full") || found.score > 0.8
        {
            add(found.range, max(found.score, 0.85), "person-name.label")
            return found.range.upperBound
        }
        var run = start
        while text[run].isKanji { run += 1 }
        if run > start, !text[run].isKana || text[run].isHiragana, text[run] != 0x20,
            resources.words.kinds(of: text.scalars[start..<run]).contains(.surname)
        {
            add(start..<run, 0.75, "person-name.label")
            return run
        }
        var end = start
        var kanji = 0
        var kana = 0
        var latin = 0
        var spaces = 0
        while end < text.count, end - start < 24, !Self.delimiters.contains(text[end]) {
            let scalar = text[end]
            if scalar.isKanji || scalar == 0x30F6 {
                kanji += 1
            } else if scalar.isKana || scalar == 0x30FB {
                kana += 1
            } else if scalar.isLatin {
                latin += 1
            } else if scalar == 0x20 {
                // ルイス 電話090…: behind the name stands the next thing.
                if latin == 0, end > start,
                    text[end + 1].isLatin || text[end + 1].isDigit
                        || resources.words.longest(.follower, in: text, at: end + 1) > 1
                {
                    break
                }
                spaces += 1
            } else if scalar == 0x2E || scalar == 0x2D, latin > 0 {
                latin += 1
            } else {
                break
            }
            end += 1
        }
        // An honorific ends the name.
        var stop = end
        for index in start + 1..<max(end, start + 1) {
            if let honor = honorific(at: text[index] == 0x20 ? index + 1 : index), index - start >= 1,
                resources.words.kinds(of: text.scalars[start..<index]).contains(.surname)
                    || honor.kinds.contains(.honorific) && text[index] != 0x6C0F && text[index].isKanji
                    || kanji == 0 && index > start + 1 && text[index].isHiragana && index + honor.length == end
            {
                stop = index
                break
            }
        }
        while stop > start, text[stop - 1] == 0x20 { stop -= 1 }
        // Behind the second space stands something else.
        if let first = text.scalars[start..<stop].firstIndex(of: 0x20), first - start < 4,
            let second = text.scalars[(first + 1)..<stop].firstIndex(of: 0x20), second > first + 1,
            !Self.organization.contains(text[first - 1]), text[start].isKanji
        {
            stop = second
        }
        guard stop > start else { return nil }
        let value = text.scalars[start..<stop]
        let first = Array(value.prefix { $0 != 0x20 })
        if Self.noValues.contains(Array(value)) || Self.noValues.contains(first) { return nil }
        if resources.words.kinds(of: first).contains(.surname), first.count == stop - start {
            add(start..<stop, 0.8, "person-name.label")
            return stop
        }
        if latin > 0 {
            guard kanji == 0, kana == 0 else { return nil }
            if let found = latinName(at: start) {
                add(found.range, max(found.score, 0.8), "person-name.label")
                return found.range.upperBound
            }
            // tanaka kenta, as logs and accounts write it
            if let end = smallLetters(start, stop) {
                add(start..<end, 0.65, "person-name.label")
                return end
            }
            if strength != .strict {
                guard let run = latinPerson(at: start, limit: 4), text.scalars[run].contains(0x20) else { return nil }
                add(run, 0.65, "person-name.label")
                return run.upperBound
            }
            guard let run = capitalizedRun(at: start, limit: 3), run.count < stop - start + 1,
                text.scalars[run].contains(0x20)
            else { return nil }
            add(run, 0.7, "person-name.label")
            return run.upperBound
        }
        // 営業部 佐藤: the name stands behind the department.
        if let space = value.lastIndex(of: 0x20), kana == 0 || kanji > 0 {
            let head = text.scalars[start..<space]
            let tail = space + 1
            let tailKinds = resources.words.kinds(of: text.scalars[tail..<stop])
            if tailKinds.contains(.surname), !resources.words.kinds(of: head).contains(.surname) {
                add(tail..<stop, 0.75, "person-name.label")
                return stop
            }
            if let found = japaneseName(at: tail), found.range.upperBound <= stop {
                add(found.range, 0.75, "person-name.label")
                return found.range.upperBound
            }
        }
        let gaps = value.count { $0 == 0x20 }
        if kanji > 0, let end = surnameAndShape(start, stop) {
            add(start..<end, 0.75, "person-name.label-full")
            return end
        }
        if strength == .loose, kana == 0, spaces == 0, labeledShape(start, stop),
            stop == text.count || Self.delimiters.contains(text[stop]) || text[stop] == 0x20
                || honorific(at: stop) != nil
        {
            add(start..<stop, 0.55, "person-name.label-shape")
            return stop
        }
        // 窓口: ミュラー
        if kanji == 0, strength != .latin, text[start].isKatakana {
            let kinds = resources.words.kinds(of: value)
            if !kinds.contains(.thing), !kinds.isDisjoint(with: [.foreignGiven, .foreignSurname]) {
                add(start..<stop, 0.65, "person-name.label-kana")
                return stop
            }
        }
        guard strength == .strict, gaps <= 1 else { return nil }
        let letters = value.count { $0.isKanji || $0.isKana }
        if kanji == 0 {
            guard letters >= 3, letters <= 16,
                text[stop].isLineBreak || Self.delimiters.contains(text[stop]) || stop == text.count || stop < end
                    || text[stop] == 0x20
            else { return nil }
            if text[start].isHiragana, spaces == 0, letters > 8 { return nil }
            if isPhrase(start..<stop) { return nil }
            add(start..<stop, 0.7, "person-name.label-kana")
            return stop
        }
        guard letters >= 2, letters <= 7, resources.surnameBeginnings.contains(text[start]) || spaces == 1,
            kanji >= kana
        else { return nil }
        guard text[stop] != 0x30FC, !text.scalars[start..<stop].contains(where: Self.organization.contains) else {
            return nil
        }
        for offset in start..<stop where resources.words.longest(.notName, in: text, at: offset) > 1 { return nil }
        if isCounted(at: start) || spaces == 0 && isPhrase(start..<stop) { return nil }
        guard stop < end || stop == text.count || Self.delimiters.contains(text[stop]) else { return nil }
        add(start..<stop, 0.65, "person-name.label-shape")
        return stop
    }

    /// A known surname and whatever could be a given name up to the end of a value.
    private func surnameAndShape(_ start: Int, _ stop: Int) -> Int? {
        var surname = 0
        resources.words.forEachWord(in: text, at: start) { length, kinds in
            if kinds.contains(.surname) { surname = length }
        }
        guard surname > 0 else { return nil }
        let given = text.skippingSpaces(from: start + surname)
        guard stop > given, stop - given <= 4, resources.words.longest([.notName, .title], in: text, at: given) == 0,
            text.scalars[given..<stop].allSatisfy({
                $0.isKana || resources.givenScalars.contains($0) || given > start + surname && $0.isKanji
            }),
            !text.scalars[given..<stop].contains(where: Self.organization.contains)
        else { return nil }
        return stop
    }

    static let organization = ScalarSet("社部課店局署庁省校院所室係者員長業様県".scalarValues)
}

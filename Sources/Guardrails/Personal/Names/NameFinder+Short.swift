extension NameFinder {
    /// Surnames of one character, Chinese, Korean and Japanese, that honorifics and titles make certain.
    private static let singles = ScalarSet(
        """
        王李張劉陳楊黄趙周呉徐孫馬朱胡郭高林羅鄭梁謝宋唐許韓馮鄧曹彭曾蕭董潘袁蔡蒋余葉程魏蘇呂杜丁任盧姚沈鍾姜崔譚陸范汪廖石金賈韋夏鄒熊白孟秦邱侯江尹薛\
        段雷龍黎史陶賀顧毛郝龔邵万覃銭戴厳莫孔常朴池申安柳洪全権裵卞成具禹元閔千芮辻東堤岡梶桂菅岸北楠榊沢澤柴島嶋杉関滝瀧橘巽谷西畑畠塙浜濱原伴藤星堀牧丸\
        南峯峰嶺森柳渡池泉磯乾浦榎柏窪倉鷺笹篠芝俵團鶴渚萩槇槙湊宗室轟迫郡沖角旭叶要蓮椿梅桜櫻菊楓葵栞茜翠畦錦堺境鎌樋梁簗鞍鴨鷲鷹鯨鮎城
        """.scalarValues
    )
    /// Those of them that are hardly ever a word of their own: they need less around them.
    private static let plainSingles = ScalarSet("李張劉陳楊徐鄭蔡蒋姜崔朴尹郭馮鄧曹彭蕭董潘袁姚沈呂盧譚范汪廖賈韋鄒邱薛黎郝龔邵閔裵".scalarValues)
    /// 王様 is a king, 孫様 a grandchild, 安全 no 安.
    private static let neverHonored = ScalarSet("王孫南東西北全角千元".scalarValues)
    private static let kanjiTitles = Set(
        [
            "先生", "部長", "課長", "係長", "主任", "社長", "専務", "教授", "次長", "室長", "店長", "院長", "医師", "選手", "監督", "氏", "女史", "弁護士",
            "准教授", "博士", "さん", "様", "さま", "くん", "ちゃん", "君", "サン",
        ]
        .map(\.scalarValues)
    )

    /// 王さん, 李です, 陳部長: one character where a person must stand.
    func singleSurname(at start: Int) -> NameSpan? {
        let scalar = text[start]
        guard Self.singles.contains(scalar), !text[start + 1].isKatakana else { return nil }
        let previous = text[start - 1]
        guard !previous.isKanji, previous != 0x304A, previous != 0x3054, !previous.isKatakana || previous == 0x30FC
        else {
            return nil
        }
        let end = start + 1
        if let (length, honor) = honorific(at: end) {
            let word = Array(text.scalars[end..<end + length])
            guard Self.kanjiTitles.contains(word) || honor.contains(.title) && Self.plainSingles.contains(scalar) else {
                return nil
            }
            if resources.words.kinds(of: text.scalars[start..<end + length]).contains(.notName) { return nil }
            let isPlain = Self.plainSingles.contains(scalar)
            // 王様, 東部長, 金先生 (who teaches nothing): what could be another word needs さん or 氏.
            if Self.neverHonored.contains(scalar) {
                guard
                    word.count == 2 && word[0] == 0x3055 && word[1] == 0x3093 || word == [0x6C0F] && scalar == 0x738B
                        || scalar == 0x738B && !honor.contains(.honorific)
                else { return nil }
            }
            if word == [0x541B] || word == [0x6C0F], !isPlain,
                !"王林黄周呉孫高金関原森岡宋韓".unicodeScalars.contains(where: { $0.value == scalar })
            {
                return nil
            }
            // 林先生 yes, 石部長 and 江課長 yes; 関係長 no.
            if scalar == 0x95A2, text[end] == 0x4FC2 { return nil }
            // さんざん, さんま
            if honor.contains(.honorific), word.count == 2, word[0] == 0x3055, text[end + 2] == 0x3056 { return nil }
            return NameSpan(range: start..<end, score: isPlain ? 0.8 : 0.65, rule: "person-name.single")
        }
        guard Self.plainSingles.contains(scalar) else { return nil }
        if text.has("です".scalarValues, at: end) || text.has("と申".scalarValues, at: end)
            || text.has("でございます".scalarValues, at: end)
        {
            return NameSpan(range: start..<end, score: 0.7, rule: "person-name.single-introduction")
        }
        let opens =
            previous == 0 || previous.isLineBreak || previous == 0x20 || previous == 0x3001 || previous == 0x3002
        guard opens else { return nil }
        let next = text[end]
        if next == 0x3A || text.has("より".scalarValues, at: end) || text.has("から".scalarValues, at: end)
            || next == 0x3001 && previous == 0x3001 || next.isLineBreak && previous == 0x3001
        {
            return NameSpan(range: start..<end, score: 0.55, rule: "person-name.single")
        }
        return nil
    }

    /// With what words for trades, offices and relatives end: 保健所さん, 運転士さん, 取引先様.
    private static let otherEndings = ScalarSet(
        "所店社部課局署庁省校院室係者員長業様県人客主屋家士師手方生徒婦館園団会行庫組商工官民族帝皇王姫妃僧先元側達子供母父兄姉弟妹孫嫁婿娘息親友役番宅巫職協買務理造査売計報画発送受取注文来個法企貴弊御各皆諸両当本同前後新旧某女男童児隊班線船車機器品物仏神尊"
            .scalarValues
    )

    /// A surname of two or three kanji that no list holds with an honorific of a person: 蓬莱谷さん.
    func unlistedSurname(at start: Int) -> NameSpan? {
        guard !text[start - 1].isKanji, !text[start - 1].isKatakana else { return nil }
        let previous = text[start - 1]
        if previous == 0x304A || previous == 0x3054 { return nil }  // お, ご
        var end = start
        while text[end].isKanji, end - start < 5 {
            // 様, 氏, 殿 and 君 are kanji themselves.
            if end - start >= 2, let (_, kinds) = honorific(at: end), kinds.contains(.honorific) { break }
            end += 1
        }
        guard end - start == 2 || end - start == 3, let (length, kinds) = honorific(at: end),
            kinds.contains(.honorific),
            text[end] != 0x6BBF, !Self.otherEndings.contains(text[end - 1])
        else { return nil }
        // 同様, 仕様: of 様 alone the word before must look like a surname.
        let looksLikeOne =
            resources.surnameBeginnings.contains(text[start]) || resources.surnameEndings.contains(text[end - 1])
        guard looksLikeOne, !isCounted(at: start) else { return nil }
        for offset in start..<end {
            if resources.words.kinds(of: text.scalars[offset..<min(end + length, text.count)]).contains(.notName) {
                return nil
            }
            if resources.words.kinds(of: text.scalars[offset..<end]).contains(.notName) { return nil }
        }
        guard !isOrdinary(start..<end), resources.words.longest([.prefecture, .city], in: text, at: start) == 0 else {
            return nil
        }
        return NameSpan(range: start..<end, score: 0.55, rule: "person-name.unlisted")
    }

    /// A given name alone with an honorific: 健人くん, 陽子さん, 巴さん.
    func honoredGivenName(at start: Int) -> NameSpan? {
        let previous = text[start - 1]
        guard previous != 0x304A, previous != 0x3054 else { return nil }  // お, ご
        var end = start
        resources.words.forEachWord(in: text, at: start) { length, kinds in
            if kinds.contains(.given), text[start + length - 1].isKanji { end = start + length }
        }
        guard end > start, let (length, kinds) = honorific(at: end), kinds.contains(.honorific),
            end - start > 1 || text[end].isHiragana && !Self.numerals.contains(text[start]),
            !resources.words.kinds(of: text.scalars[start..<min(end + length, text.count)]).contains(.notName)
        else { return nil }
        return NameSpan(
            range: start..<end,
            score: end - start > 1 ? 0.7 : 0.55,
            rule: "person-name.given-honorific"
        )
    }

    /// What a label such as 担当 promises, where no list holds it: two or three kanji up to the end of the value.
    func labeledShape(_ start: Int, _ stop: Int) -> Bool {
        let count = stop - start
        guard count == 2 || count == 3, text.scalars[start..<stop].allSatisfy(\.isKanji),
            resources.surnameBeginnings.contains(text[start]), resources.surnameEndings.contains(text[stop - 1]),
            !Self.otherEndings.contains(text[stop - 1]), !isCounted(at: start), !isOrdinary(start..<stop)
        else { return false }
        for offset in start..<stop where resources.words.longest([.notName, .title], in: text, at: offset) > 1 {
            return false
        }
        return true
    }
}

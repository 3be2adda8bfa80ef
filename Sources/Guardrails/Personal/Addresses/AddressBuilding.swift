/// What stands behind a block: the building, the floor, the room.
struct AddressBuilding {
    /// Where the address ends with it.
    let end: Int

    private static let keywords = [
        "ビル", "タワー", "マンション", "ハイツ", "コーポ", "アパート", "荘", "館", "レジデンス", "パーク", "メゾン", "プラザ", "棟", "号室", "階",
        "センター", "ハウス", "ヒルズ", "シャトー", "コート", "テラス", "ガーデン", "ヴィラ", "ビラ", "スクエア", "サンライズ", "グラン", "パレス", "ステージ",
        "団地", "寮", "社宅", "住宅", "ドーム", "メゾネット", "ホームズ", "シティ", "ロイヤル", "ライオンズ", "プレイス", "ビレッジ", "フォレスト", "ヒル", "会館",
        "カーサ", "フラット", "クレスト", "エステート", "リバー", "ルミエール", "ソレイユ", "アネックス", "Bldg", "ビルディング", "オフィス", "宅", "イースト", "ウエスト",
        "エスポワール", "フローラ", "ベル", "ドミール", "クレール", "ローズ", "セントラル", "プラージュ", "リバティ", "アベニュー", "サニー", "ダイヤ", "第一", "第二",
    ].map(\.scalarValues)
    private static let enders = [
        "TEL", "Tel", "tel", "電話", "FAX", "Fax", "メール", "E-mail", "Mail", "mail", "http", "携帯", "氏名", "担当", "代表", "様",
        "宛", "方", "まで",
        "です", "にて", "在住", "居住",
    ].map(\.scalarValues)
    private static let stops = ScalarSet("\n\r\t,、。;|\"'「」()（）<>:：〒にをはへでがも".scalarValues)

    init(_ text: ScalarText, from block: Int) {
        var best = block
        // The floor or the room directly behind the numbers: 1-2-3-405号室.
        if let room = Self.room(text, at: block) { best = room }
        var start = best
        while text[start] == 0x20, start - best < 2 { start += 1 }
        // Signatures put the building on a line of its own.
        if text[start].isLineBreak {
            var next = start
            while text[next].isLineBreak, next - start < 2 { next += 1 }
            next = text.skippingSpaces(from: next)
            let line = Self.building(text, from: next)
            end = line.hasKeyword && text[next] != 0x3012 && next > start ? line.end : best
            return
        }
        let found = Self.building(text, from: start)
        // The spaces in front of what is no building are not the address.
        end = found.end > start ? found.end : best
    }

    /// Reads a building's name and room up to a delimiter.
    private static func building(_ text: ScalarText, from start: Int) -> (end: Int, hasKeyword: Bool) {
        var index = start
        var keywordEnd = -1
        var roomEnd = -1
        var letters = 0
        while index < text.count, index - start < 40, !stops.contains(text[index]) {
            if enders.contains(where: { text.has($0, at: index) }) { break }
            for keyword in keywords where text.has(keyword, at: index) {
                keywordEnd = max(keywordEnd, index + keyword.count)
            }
            if text[index].isDigit, !text[index - 1].isDigit, isTelephone(text, at: index) { break }
            if text[index].isDigit || text[index] == 0x42 && text[index + 1].isDigit, !text[index - 1].isDigit {
                if let room = room(text, at: index),
                    index > start || text[room - 1] == 0x5BA4 || text[room - 1] == 0x968E || text[room - 1] == 0x46
                {
                    roomEnd = room
                    index = room
                    continue
                }
            }
            if text[index].isKanji || text[index].isKana || text[index].isLatin { letters += 1 }
            index += 1
        }
        if keywordEnd >= 0 {
            var end = max(keywordEnd, roomEnd)
            // The keyword may stand in front of the rest of the name.
            while end < index, text[end].isKanji || text[end].isKatakana || text[end].isLatin { end += 1 }
            return (end, true)
        }
        // A name without such a word counts when a room follows it.
        if roomEnd >= 0, letters <= 14 { return (roomEnd, false) }
        return (start, false)
    }

    /// Whether a telephone number begins at a digit: a zero, nine digits or more and hyphens.
    private static func isTelephone(_ text: ScalarText, at start: Int) -> Bool {
        guard text[start] == 0x30 else { return false }
        var digits = 0
        var index = start
        while text[index].isDigit || text[index] == 0x2D && text[index + 1].isDigit, index - start < 16 {
            if text[index].isDigit { digits += 1 }
            index += 1
        }
        return digits > 8
    }

    /// The end of a floor or room number: 5F, 101号室, B1階, 203.
    private static func room(_ text: ScalarText, at start: Int) -> Int? {
        var index = start
        if text[index] == 0x2D || text[index] == 0x42 { index += 1 }
        let digits = index
        while text[index].isDigit, index - digits < 5 { index += 1 }
        let count = index - digits
        if count > 0 {
            if text.has([0x53F7, 0x5BA4], at: index) { return index + 2 }
            if text[index] == 0x968E || text[index] == 0x5BA4 || text[index] == 0x53F7 { return index + 1 }
            if text[index] == 0x46, !text[index + 1].isLatin { return index + 1 }
            if start == digits, count >= 2, count <= 4, !text[index].isDigit, text[index] != 0x2D, !text[index].isKanji,
                text[index] != 0x2E
            {
                return index
            }
            return nil
        }
        if start == digits, text.has([0x53F7, 0x5BA4], at: start) { return start + 2 }
        if start == digits, text[start] == 0x46, !text[start + 1].isLatin { return start + 1 }
        if start == digits, text[start] == 0x968E { return start + 1 }
        return nil
    }
}

/// 自動車登録番号標: an office, a class of two or three signs, a kana and up to four digits.
enum VehiclePlateReader {
    /// The plate whose class is a group of a chain.
    static func plate(_ bytes: [UInt8], _ group: DigitChain.Group) -> Range<Int>? {
        guard group.count == 2 || group.count == 3 else { return nil }
        var place = group.end
        if place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        // One hiragana.
        guard place + 3 < bytes.count, bytes[place] == 0xE3, bytes[place + 1] == 0x81 || bytes[place + 1] == 0x82 else {
            return nil
        }
        place += 3
        if bytes[place] == UInt8(ascii: " ") { place += 1 }
        let number = place
        var digits = 0
        while place < bytes.count, place - number < 12 {
            if ByteSet.digits.contains(bytes[place]) {
                digits += 1
                place += 1
            } else if bytes[place] == UInt8(ascii: "-"), digits <= 2 {
                place += 1
            } else if bytes[place...].starts(with: "・".utf8), digits == 0 {
                place += 3
            } else {
                break
            }
        }
        guard (1...4).contains(digits), ByteSet.digits.contains(bytes[place - 1]) else { return nil }
        var start = group.start
        if start > 0, bytes[start - 1] == UInt8(ascii: " ") { start -= 1 }
        guard let office = offices.first(where: { bytes[..<start].hasSuffix($0) }) else { return nil }
        return (start - office.count)..<place
    }

    private static let offices = [
        "札幌", "函館", "旭川", "室蘭", "苫小牧", "釧路", "知床", "帯広", "北見", "青森", "弘前", "八戸", "岩手", "盛岡", "平泉", "宮城",
        "仙台", "秋田", "山形", "庄内", "福島", "会津", "郡山", "白河", "いわき", "水戸", "土浦", "つくば", "宇都宮", "那須", "とちぎ", "群馬",
        "前橋", "高崎", "大宮", "川口", "所沢", "川越", "熊谷", "春日部", "越谷", "千葉", "成田", "習志野", "市川", "船橋", "袖ヶ浦", "市原",
        "野田", "柏", "松戸", "品川", "世田谷", "練馬", "杉並", "板橋", "足立", "江東", "葛飾", "八王子", "多摩", "横浜", "川崎", "湘南",
        "相模", "山梨", "富士山", "新潟", "長岡", "上越", "富山", "石川", "金沢", "福井", "長野", "松本", "諏訪", "南信州", "岐阜", "飛騨",
        "静岡", "浜松", "沼津", "伊豆", "名古屋", "豊橋", "三河", "岡崎", "豊田", "尾張小牧", "一宮", "春日井", "三重", "鈴鹿", "四日市",
        "伊勢志摩", "滋賀", "京都", "なにわ", "大阪", "和泉", "堺", "神戸", "姫路", "奈良", "飛鳥", "和歌山", "鳥取", "島根", "出雲", "岡山",
        "倉敷", "広島", "福山", "山口", "下関", "徳島", "香川", "高松", "愛媛", "高知", "福岡", "北九州", "久留米", "筑豊", "佐賀", "長崎",
        "佐世保", "熊本", "大分", "宮崎", "鹿児島", "奄美", "沖縄",
    ].map { Array($0.utf8) }
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        suffix.count <= count && self.suffix(suffix.count).elementsEqual(suffix)
    }
}

/// 郵便番号: seven digits count only with a label, or where an address follows.
enum PostalCodeRule {
    static let rule = IdentifierRule(
        "postal-code",
        .postalCodeJapan,
        labels: LabelKinds(.postalCode),
        scores: .init(alone: 0, grouped: 0, labelled: 0.96),
        lengths: [3...3, 7...7]
    ) { chain, first in
        let isSolid = chain.groups[first].count == 7
        guard isSolid || chain.matches([3, 4], at: first) else { return nil }
        let groups = isSolid ? first..<(first + 1) : first..<(first + 2)
        guard chain.isFree(behind: groups.upperBound - 1), !chain.isCounted(groups.upperBound - 1) else { return nil }
        if !isSolid, chain.joints[first] != .hyphen, chain.joints[first] != .space { return nil }
        let address = addressFollows(chain.bytes, chain.range(groups).upperBound)
        let scores =
            switch address {
            case .prefecture: IdentifierRule.Scores(alone: 0.7, grouped: 0.9, labelled: 0.97)
            case .municipality: IdentifierRule.Scores(alone: 0.3, grouped: 0.65, labelled: 0.97)
            case nil: nil as IdentifierRule.Scores?
            }
        return Recognition(
            groups: groups,
            range: chain.range(groups),
            proof: .formed,
            isGrouped: !isSolid,
            variant: address == nil ? nil : "address",
            scores: scores
        )
    }

    private enum Following {
        case prefecture, municipality
    }

    private static func addressFollows(_ bytes: [UInt8], _ end: Int) -> Following? {
        var place = end
        while place < bytes.count, place - end < 6, between.contains(bytes[place]) { place += 1 }
        guard place < bytes.count, bytes[place] >= 0xE3 else { return nil }
        let rest = bytes[place...].prefix(30)
        if prefectures.contains(where: { rest.starts(with: $0) }) { return .prefecture }
        // A few kanji and the word for a town.
        var character = rest.startIndex
        while character + 2 < rest.endIndex, character - rest.startIndex <= 18 {
            guard rest[character] >= 0xE3 else { return nil }
            if character > rest.startIndex, municipal.contains(where: { rest[character...].starts(with: $0) }) {
                return .municipality
            }
            character += 3
        }
        return nil
    }

    private static let between = ByteSet(" \n\r\t,\")|")
    private static let municipal = ["市", "区", "郡"].map { Array($0.utf8) }
    private static let prefectures = [
        "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都",
        "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府",
        "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県",
        "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
    ].map { Array($0.utf8) }
}

import Testing

@testable import Guardrails

@Suite struct NameTests {
    /// Scanners of both tiers; without MeCab they are the same.
    private static let scanners: [Result<Scanner, any Error>] = [
        Result { try Scanner([NameAndAddressDetector(resources: NameResources(tier: .builtIn))]) },
        Result { try Scanner([NameAndAddressDetector(resources: .shared)]) },
    ]

    static let spoken: [(String, [String])] = [
        ("山田太郎です。", ["山田太郎"]),
        ("担当は佐藤 花子が務めます。", ["佐藤 花子"]),
        ("高橋　健一様", ["高橋　健一"]),
        ("山 田 太 郎", ["山 田 太 郎"]),
        ("営業部の鈴木です。", ["鈴木"]),
        ("田中さんと伊藤様に送付", ["田中", "伊藤"]),
        ("小林課長、渡辺部長", ["小林", "渡辺"]),
        ("森先生にお礼を申し上げます。", ["森"]),
        ("千葉さんは休みです。", ["千葉"]),
        ("山本と申します。", ["山本"]),
        ("加藤裕子（かとう ゆうこ）", ["加藤裕子", "かとう ゆうこ"]),
        ("ジョン・スミス氏が来社", ["ジョン・スミス"]),
        ("マイケル・ジョンソンさん", ["マイケル・ジョンソン"]),
        ("タナカさんに連絡", ["タナカ"]),
        ("YAMADA Taro", ["YAMADA Taro"]),
        ("Taro Yamada, Sales", ["Taro Yamada"]),
        ("Tanaka-san will join", ["Tanaka"]),
        ("Dear Mr. Henderson,", ["Henderson"]),
        ("My name is Siiri", ["Siiri"]),
        ("よろしくお願いします。\n\n木村\n", ["木村"]),
        ("本日の出席者は、田中、山本、中村の3名です。", ["田中", "山本", "中村"]),
        ("@小川 確認お願いします", ["小川"]),
    ]

    static let labelled: [(String, [String])] = [
        ("氏名：勅使河原 紬", ["勅使河原 紬"]),
        ("フリガナ：ヤマダ タロウ", ["ヤマダ タロウ"]),
        ("口座名義：ナカムラミサキ", ["ナカムラミサキ"]),
        ("主治医：宮城 医師", ["宮城"]),
        ("出席者：佐藤部長、鈴木、高橋", ["佐藤", "鈴木", "高橋"]),
        ("担当者: 営業部 中村", ["中村"]),
        (#"{"name": "山田太郎", "kana": "ヤマダ タロウ"}"#, ["山田太郎", "ヤマダ タロウ"]),
        ("ID,氏名,部署\n1,伊藤誠,総務\n2,長野 愛,経理\n", ["伊藤誠", "長野 愛"]),
        ("| 担当 | 期限 |\n| --- | --- |\n| 福島 | 4月 |\n", ["福島"]),
    ]

    static let lookAlikes: [String] = [
        "会議の様子を動画で共有します。", "君が代の斉唱を行います。", "さんざん迷った末に見送りました。", "千葉県の計画", "千葉銀行の口座", "田中電機の新製品",
        "株式会社山田様より入金", "森の中を抜ける", "林業の人手不足", "東証に上場", "皆様のご協力", "お客様のご要望", "仕様の変更", "山口支店長会議", "神田駅から徒歩五分",
        "高橋記念公園で清掃", "中野サンプラザの跡地", "氏神様にお参り", "殿下の来社", "第一営業部長会議", "佐藤商店さんに発注", "渡辺製菓の工場", "長谷川工務店との契約",
        "多様な働き方", "ソニーさんの事例", "コンピュータ・システムの導入", "関係長官会議", "長野市内の配送", "石川県産の米", "担当部署：品質管理課", "氏名：未定",
        "New York Office in Tokyo", "Project Phoenix was updated on Monday",
    ]

    /// What is found in a text at the default threshold, as the pieces of the text.
    private func found(
        _ type: FindingType = .personName,
        in text: String,
        tier: NameTier = .builtIn,
        fieldName: String? = nil
    ) throws -> [String] {
        let scanner = try Self.scanners[tier == .builtIn ? 0 : 1].get()
        let bytes = Array(text.utf8)
        return try scanner.scan(bytes, context: ScanContext(fieldName: fieldName), using: scanner.makeScratch())
            .filter { $0.type == type && $0.score >= 0.5 }
            .map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test(arguments: spoken)
    func `names are found where people are spoken of`(text: String, names: [String]) throws {
        #expect(try found(in: text) == names)
    }

    @Test(arguments: labelled)
    func `labels and columns make names of what stands behind them`(text: String, names: [String]) throws {
        #expect(try found(in: text) == names)
    }

    @Test(arguments: lookAlikes)
    func `words that only look like names stay`(text: String) throws {
        #expect(try found(in: text).isEmpty)
        #expect(try found(in: text, tier: .dictionary).isEmpty)
    }

    @Test func `a person named once is known in the rest of the text`() throws {
        let text = "福島 陽子様から電話。福島より、納期を延ばしたいとのこと。福島県の倉庫から出荷。"
        #expect(try found(in: text) == ["福島 陽子", "福島"])
    }

    @Test func `a field's name is a label`() throws {
        #expect(try found(in: "長野 大和", fieldName: "customer_name") == ["長野 大和"])
        #expect(try found(in: "千葉", fieldName: "担当者") == ["千葉"])
        #expect(try found(in: "山田太郎.pdf", fieldName: "file_name") == ["山田太郎"])
    }

    @Test func `without MeCab the tier says so, and names are still found`() {
        #expect(NameResources(tier: .builtIn).tier == .builtIn)
    }

    @Test(.enabled(if: NameResources.shared.tier == .dictionary, "MeCab with IPADIC is installed"))
    func `the dictionary finds names that no list holds`() throws {
        let text = "作者は樺山久子と発表された。"
        #expect(try found(in: text).isEmpty)
        #expect(try found(in: text, tier: .dictionary) == ["樺山久子"])
    }

    @Test func `bytes that are no text do no harm`() throws {
        let scanner = try Self.scanners[1].get()
        let scratch = try scanner.makeScratch()
        var state: UInt64 = 42
        for length in 0..<300 {
            let pieces = ["山田", "様", "東京都港区", "1-2-3", "氏名：", ",", "\n", "ジョン・", "Taro ", "("].map { Array($0.utf8) }
            var bytes: [UInt8] = []
            for _ in 0..<(length % 40) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                if state >> 62 == 0 {
                    bytes.append(UInt8(truncatingIfNeeded: state >> 40))
                } else {
                    bytes += pieces[Int(truncatingIfNeeded: state >> 33) % pieces.count]
                }
            }
            for finding in try scanner.scan(bytes, context: ScanContext(), using: scratch) {
                #expect(finding.range.lowerBound >= 0 && finding.range.upperBound <= bytes.count)
                #expect(!finding.range.isEmpty)
            }
        }
    }
}

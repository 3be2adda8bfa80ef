import Testing

@testable import Guardrails

/// Names that stand as people write of each other, and what stands in the same places and is nobody.
@Suite struct NameFormTests {
    private static let scanners: [Result<Scanner, any Error>] = [
        Result { try Scanner([NameAndAddressDetector(resources: NameResources(tier: .builtIn))]) },
        Result { try Scanner([NameAndAddressDetector(resources: .shared)]) },
    ]

    private func found(in text: String, tier: Int) throws -> [String] {
        let scanner = try Self.scanners[tier].get()
        let bytes = Array(text.utf8)
        return try scanner.scan(bytes, context: ScanContext(), using: scanner.makeScratch())
            .filter { $0.type == .personName && $0.score >= 0.5 }
            .map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    static let people: [(String, [String])] = [
        // Rare surnames, and those that no list holds.
        ("蓬田様、比留間さんからです。", ["蓬田", "比留間"]),
        ("小此木さんと尾﨑さんが交代", ["小此木", "尾﨑"]),
        ("神渡瀬さんに連絡済み", ["神渡瀬"]),
        ("近江谷被告に懲役3年", ["近江谷"]),
        // One character.
        ("王さんと李さんには連絡済みです。", ["王", "李"]),
        ("韓国支社の朴です。", ["朴"]),
        ("陳部長にも伝えます。", ["陳"]),
        ("2. 楊からコスト面の懸念", ["楊"]),
        // Katakana.
        ("クリステンセン様がお見えです。", ["クリステンセン"]),
        ("隣のペレイラさんもいい方です。", ["ペレイラ"]),
        ("オドネル氏が選任された。", ["オドネル"]),
        ("米国務省のミラー報道官は述べた。", ["ミラー"]),
        ("ヨハンソン選手が入賞した。", ["ヨハンソン"]),
        ("デュボワCEOを迎えた。", ["デュボワ"]),
        ("ダニエラ: 修正点が2つあります", ["ダニエラ"]),
        ("問い合わせ窓口: ミュラー(独語)", ["ミュラー"]),
        ("ファム・ティ・ホアさんを採用", ["ファム・ティ・ホア"]),
        ("お世話になります。かとうです。", ["かとう"]),
        // Latin letters with a Japanese honorific.
        ("Smith氏との面談", ["Smith"]),
        ("(M.K.様・50代女性)", ["M.K."]),
        // Labels.
        ("対応 真鍋。", ["真鍋"]),
        ("受付票\nカナ ニシムラマユミ\n", ["ニシムラマユミ"]),
        (#"{"assignee":"tanaka kenta"}"#, ["tanaka kenta"]),
        // English business texts.
        ("Kind regards,\nTomasz Wisniewski\nSenior Account Manager", ["Tomasz Wisniewski"]),
        ("Best,\nAnneliese Hoffmann-Reyes\n", ["Anneliese Hoffmann-Reyes"]),
        ("ATTN: Lucinda Barrowclough\n", ["Lucinda Barrowclough"]),
        ("Signature: K. Osei\n", ["K. Osei"]),
        ("Caller: Zbyszko Krawiecki\n", ["Zbyszko Krawiecki"]),
        ("Jo\u{17E}ef Nowak had called", ["Jo\u{17E}ef Nowak"]),
        ("Brzena Okunola lives at the coast.", ["Brzena Okunola"]),
        ("Ingrid Solheim signed. Solheim shall report to us.", ["Ingrid Solheim", "Solheim"]),
        ("Dariush Karbasi\n\n44 Elm Road", ["Dariush Karbasi"]),
    ]

    static let nobody: [String] = [
        "トヨタさんとホンダさん、パナソニックさんにも声を掛けました。", "サイボウズさんのツール、リコーさんの複合機、ローソンさんの棚割り", "皆さん、お客様、奥さん、お子さんの同伴も可",
        "王様の耳、王子様と神様の役", "魚屋さん、八百屋さん、お医者さん、保健所さん、運転手さん", "ユーザー様、オーナー様、スタッフさん、デザイナーさん、エンジニアさん",
        "銀行さん、農協さん、協力会社さんへ送付", "金は1グラム1万5千円、林は国有地、森は保安林", "高さ、長さ、重さ、広さ", "名古屋支店長を拝命", "同氏、両氏、源氏、平氏、摂氏",
        "ワンちゃん、ネコちゃん、赤ちゃん、新人くん", "アメリカ大統領、ドイツ首相、サッカー選手、グローバル本部長", "第3回委員会と千葉委員会、社長会",
        "Google様、Microsoft様、IBMさん、GitHubさん",
        "A社様とBさん", "対応: 即日\n承認: 部門長\n記録: 自動\n", "氏名欄は空白可", "宮内庁長官の会見", "西武監督時代", "ライフ・ワーク・バランス、コカ・コーラ、サプライ・チェーン",
        "Best regards,\nCustomer Support Team", "Name: Production Server\nOwner: Platform Team\n",
        "Kind Regards, Yours Faithfully",
        "Bill Payment, Rose Garden, Frank Discussion, Jack Plug", "Fix Login Page",
        "Wells Fargo, Morgan Stanley, Philip Morris",
        "Best,\nThe Acme Team", "Release Notes\n\n44 New Features",
    ]

    @Test(arguments: people)
    func `people are found with the dictionary and without`(text: String, names: [String]) throws {
        for tier in 0...1 { #expect(try found(in: text, tier: tier) == names) }
    }

    @Test(arguments: nobody)
    func `what stands in the place of a person is left alone`(text: String) throws {
        for tier in 0...1 { #expect(try found(in: text, tier: tier).isEmpty) }
    }

    @Test func `words run together cost time that grows with their length`() throws {
        let scanner = try Self.scanners[1].get()
        let scratch = try scanner.makeScratch()
        let clock = ContinuousClock()
        for piece in ["氏名,", "Best regards,\n", "ア・", "王さん", "王", "Smith ", "Best,\nA ", "かとうです", "アさん", "M.", "李、"] {
            let times = try [3_000, 12_000].map { size in
                let bytes = Array(String(repeating: piece, count: size / piece.utf8.count).utf8)
                return try clock.measure { _ = try scanner.scan(bytes, context: ScanContext(), using: scratch) }
            }
            #expect(times[1] < max(times[0] * 12, .milliseconds(400)), "\(piece) \(times)")
        }
    }
}

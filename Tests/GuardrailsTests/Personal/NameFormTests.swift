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
        ("カナ サワラビ ケンタ\n", ["サワラビ ケンタ"]),
        ("フリガナ マキハラ ドンゴ\n", ["マキハラ ドンゴ"]),
        ("国籍 サラさん(パキスタン)", ["サラ"]),
        ("名前:リュシー 電話はなし", ["リュシー"]),
        ("あなたの名前はルミナちゃん、犬の役", ["ルミナ"]),
        ("差出人:配車室 高桑\n", ["高桑"]),
        ("発注者:株式会社山鳥紙業 購買課 高桑\n", ["高桑"]),
        ("引継ぎの相手:平岡(内線 22)", ["平岡"]),
        // Given names.
        ("本日、健人くんと拓海さんが当番です。", ["健人", "拓海"]),
        ("隣の席の誠さんに聞く。", ["誠"]),
        ("切符係、ちよさんの昔話", ["ちよ"]),
        ("佐伯みどり 奈良県\n佐伯ゆかり\n", ["佐伯みどり", "佐伯ゆかり"]),
        // Lists.
        ("当番は大場、清水、清水(二回目)。", ["大場", "清水", "清水"]),
        ("退職者一覧:細川、穂花田(契約満了)", ["細川", "穂花田"]),
        ("[9:12] Kevin: おはよう\n", ["Kevin"]),
        // English business texts.
        ("We met Inspector Boateng today.", ["Boateng"]),
        ("a colleague named Sorrell", ["Sorrell"]),
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
        // Where sentences follow a label.
        "利用者はスタッフなので、そのまま。", "投稿者はどうなりますか。", "利用者>まとめて\n", "担当者はスプレッドシートの「担当表」にいます。", "面接官、君は「応募者」役",
        "お名前、折り返しの番号。", "売主は二年間、部品を修理する。", "依頼者:三十二歳、会社員", "担当者は上司が、", "名前:かならず入力してください\n",
        // What is counted, and what many are called by.
        "二名様、三名さま、十二名さんの席", "みなさん、たくさん食べて", "みなさま、おかあさんとおじいさん", "ボットさんとコンシェルジュさん、ロボットさん",
        "AIさんの答え、AI様", "根本の問題は、森林が、津波が、西口から、大口の", "下山は日没のあと",
        // Software, things and companies in Latin letters.
        "SELECT で WHERE DATE と書く。", "TL;DR. Then undo it.", "a game called Bus Bingo", "an AI called MERIDIAN",
        "the app named Plain",
        "two nights at Hotel Marisol, paid", "What if the Roman Empire had won?", "Best regards,\nBalfour Roofing",
        "Kind regards,\nBrookside Homes", "An event called Machines Were Told", "named Yourname",
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

    @Test(.enabled(if: NameResources.shared.tier == .dictionary, "MeCab with IPADIC is installed"))
    func `what the dictionary knows for a compound is nobody`() throws {
        #expect(try found(in: "家計簿さんへ、案内役さんへ", tier: 1).isEmpty)
        #expect(try found(in: "名前:霧島ナナシ\n", tier: 1) == ["霧島ナナシ"])
    }

    /// Pieces that rules step over, one after the other and in every order.
    @Test func `pieces of forms in any order do no harm`() throws {
        let pieces = [
            "担当:", "氏名 ", "差出人:", "フリガナ ", "カナ", "利用者は", "購買部 ", "株式会社北斗 ", "高桑", "ケンゴ", " ", "\n", "、", "さん", "ちゃん",
            "みな", "二名", "三",
            "の", "を", "名前:", "「", "」", "ルイス", "電話 072-000-0000", "東京都港区芝1-2-3", "called ", "a game named ", "Kevin",
            ": ", "[9:15] ", "DR",
            ";", "Hotel ", "AI", "様", "(", ")", "ー", "々", "0", "-", "誠", "健人", "くん", "細川、", "Best,\n", "パスワードを",
            "Base64",
        ]
        let scanner = try Self.scanners[1].get()
        let scratch = try scanner.makeScratch()
        var texts = pieces.flatMap { label in pieces.map { label + String(repeating: $0, count: 5) } }
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<10 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            texts.append(text)
        }
        for text in texts {
            let bytes = Array(text.utf8)
            for finding in try scanner.scan(bytes, context: ScanContext(), using: scratch) {
                #expect(!finding.range.isEmpty && finding.range.upperBound <= bytes.count, "\(text)")
            }
        }
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

import Testing

@testable import Caching

@Suite struct TextAnalysisTests {
    @Test(arguments: [
        ("ＶＰＮの接続方法", "VPNの接続方法"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("か\u{3099}", "が"),
        ("サーバー", "サーバ"),
        ("What’s “new”—today", "what's \"new\"-today"),
        ("  Hello \t WORLD?  ", "hello world"),
        ("Café", "CAFE"),
        ("ПРИВЕТ", "привет"),
        ("a\u{200B}b", "ab"),
    ]) func `texts are equal but for how they are written`(left: String, right: String) {
        #expect(AnalyzedText(left).isEqual(to: AnalyzedText(right)))
    }

    @Test(arguments: [
        ("1.5", "15"), ("C++", "C"), ("-5", "5"), ("コピー", "コピ"), ("が", "か"), ("ハ", "パ"), ("a-b", "ab"),
    ]) func `folding keeps what makes another text`(left: String, right: String) {
        #expect(!AnalyzedText(left).isEqual(to: AnalyzedText(right)))
    }

    @Test(arguments: [
        ("How do I reset it?", TextLanguage.latin), ("使い方を教えて", .japanese), ("VPNに接続できない", .japanese),
        ("如何重置密码", .han), ("비밀번호를 재설정", .korean), ("Как сбросить пароль", .cyrillic), ("12:30!?", .none),
        ("", .none), ("Πώς", .greek), ("كيف", .other),
    ]) func `the script tells the language`(text: String, language: TextLanguage) {
        #expect(AnalyzedText(text).language == language)
    }

    @Test(arguments: [
        ("reset", "resetting"), ("policies", "policy"), ("updated", "updating"), ("cancelled", "canceling"),
        ("organisation", "organization"), ("colours", "color"), ("installed", "installs"), ("boxes", "box"),
    ]) func `forms of a word have one stem`(left: String, right: String) {
        #expect(stem(left) == stem(right))
    }

    @Test(arguments: [
        ("meeting", "meet"), ("accounting", "account"), ("loss", "lose"), ("goods", "good"), ("here", "her"),
    ])
    func `another word keeps its own stem`(left: String, right: String) {
        #expect(stem(left) != stem(right))
    }

    @Test(arguments: [
        ("2,000", 2000.0), ("3.5", 3.5), ("１０", 10), ("一万二千円", 12_000), ("3億円", 300_000_000), ("1万5千円", 15_000),
        ("10k", 10_000), ("twenty", 20), ("3rd", 3), ("三割", 30), ("百人", 100),
    ]) func `numbers are read by value`(text: String, value: Double) {
        #expect(numbers(text) == [value])
    }

    @Test(arguments: [
        ("2024-04-01", "2024年4月1日"), ("令和6年4月1日", "2024/4/1"), ("April 1, 2024", "4/1/2024"), ("9am", "9:00 a.m."),
        ("午後3時半", "15:30"), ("平成31年", "2019年"),
    ]) func `dates and times are read by value`(left: String, right: String) {
        let keys = [left, right].map { text in
            Set(AnalyzedText(text).tokens.filter { $0.shape == .number }.map(\.key))
        }
        #expect(!keys[0].isEmpty)
        #expect(keys[0] == keys[1])
    }

    @Test func `kanji numerals in words are no numbers`() {
        #expect(numbers("一時停止と一覧と統一").isEmpty)
    }

    @Test func `a long text is cut and says so`() {
        let text = AnalyzedText(String(repeating: "word ", count: 10_000))
        #expect(!text.isWhole)
        #expect(text.scalars.count <= AnalyzedText.maximumLength)
    }

    @Test func `no text traps`() {
        var state: UInt64 = 42
        let alphabet = Array("aZ9 .,-/:@'\"$%()一万年月日時か゛ー゙ﾊﾞア漢字😀\u{0}\u{FFFD}\u{301}é².\n→#+&令和午後割")
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            let analyzed = AnalyzedText(text)
            #expect(Verifier().verify(analyzed, analyzed) == .same || !analyzed.isWhole)
        }
        for text in [
            "9999999999999999999999999999999999", "1.2.3.4.5", "1e999", "99999999999年", "千千千万億兆兆", "5:", "5-", "/",
            "--",
        ] {
            _ = AnalyzedText(text)
        }
    }

    private func stem(_ word: String) -> UInt64 { WordReader.stem(ArraySlice(word.unicodeScalars.map(\.value))) }

    private func numbers(_ text: String) -> [Double] {
        AnalyzedText(text).tokens.filter { $0.shape == .number }.map(\.value)
    }
}

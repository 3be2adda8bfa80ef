import Testing

@testable import Guardrails

@Suite struct WordFilterTests {
    private func found(
        _ text: String,
        words: [String] = [],
        allowed: [String] = [],
        customs: [CustomPattern] = []
    ) throws -> [String] {
        let filter = try WordFilter(
            lists: words.isEmpty ? [] : [WordList(name: "test", words: words, allowed: allowed)],
            customs: customs
        )
        let bytes = Array(text.utf8)
        return try filter.findings(in: Normalizer().normalize(bytes), using: try filter.makeScratch())
            .map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test(arguments: [
        ("極秘プロジェクト", "ｷﾞｮｸﾋ", nil), ("社外秘です", "社外秘", "社外秘"), ("ACME社の", "ａｃｍｅ", "ACME"),
        ("ばかもの", "バカ", "ばか"), ("バ カ な ひ と", "ばか", "バ カ"), ("ｱﾎか", "あほ", "ｱﾎ"),
        ("the acme product", "Acme", "acme"), ("acmeology", "acme", nil), ("シャツター", "シャッター", "シャツター"),
        ("аcmе", "acme", "аcmе"), ("A.C.M.E", "acme", "A.C.M.E"), ("サンプル", "サン", nil), ("太陽のサンです", "サン", "サン"),
        ("東京都", "京都", "京都"), ("a\u{200B}c\u{200B}me!", "acme", "a\u{200B}c\u{200B}me"),
        ("(c++)", "C++", "c++"),
    ])
    func `words are found however they are written`(text: String, word: String, expected: String?) throws {
        #expect(try found(text, words: [word]) == (expected.map { [$0] } ?? []))
    }

    @Test func `a word within one that is allowed is none`() throws {
        #expect(try found("東京都と京都", words: ["京都"], allowed: ["東京都"]) == ["京都"])
    }

    @Test func `words are found in what is hidden`() throws {
        #expect(
            try found("見て: 44GT44Gu5qmf5a+G5oOF5aCx44KS6YCB44KM", words: ["機密"]) == [
                "44GT44Gu5qmf5a+G5oOF5aCx44KS6YCB44KM"
            ]
        )
    }

    @Test func `an operator's expression knows characters and matches as long as it can`() throws {
        let employee = CustomPattern(name: "employee", expression: "社員番号[:：]?[A-Z]{1,2}[0-9]{4,8}")
        #expect(try found("社員番号：ＡＢ１２３４５６、社員番号Z9999", customs: [employee]) == ["社員番号：ＡＢ１２３４５６", "社員番号Z9999"])
        let kana = CustomPattern(name: "kana", expression: "[ァ-ヶー]{3,}")
        #expect(try found("これはサーバーとカメラ", customs: [kana]) == ["サーバー", "カメラ"])
    }

    @Test(arguments: ["(?<=a)b", #"(a)\1"#, "a**(", "", "a*", "(a{100}){100}", "((a{30}){30}){30}", "[a-z]{70000}"])
    func `what the engine cannot do in bounded time is refused`(expression: String) {
        #expect(throws: PatternError.self) {
            try WordFilter(customs: [CustomPattern(name: "bad", expression: expression)])
        }
    }

    @Test func `counted repetitions multiply`() {
        #expect(RepetitionBound.of("abc") == 3)
        #expect(RepetitionBound.of("(a{10}b{20}){30}") == 900)
        #expect(RepetitionBound.of("[]a{5}]{2,3}") == 3)
        #expect(RepetitionBound.of(#"\{5}a{,3}"#) >= 3)
    }

    @Test(arguments: [
        ("お世話になっております。よろしくお願いします。", LanguageGuess.Language.japanese), ("本日休業", .japanese),
        ("東京都渋谷区道玄坂", .japanese), ("Please find the report attached to this mail.", .english),
        ("这是我们公司的产品，你们可以在这里购买。", .chinese), ("我們的產品還沒有到貨，請您稍等", .chinese), ("안녕하세요. 반갑습니다.", .korean),
        ("Der schnelle braune Fuchs springt über den faulen Hund", .other), ("Привет, как дела?", .other), ("", .other),
        ("このAPIはOpenAI compatibleなendpointを提供します", .japanese), ("12345 !!", .other),
    ])
    func `the language is guessed`(text: String, language: LanguageGuess.Language) {
        #expect(LanguageGuess(Normalizer().normalize(Array(text.utf8)).bytes).language == language)
    }
}

import JSONText
import Testing

@testable import Governance

@Suite struct PatternMaskingTests {
    private func masked(_ text: String, _ masks: Set<BodyMask> = Set(BodyMask.allCases)) -> String {
        String(decoding: PatternMasking(masks).masked(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("key sk-km-0123456789abcdefghijklmnop.", "key [credential]."),
        ("sk-proj-abcDEF_0123456789-xyz", "[credential]"),
        ("Authorization: Bearer abcdefghijklmnop0123", "Authorization: Bearer [credential]"),
        ("authorization: bearer: token1234", "authorization: bearer: [credential]"),
        ("AKIAIOSFODNN7EXAMPLE, ghp_0123456789abcdefghij01", "[credential], [credential]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "[credential]"),
        ("mailto:taro.yamada+test@mail.example.co.jp!", "mailto:[email]!"),
        ("連絡先はtaro@example.jpです", "連絡先は[email]です"),
        ("taro＠example．jp", "[email]"),
        ("4111111111111111", "[card]"),
        ("4111 1111 1111 1111 and 3782-822463-10005", "[card] and [card]"),
        ("order 12345 4111 1111 1111 1111", "order 12345 [card]"),
        ("４１１１－１１１１－１１１１－１１１１", "[card]"),
        ("電話：090-1234-5678、03-1234-5678", "電話：[phone]、[phone]"),
        ("09012345678 0312345678 0120-123-456", "[phone] [phone] [phone]"),
        ("(03) 1234-5678 03(1234)5678 ０９０ー１２３４ー５６７８", "([phone] [phone] [phone]"),
        ("+81-90-1234-5678, +81 3 1234 5678, +81(0)3-1234-5678", "[phone], [phone], [phone]"),
        ("個人番号 1234 5678 9018 / 123456789018", "個人番号 [my_number] / [my_number]"),
    ])
    func hidesWhatHasAForm(text: String, expected: String) {
        // What has spaces or dashes is looked for in strings.
        #expect(masked("\"\(text)\"") == "\"\(expected)\"")
    }

    @Test(arguments: [
        "a task-list of sk-short and disk-0123456789abcdefghij",
        "the bearer of good news; bearer certificates",
        "user@localhost, @mention, a@b, me@@example.com",
        "5111 1111 1111 1112", "12345678901234567890123", "x4111111111111111", "4111111111111111x",
        "2026-11-21 15:19:45", "01-02-2026 10", "123-4567", "1-800-123-4567", "0.0000000001", "192.168.100.200",
        "123456789019", "東京都千代田区千代田1-1", "chatcmpl-4111111111111111a",
    ])
    func leavesTheRestAlone(text: String) {
        #expect(masked("\"\(text)\"") == "\"\(text)\"")
    }

    @Test("sees through escapes, also those of JSON that is itself a string")
    func escapes() throws {
        #expect(masked(#""\u0074aro\u0040example.com""#) == #""[email]""#)
        #expect(masked(#""a\ntaro@example.com\n""#) == #""a\n[email]\n""#)
        #expect(masked(#""{\"to\":\"taro@example.com\"}""#) == #""{\"to\":\"[email]\"}""#)
        #expect(masked(#""{\"to\":\"\\uff10\\uff19\\uff1012345678\"}""#) == #""{\"to\":\"[phone]\"}""#)
        #expect(masked(#""x\\nsk-0123456789abcdefghij""#) == #""x\\n[credential]""#)
        #expect(masked(#""path\\""# + ",\"taro@example.com\"") == #""path\\""# + ",\"[email]\"")
    }

    @Test("numbers without quotes become texts, so that the JSON stays sound")
    func bareNumbers() throws {
        let text =
            #"{"card":4111111111111111,"list":[123456789018,-4111111111111111,4111111111111111.5],"n":1700000000}"#
        let result = masked(text)
        #expect(result == #"{"card":"[card]","list":["[my_number]","[card]","[card]"],"n":1700000000}"#)
        _ = try JSONValue(parsing: Array(result.utf8))
    }

    @Test func hidesOnlyWhatItIsAskedTo() {
        let text = #""sk-0123456789abcdefghij a@example.com 4111111111111111""#
        #expect(masked(text, []) == text)
        #expect(masked(text, [.email]) == #""sk-0123456789abcdefghij [email] 4111111111111111""#)
        #expect(masked(text, [.card]) == #""sk-0123456789abcdefghij a@example.com [card]""#)
    }

    @Test("takes any bytes, and what is sound JSON stays so")
    func anything() throws {
        let pieces = [
            "4111 1111 1111 1111", "taro@example.com", "sk-0123456789abcdefghij", "090-1234-5678", "Bearer 0123456789",
            "\\", "\"", "\\u00", "\\u0040", "@", "０", "ー", " ", "-", "0", "+81", "{", "}", ",", ":", "日本", "\u{FF}",
        ]
        var state: UInt64 = 7
        for _ in 0..<4000 {
            var text: [UInt8] = []
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let pick = Int(state >> 33)
                if pick % 29 == 0 { text.append(UInt8(truncatingIfNeeded: pick >> 8)) }
                text += Array(pieces[pick % pieces.count].utf8)
            }
            _ = PatternMasking(Set(BodyMask.allCases)).masked(text)
            let sound = JSONValue.array([.string(String(decoding: text, as: UTF8.self)), 4_111_111_111_111_111]).bytes
            let result = PatternMasking(Set(BodyMask.allCases)).masked(sound)
            _ = try JSONValue(parsing: result)
        }
    }

    @Test("takes time that grows with the length alone", arguments: ["1 ", "@", "a@", "sk-", "\\", "Bearer ", "0-"])
    func hostile(piece: String) {
        let text = Array(String(repeating: piece, count: 200_000).utf8)
        let start = ContinuousClock.now
        _ = PatternMasking(Set(BodyMask.allCases)).masked(text)
        // A quadratic search would take minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}

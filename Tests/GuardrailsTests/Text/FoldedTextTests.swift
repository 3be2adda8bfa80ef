import Testing

@testable import Guardrails

@Suite struct FoldedTextTests {
    private func folded(_ text: String, _ options: FoldedText.Options = .detection) -> String {
        String(decoding: FoldedText(Normalizer().normalize(Array(text.utf8)), options: options).bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("IGNORE", "ignore"), ("ＩＧＮＯＲＥ", "ignore"), ("ムシして", "むしして"), ("ﾑｼｼﾃ", "むしして"),
        ("іgnоrе", "ignore"), ("ιgnοre", "ignore"), ("ɪɢɴᴏʀᴇ", "ignore"), ("𝐢𝐠𝐧𝐨𝐫𝐞", "ignore"), ("ⓘⓖⓝⓞⓡⓔ", "ignore"),
        ("🅸🅶🅽🅾🆁🅴", "ignore"), ("🇮🇬🇳🇴🇷🇪", "ignore"), ("ígnörê", "ignore"), ("i\u{0336}g\u{0336}n\u{0336}ore", "ignore"),
        ("i g n o r e", "ignore"), ("i.g.n.o.r.e", "ignore"), ("i-g-n-o-r-e all", "ignore all"),
        ("む し し て", "むしして"), ("無・視・し・て", "無視して"), ("指示を無 視 し ろよ", "指示を無視しろよ"), ("無\n視\nし\nて", "無視して"),
        ("システムプ口ンプト", "しすてむぷろんぷと"), ("出カして", "出力して"), ("サ一バ", "さーば"), ("サ-バ", "さーば"),
    ])
    func `what sounds or looks alike becomes one`(text: String, expected: String) {
        #expect(folded(text) == expected)
    }

    @Test(arguments: [
        "サーバー一覧", "カタカナ二文字", "出力 する", "私 は A です", "a b", "入口", "工場の口", "ab c def", "1 2 3 4 5",
    ])
    func `letters in their own words stay`(text: String) {
        let hiragana = ["サーバー一覧": "さーばー一覧", "カタカナ二文字": "かたかな二文字", "私 は A です": "私 は a です"]
        #expect(folded(text) == hiragana[text] ?? text)
    }

    @Test func `small kana and long marks fold where it is asked for`() {
        #expect(folded("ちょっとサーバー", .words) == "ちよつとさーばー")
        #expect(folded("ちょっとサーバー", [.smallKana, .longMarks]) == "ちよつとさば")
        #expect(folded("ちょっとサーバー", []) == "ちょっとさーばー")
    }

    @Test func `a place leads back to the normalised text`() throws {
        let text = Normalizer().normalize(Array("さて、i g n o r eせよ".utf8))
        let folded = FoldedText(text)
        let needle = Array("ignore".utf8)
        let start = try #require(folded.bytes.indices.first { folded.bytes[$0...].starts(with: needle) })
        let range = folded.map.original(start..<start + needle.count)
        #expect(String(decoding: text.bytes[range], as: UTF8.self) == "i g n o r e")
    }
}

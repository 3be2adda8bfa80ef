import Testing

@testable import Guardrails

@Suite struct MarkupCheckTests {
    private let check = OutputCheck.markup(MarkupCheck())

    @Test(arguments: [
        ("a<br>b", "markup.tag"), ("<SCRIPT>x</SCRIPT>", "markup.active"), ("</div >", "markup.tag"),
        ("<!-- x -->", "markup.tag"),
        ("<x onclick=alert(1)>", "markup.handler"), ("<x/onLoad = 'a'>", "markup.handler"),
        ("<x href=\"java\nscript:a\">", "markup.script"), ("<iframe", "markup.active"), ("＜script＞", "markup.active"),
        ("<x a=\"><x onerror=b>", "markup.handler"), ("<x a='>' onerror=b>", "markup.handler"),
        ("\u{1B}[31mred", "markup.csi"), ("\u{1B}]8;;https://a\u{07}x", "markup.osc"), ("\u{9B}2J", "markup.csi"),
        ("\u{1B}c", "markup.escape"), ("a\u{1B}", "markup.escape"),
    ])
    func `markup is found`(answer: String, rule: String) throws {
        #expect(Set(try outputRules(check, answer)).contains(rule))
    }

    @Test(arguments: [
        "a < b > c", "Array<Int>", "x<y && z>w", "<PERSON_1>様", "<YOUR_API_KEY>", "I <3 it", "<https://example.com>",
        "1<2",
        "onclick=1", "Dictionary<String, Int>", "改行\r\nタブ\t", "次の行\u{85}", "<",
    ])
    func `brackets of prose and code are none`(answer: String) throws {
        #expect(try outputFindings(check, answer) == [])
    }

    @Test func `each kind can be left out, and places are told`() throws {
        let answer = "x\u{1B}[1;31my <b>z"
        #expect(
            try outputFindings(.markup(MarkupCheck(kinds: [.ansi])), answer) == [
                "ANSI_ESCAPE markup.csi \"\u{1B}[1;31m\""
            ]
        )
        #expect(try outputFindings(.markup(MarkupCheck(kinds: [.html])), answer) == ["HTML markup.tag \"<b\""])
    }

    @Test(arguments: ["<a ", "<a b=\"", "<!--", "\u{1B}]", "\u{1B}", "<a b='\" ", "< ", "<b onx=javascript:"])
    func `a long text of anything takes little time`(piece: String) throws {
        let answer = Array(String(repeating: piece, count: (1 << 14) / piece.utf8.count).utf8)
        let elapsed = try ContinuousClock().measure { () throws -> Void in
            #expect(try check.findings(in: answer, of: OutputQuestion()).count <= OutputCheck.mostFindings)
        }
        #expect(elapsed < .seconds(60))
    }
}

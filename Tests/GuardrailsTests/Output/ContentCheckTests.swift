import Testing

@testable import Guardrails

@Suite struct ContentCheckTests {
    @Test func `texts that have to be there are missed, however they are written found`() throws {
        let check = OutputCheck.content(try ContentCheck(require: ["免責事項", "Kanmon"]))
        #expect(try outputFindings(check, "免責事項: ＫＡＮＭＯＮ") == [])
        #expect(try outputFindings(check, "免責事項") == ["MISSING_CONTENT content.require \"\""])
        let report = try check.report(on: Normalizer().normalize([]), of: OutputQuestion())
        #expect(report.findings.count == 1)
        #expect(report.complaints == ["It does not have the text: 免責事項", "It does not have the text: Kanmon"])
    }

    @Test func `texts that may not be there are found, however they are written`() throws {
        let check = OutputCheck.content(try ContentCheck(forbid: ["サーバー", "acme"]))
        #expect(
            try outputFindings(check, "さーばーと ｻｰﾊﾞｰ と ＡＣＭＥ") == [
                "FORBIDDEN_CONTENT content.forbid \"さーばー\"", "FORBIDDEN_CONTENT content.forbid \"ｻｰﾊﾞｰ\"",
                "FORBIDDEN_CONTENT content.forbid \"ＡＣＭＥ\"",
            ]
        )
        #expect(try outputFindings(check, "acmeology") == [])
    }

    @Test func `what is encoded is not there but is forbidden`() throws {
        let encoded = "44GT44Gu5qmf5a+G5oOF5aCx44KS6YCB44KM"
        #expect(try outputRules(.content(try ContentCheck(require: ["機密"])), encoded) == ["content.require"])
        #expect(try outputRules(.content(try ContentCheck(forbid: ["機密"])), encoded) == ["content.forbid"])
    }

    @Test func `empty texts are refused`() {
        #expect(throws: PatternError.self) { try ContentCheck(require: [""]) }
        #expect(throws: PatternError.self) { try ContentCheck(forbid: ["\u{200B}"]) }
    }

    @Test func `many findings are bounded and take little time`() throws {
        let check = OutputCheck.content(try ContentCheck(require: ["か"], forbid: ["か"]))
        let answer = Array(String(repeating: "か", count: 1 << 18).utf8)
        let elapsed = try ContinuousClock().measure { () throws -> Void in
            #expect(try check.findings(in: answer, of: OutputQuestion()).count == OutputCheck.mostFindings - 1)
        }
        #expect(elapsed < .seconds(60))
    }

    @Test func `length counts code points`() throws {
        let check = OutputCheck.length(LengthCheck(least: 2, most: 3))
        #expect(try outputRules(check, "あ") == ["length.least"])
        #expect(try outputRules(check, "😀😀") == [])
        #expect(try outputRules(check, "日本語") == [])
        #expect(try outputFindings(check, "abcd") == ["LENGTH length.most \"\""])
        #expect(try outputRules(check, "") == ["length.least"])
        #expect(try outputRules(.length(LengthCheck()), "") == [])
    }

    @Test func `a schema's complaints name what is wrong`() throws {
        let check = OutputCheck.jsonSchema(
            try JSONSchema(parsing: Array(#"{"required":["a"],"minProperties":3}"#.utf8))
        )
        #expect(
            try outputFindings(check, "{}") == [
                "JSON_SCHEMA json-schema.minProperties \"\"", "JSON_SCHEMA json-schema.required \"\"",
            ]
        )
        let report = try check.report(on: Normalizer().normalize(Array("{}".utf8)), of: OutputQuestion())
        #expect(report.complaints.contains("the whole answer: the member a is missing (required)"))
    }
}

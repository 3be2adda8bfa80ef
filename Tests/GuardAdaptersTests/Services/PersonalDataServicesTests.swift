import GuardAdapters
import Guardrails
import Testing

@Suite("Services that find personal data")
struct PersonalDataServicesTests {
    @Test("Presidio is asked as its API says")
    func presidioRequest() throws {
        let made = try adapter(
            .presidio,
            ["language": "ja", "entities": "PERSON, PHONE_NUMBER", "score_threshold": "0.35"],
            url: "http://presidio:3000"
        )
        let requests = try made.requests(for: question([("山田です", .user), ("", .tool), ("x", .tool)]))
        #expect(requests.map(\.path) == ["/analyze", "/analyze"])
        #expect(requests.map(\.method) == ["POST", "POST"])
        #expect(
            requests.first?.text
                == #"{"language":"ja","correlation_id":"call-1","text":"山田です","entities":["PERSON","PHONE_NUMBER"],"#
                + #""score_threshold":0.35}"#
        )
        #expect(made.baseURL == "http://presidio:3000")
    }

    @Test("Presidio's findings stand where its code points say, under the names of the built-in detectors")
    func presidioFindings() throws {
        let text = "👩‍💻 山田太郎 <a@example.com> NHS 943"
        let made = try adapter(.presidio)
        let verdict = try made.verdict(
            from: answers(
                #"""
                [{"entity_type":"EMAIL_ADDRESS","start":10,"end":23,"score":1.0,"analysis_explanation":null,
                  "recognition_metadata":{"recognizer_name":"EmailRecognizer"}},
                 {"entity_type":"PERSON","start":4,"end":8,"score":0.85,"analysis_explanation":null},
                 {"entity_type":"UK_NHS","start":25,"end":32,"score":0.4,"analysis_explanation":null}]
                """#
            ),
            for: question(text)
        )
        #expect(
            lines(verdict, in: text) == [
                "PERSON_NAME presidio.person 0.85 山田太郎", "EMAIL presidio.email-address 1.0 a@example.com",
                "UK_NHS presidio.uk-nhs 0.4 NHS 943",
            ]
        )
        #expect(!verdict.isBlocked)
    }

    @Test("Presidio takes some texts at once where it is told to")
    func presidioBatch() throws {
        let made = try adapter(.presidio, ["batch": "true"])
        let asked = question((0..<17).map { ("text \($0)", .user) })
        let requests = try made.requests(for: asked)
        #expect(requests.count == 2)
        #expect(requests.last?.text == #"{"language":"en","correlation_id":"call-1","text":["text 16"]}"#)
        let first = "[" + String(repeating: "[],", count: 15) + #"[{"entity_type":"X","start":5,"end":7,"score":1}]]"#
        let verdict = try made.verdict(from: answers(first, "[[]]"), for: asked)
        #expect(verdict.texts.map(\.findings.count) == Array(repeating: 0, count: 15) + [1, 0])
    }

    @Test(
        "offsets outside of the text are errors",
        arguments: [(-1, 2), (0, 0), (2, 1), (0, 5), (4, 5), (Int.min, Int.max), (0, Int.max)]
    )
    func presidioOffsets(start: Int, end: Int) throws {
        let made = try adapter(.presidio)
        let body = #"[{"entity_type":"PERSON","start":\#(start),"end":\#(end),"score":0.5}]"#
        let error = #expect(throws: AdapterError.self) { try made.verdict(from: answers(body), for: question("あいうえ")) }
        #expect(error?.code == .offsetOutOfRange)
        #expect(error?.description.contains("あ") == false)
    }

    @Test("scores outside of 0 to 1 are errors", arguments: ["-0.1", "1.1", "1e999", "\"1\"", "null", "true"])
    func presidioScores(score: String) throws {
        let made = try adapter(.presidio)
        let body = #"[{"entity_type":"PERSON","start":0,"end":1,"score":\#(score)}]"#
        #expect(throws: AdapterError.self) { try made.verdict(from: answers(body), for: question("あ")) }
    }

    @Test("Azure's service for personal data is asked for code points, five documents at once")
    func azureRequest() throws {
        let made = try adapter(
            .azurePII,
            ["language": "ja", "categories": "Person,JPMyNumberPersonal"],
            credential: .token("key"),
            url: "https://r.cognitiveservices.azure.com"
        )
        let requests = try made.requests(for: question((0..<6).map { ("t\($0)", .user) }))
        #expect(requests.map(\.path) == Array(repeating: "/language/:analyze-text?api-version=2023-04-01", count: 2))
        #expect(requests.first?.field("ocp-apim-subscription-key") == "key")
        #expect(requests.first?.field("authorization") == nil)
        #expect(
            requests.last?.text
                == #"{"kind":"PiiEntityRecognition","parameters":{"modelVersion":"latest","domain":"none","#
                + #""stringIndexType":"UnicodeCodePoint","piiCategories":["Person","JPMyNumberPersonal"]},"#
                + #""analysisInput":{"documents":[{"id":"0","language":"ja","text":"t5"}]}}"#
        )
    }

    @Test("Azure's documents are matched by their ids, and one that was not looked at is an error")
    func azureFindings() throws {
        let made = try adapter(.azurePII)
        let texts = ["番号は１２３４-5678", "電話 03-1234-5678"]
        let asked = question(texts.map { ($0, .user) })
        func body(_ first: String, _ second: String, errors: String = "") -> [AdapterAnswer] {
            answers(
                #"{"kind":"PiiEntityRecognitionResults","results":{"documents":["#
                    + #"{"redactedText":"*","id":"\#(second)","entities":[{"text":"03-1234-5678","category":"PhoneNumber","#
                    + #""offset":3,"length":12,"confidenceScore":0.8}],"warnings":[]},"#
                    + #"{"redactedText":"*","id":"\#(first)","entities":[{"text":"x","category":"JPMyNumberPersonal","#
                    + #""subcategory":"s","offset":3,"length":9,"confidenceScore":0.85}],"warnings":[]}],"#
                    + #""errors":[\#(errors)],"modelVersion":"2023-09-01"}}"#
            )
        }
        let verdict = try made.verdict(from: body("0", "1"), for: asked)
        #expect(lines(verdict, in: texts[0]) == ["MY_NUMBER azure-pii.jp-my-number-personal 0.85 １２３４-5678"])
        #expect(
            verdict.texts[1].findings.map { $0.line(in: texts[1]) } == ["PHONE azure-pii.phone-number 0.8 03-1234-5678"]
        )
        for (first, second) in [("0", "0"), ("1", "1"), ("2", "1"), ("-1", "1"), ("a", "1"), ("", "1")] {
            #expect(throws: AdapterError.self) { try made.verdict(from: body(first, second), for: asked) }
        }
        let error = #expect(throws: AdapterError.self) {
            try made.verdict(
                from: body("0", "1", errors: #"{"id":"0","error":{"code":"InvalidArgument"}}"#),
                for: asked
            )
        }
        #expect(error?.code == .incomplete)
        for length in ["0", "-1", "10", "9223372036854775807"] {
            let text = body("0", "1").map { String(decoding: $0.body, as: UTF8.self) }[0]
            let changed = text.replacing("\"length\":9", with: "\"length\":\(length)")
            #expect(throws: AdapterError.self) { try made.verdict(from: answers(changed), for: asked) }
        }
    }
}

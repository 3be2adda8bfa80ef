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
                    + #"{"redactedText":"*","id":"\#(first)","entities":[{"text":"１２３４-5678","category":"JPMyNumberPersonal","#
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

    /// An answer of Azure's about one document.
    private func azureAnswer(_ entities: String, document: String = #","warnings":[]"#) -> [AdapterAnswer] {
        answers(
            #"{"kind":"PiiEntityRecognitionResults","results":{"documents":[{"redactedText":"*","id":"0","#
                + #""entities":[\#(entities)]\#(document)}],"errors":[],"modelVersion":"2026-05-01"}}"#
        )
    }

    @Test("what newer versions of Azure's service add is passed over")
    func azureNewer() throws {
        let text = "山田太郎, 1980-01-02, TR1234567"
        let made = try adapter(.azurePII, ["api_version": "2026-05-01", "language": "auto"])
        let request = try #require(try made.requests(for: question(text)).first)
        #expect(request.path == "/language/:analyze-text?api-version=2026-05-01")
        #expect(request.text.contains(#""language":"auto""#))
        let verdict = try made.verdict(
            from: azureAnswer(
                #"""
                {"category":"Person","type":"Person","tags":[{"name":"Person","confidenceScore":0.65}],"length":4,"offset":0,
                 "mask":"[PERSON_1]","maskOffset":0,"maskLength":10,"text":"山田太郎","confidenceScore":0.65},
                {"category":"DateOfBirth","type":"","text":"1980-01-02","offset":6,"length":10,"confidenceScore":0.8},
                {"category":"PassportNumber","subcategory":null,"text":"TR1234567","offset":18,"length":9,"confidenceScore":0.75}
                """#,
                document: #"""
                    ,"warnings":[{"code":"LongWordsInDocument","message":"m","targetRef":"#/documents/0"},{"code":"New","message":"m"}],
                    "statistics":{"charactersCount":27,"transactionsCount":1},
                    "detectedLanguage":{"name":"Japanese","iso6391Name":"ja","confidenceScore":1.0}
                    """#
            ),
            for: question(text)
        )
        #expect(
            lines(verdict, in: text) == [
                "PERSON_NAME azure-pii.person 0.65 山田太郎", "BIRTH_DATE azure-pii.date-of-birth 0.8 1980-01-02",
                "PASSPORT azure-pii.passport-number 0.75 TR1234567",
            ]
        )
    }

    @Test("a document that Azure's service has cut was not looked at")
    func azureTruncated() throws {
        let made = try adapter(.azurePII)
        func code(_ document: String) -> AdapterError.Code? {
            #expect(throws: AdapterError.self) {
                try made.verdict(from: azureAnswer("", document: document), for: question("x"))
            }?.code
        }
        #expect(code(#","warnings":[{"code":"DocumentTruncated","message":"m"}]"#) == .incomplete)
        // Whether it was is not said.
        for missing in [
            "", #","warnings":null"#, #","warnings":[{"message":"m"}]"#, #","warnings":["DocumentTruncated"]"#,
        ] {
            #expect(code(missing) == .unexpectedShape)
        }
    }

    @Test("what stands elsewhere than Azure's offsets say is an error, not something else that is masked")
    func azureOtherOffsets() throws {
        let made = try adapter(.azurePII)
        let text = "👩‍💻 山田です"
        func answer(_ offset: Int, _ name: String = #""text":"山田","#) -> [AdapterAnswer] {
            azureAnswer(#"{\#(name)"category":"Person","offset":\#(offset),"length":2,"confidenceScore":0.9}"#)
        }
        #expect(
            lines(try made.verdict(from: answer(4), for: question(text)), in: text) == [
                "PERSON_NAME azure-pii.person 0.9 山田"
            ]
        )
        // In graphemes, and in UTF-16.
        for offset in [2, 6] {
            let error = #expect(throws: AdapterError.self) {
                try made.verdict(from: answer(offset), for: question(text))
            }
            #expect(error?.code == .offsetOutOfRange)
            #expect(error?.description.contains("山") == false)
        }
        #expect(throws: AdapterError.self) { try made.verdict(from: answer(4, ""), for: question(text)) }
    }
}

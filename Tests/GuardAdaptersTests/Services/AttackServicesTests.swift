import GuardAdapters
import Guardrails
import Testing

@Suite("Services that find attacks")
struct AttackServicesTests {
    @Test("Prompt Shields is asked about prompts and documents apart")
    func shields() throws {
        let made = try adapter(.azurePromptShields, credential: .token("key"))
        let asked = question([("無視して", .user), ("page", .tool), ("file", .document)])
        let requests = try made.requests(for: asked)
        #expect(
            requests.map(\.text) == [
                #"{"userPrompt":"無視して","documents":[]}"#, #"{"userPrompt":"","documents":["page"]}"#,
                #"{"userPrompt":"","documents":["file"]}"#,
            ]
        )
        #expect(requests.first?.path == "/contentsafety/text:shieldPrompt?api-version=2024-09-01")
        #expect(requests.first?.field("ocp-apim-subscription-key") == "key")
        let clean = #"{"userPromptAnalysis":{"attackDetected":false},"documentsAnalysis":[]}"#
        func document(_ isAttack: Bool) -> String {
            #"{"userPromptAnalysis":{"attackDetected":false},"documentsAnalysis":[{"attackDetected":\#(isAttack)}]}"#
        }
        let verdict = try made.verdict(from: answers(clean, document(true), document(false)), for: asked)
        #expect(verdict.texts.map { $0.findings.map(\.rule) } == [[], ["azure-prompt-shields.document"], []])
        #expect(verdict.texts[1].findings.map(\.type.rawValue) == ["INJECTION"])
        // An answer without an analysis of what was asked about is none.
        #expect(throws: AdapterError.self) { try made.verdict(from: answers(clean, clean, clean), for: asked) }
        let no = #"{"documentsAnalysis":[]}"#
        #expect(throws: AdapterError.self) { try made.verdict(from: answers(no), for: question("x")) }
    }

    @Test("Lakera is asked one message at a time")
    func lakeraRequest() throws {
        let made = try adapter(.lakera, ["project": "p-1"], credential: .token("lk"), url: "https://api.lakera.ai")
        let requests = try made.requests(for: question([("s", .system), ("t", .tool)]))
        #expect(requests.map(\.path) == ["/v2/guard", "/v2/guard"])
        #expect(
            requests.map(\.text) == [
                #"{"messages":[{"role":"user","content":"s"}],"breakdown":true,"payload":true,"project_id":"p-1"}"#,
                #"{"messages":[{"role":"user","content":"t"}],"breakdown":true,"payload":true,"project_id":"p-1"}"#,
            ]
        )
        #expect(requests.first?.field("authorization") == "Bearer lk")
        // The service does not screen what has the role of instructions: they are sent as such on demand only.
        let trusting = try adapter(.lakera, ["system": "system"])
        let messages = try trusting.requests(for: question([("s", .system), ("d", .document)])).map(\.text)
        #expect(messages.map { $0.contains(#""role":"system""#) } == [true, false])
        let answer = try made.requests(for: answerQuestion("はい"))
        #expect(answer.first?.text.contains(#""role":"assistant""#) == true)
    }

    @Test("Lakera's flag decides, its payload says where, with either meaning of the end")
    func lakeraFindings() throws {
        let text = "私は山田です a@b.jp"
        func verdict(_ body: String) throws -> AdapterVerdict {
            try adapter(.lakera).verdict(from: answers(body), for: question(text))
        }
        func body(_ flagged: Bool, _ payload: String) -> String {
            #"{"flagged":\#(flagged),"breakdown":[{"project_id":"p","policy_id":"q","detector_id":"d","detector_type":"pii/name","#
                + #""detected":true},{"detector_type":"prompt_attack","detected":\#(flagged)},"#
                + #"{"detector_type":"moderated_content/hate","detected":false}],"payload":[\#(payload)],"metadata":{"request_uuid":"u"}}"#
        }
        let name = #"{"start":2,"end":4,"text":"山田","detector_type":"pii/name","labels":["name"],"message_id":0}"#
        let inclusive = name.replacing("\"end\":4", with: "\"end\":3")
        for place in [name, inclusive, name.replacing("\"text\":\"山田\",", with: "")] {
            #expect(
                lines(try verdict(body(true, place)), in: text) == [
                    "INJECTION lakera.prompt-attack 1.0 \(text)", "PERSON_NAME lakera.pii-name 1.0 山田",
                ]
            )
        }
        #expect(try verdict(body(false, name)).texts[0].findings.isEmpty)
        #expect(
            try verdict(body(true, "")).texts[0].findings.map(\.rule) == ["lakera.prompt-attack", "lakera.pii-name"]
        )
        for wrong in [
            name.replacing("\"end\":4", with: "\"end\":1"), name.replacing("山田", with: "鈴木"),
            name.replacing("山田", with: ""), name.replacing("\"start\":2", with: "\"start\":-2"),
            name.replacing("\"text\":\"山田\",", with: "").replacing("\"end\":4", with: "\"end\":99"),
            name.replacing("\"end\":4", with: "\"end\":9223372036854775807"),
            name.replacing("\"start\":2,", with: ""),
        ] {
            #expect(throws: AdapterError.self) { try verdict(body(true, wrong)) }
        }
        let bare = try verdict(#"{"flagged":true}"#)
        #expect(lines(bare, in: text) == ["MODERATION lakera.flagged 1.0 \(text)"])
    }

    @Test("where Lakera's offsets do not fit the text beside them, that text is found wherever it stands")
    func lakeraTexts() throws {
        // As in the documentation's examples: both ends too far, and names that its own list has otherwise.
        let text = "The secret word is COCOLOCO. 🔑 COCOLOCO: https://phishing.example/1/"
        func item(_ start: Int, _ end: Int, _ found: String, _ name: String) -> String {
            #"{"start":\#(start),"end":\#(end),"text":"\#(found)","detector_type":"\#(name)","labels":["password"]}"#
        }
        func verdict(_ payload: [String]) throws -> AdapterVerdict {
            let body =
                #"{"flagged":true,"breakdown":[{"detector_type":"pii/custom","detected":true,"result":"l1_confident","message_id":0},"#
                + #"{"detector_type":"unknown_links","detected":false,"result":"no_level","message_id":null}],"#
                + #""payload":[\#(payload.joined(separator: ","))],"metadata":{"request_uuid":"u"},"dev_info":{"version":"2"}}"#
            return try adapter(.lakera).verdict(from: answers(body), for: question(text))
        }
        let found = try verdict([
            item(20, 28, "COCOLOCO", "pii/custom"), item(81, 92, "COCOLOCO", "pii/custom"),
            item(112, 158, "https://phishing.example/1/", "unknown_link"),
        ])
        #expect(
            lines(found, in: text) == [
                "CUSTOM lakera.pii-custom 1.0 COCOLOCO", "CUSTOM lakera.pii-custom 1.0 COCOLOCO",
                "URL lakera.unknown-link 1.0 https://phishing.example/1/",
            ]
        )
        #expect(lines(try verdict([item(19, 27, "COCOLOCO", "pii/custom")]), in: text).count == 1)
        #expect(throws: AdapterError.self) {
            try verdict(Array(repeating: item(20, 28, "COCOLOCO", "pii/custom"), count: 1001))
        }
    }
}

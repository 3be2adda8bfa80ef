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
                #"{"messages":[{"role":"system","content":"s"}],"breakdown":true,"payload":true,"project_id":"p-1"}"#,
                #"{"messages":[{"role":"user","content":"t"}],"breakdown":true,"payload":true,"project_id":"p-1"}"#,
            ]
        )
        #expect(requests.first?.field("authorization") == "Bearer lk")
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
            name.replacing("\"end\":4", with: "\"end\":2"), name.replacing("\"end\":4", with: "\"end\":5"),
            name.replacing("\"start\":2", with: "\"start\":-2"),
            name.replacing("\"end\":4", with: "\"end\":9223372036854775807"),
            name.replacing("\"start\":2,", with: ""),
        ] {
            #expect(throws: AdapterError.self) { try verdict(body(true, wrong)) }
        }
        let bare = try verdict(#"{"flagged":true}"#)
        #expect(lines(bare, in: text) == ["MODERATION lakera.flagged 1.0 \(text)"])
    }
}

import GuardAdapters
import Guardrails
import Testing

@Suite("Services that moderate")
struct ModerationServicesTests {
    @Test("OpenAI's moderation is asked for some texts at once")
    func openAIRequest() throws {
        let made = try adapter(.openAIModeration, credential: .token("sk-1"), url: "https://api.openai.com/v1")
        let requests = try made.requests(for: question([("a", .user), ("b\n\"", .tool)]))
        #expect(requests.map(\.path) == ["/moderations"])
        #expect(requests.first?.field("authorization") == "Bearer sk-1")
        #expect(requests.first?.text == #"{"model":"omni-moderation-latest","input":["a","b\n\""]}"#)
        let own = try adapter(.openAIModeration, model: "text-moderation-stable")
        #expect(try own.requests(for: question("a")).first?.text.contains("text-moderation-stable") == true)
    }

    @Test("OpenAI's flags count, or its scores from a limit on, for the categories that are wanted")
    func openAIFindings() throws {
        let body = #"""
            {"id":"modr-1","model":"omni-moderation-latest","results":[
            {"flagged":false,"categories":{"hate":false,"illicit":null,"violence":false},
             "category_scores":{"hate":0.01,"illicit":0.5,"violence":0.3},"category_applied_input_types":{"hate":["text"]}},
            {"flagged":true,"categories":{"hate":false,"hate/threatening":true,"violence":true},
             "category_scores":{"hate":0.2,"hate/threatening":0.7,"violence":0.6}}]}
            """#
        let asked = question([("one", .user), ("two", .user)])
        func rules(_ options: [String: String]) throws -> [[String]] {
            try adapter(.openAIModeration, options).verdict(from: answers(body), for: asked).texts.map {
                $0.findings.map(\.rule)
            }
        }
        let (threat, violence) = ("openai-moderation.hate-threatening", "openai-moderation.violence")
        #expect(try rules([:]) == [[], [threat, violence]])
        #expect(try rules(["categories": "violence"]) == [[], [violence]])
        #expect(try rules(["score": "0.25"]) == [[violence], [threat, violence]])
        #expect(try rules(["score": "0.65"]) == [[], [threat]])
        #expect(try rules(["score": "0.65", "categories": "hate"]) == [[], []])
        let verdict = try adapter(.openAIModeration).verdict(from: answers(body), for: asked)
        #expect(verdict.texts[1].findings.allSatisfy { $0.range == 0..<3 && $0.score == 1 })
        let unnamed = #"{"results":[{"flagged":true,"categories":{},"category_scores":{}}]}"#
        let flagged = try adapter(.openAIModeration).verdict(from: answers(unnamed), for: question("x"))
        #expect(lines(flagged, in: "x") == ["MODERATION openai-moderation.flagged 1.0 x"])
    }

    @Test("Azure Content Safety is asked for eight levels, and a level that is missing is an error")
    func azure() throws {
        let made = try adapter(
            .azureContentSafety,
            ["blocklists": "ng-words,products", "severity": "3"],
            credential: .token("key"),
            url: "https://r.cognitiveservices.azure.com/"
        )
        let request = try #require(try made.requests(for: question("こん")).first)
        #expect(request.path == "/contentsafety/text:analyze?api-version=2024-09-01")
        #expect(request.field("ocp-apim-subscription-key") == "key")
        #expect(
            request.text
                == #"{"text":"こん","categories":["Hate","SelfHarm","Sexual","Violence"],"outputType":"EightSeverityLevels","#
                + #""blocklistNames":["ng-words","products"],"haltOnBlocklistHit":false}"#
        )
        func body(_ hate: String, _ last: String = "Violence", _ lists: String = "") -> [AdapterAnswer] {
            answers(
                #"{"blocklistsMatch":[\#(lists)],"categoriesAnalysis":[{"category":"Hate","severity":\#(hate)},"#
                    + #"{"category":"SelfHarm","severity":2},{"category":"Sexual","severity":0},"#
                    + #"{"category":"\#(last)","severity":7}]}"#
            )
        }
        let asked = question("こん")
        let hit = #"{"blocklistName":"ng-words","blocklistItemId":"1","blocklistItemText":"x"}"#
        #expect(
            try made.verdict(from: body("3", "Violence", hit), for: asked).texts[0].findings.map(\.rule) == [
                "azure-content-safety.blocklist.ng-words", "azure-content-safety.hate", "azure-content-safety.violence",
            ]
        )
        #expect(
            try made.verdict(from: body("2"), for: asked).texts[0].findings.map(\.rule) == [
                "azure-content-safety.violence"
            ]
        )
        for wrong in ["8", "-1", "null", "\"4\"", "1.5"] {
            #expect(throws: AdapterError.self) { try made.verdict(from: body(wrong), for: asked) }
        }
        #expect(throws: AdapterError.self) { try made.verdict(from: body("0", "Spam"), for: asked) }
        // More than what was asked about says nothing.
        let more = body("0", #"Spam","severity":7},{"category":"Violence"#)
        #expect(
            try made.verdict(from: more, for: asked).texts[0].findings.map(\.rule) == ["azure-content-safety.violence"]
        )
        let error = #expect(throws: AdapterError.self) { try made.verdict(from: body("0", "Sexual"), for: asked) }
        #expect(error?.code == .incomplete)
    }

    @Test("texts longer than 10,000 code points go in windows, and what any of them shows counts")
    func azureWindows() throws {
        let made = try adapter(.azureContentSafety, ["categories": "Hate"])
        let asked = question(String(repeating: "𠮷", count: 12_000))
        #expect(try made.requests(for: asked).count == 2)
        func body(_ severity: Int) -> String {
            #"{"categoriesAnalysis":[{"category":"Hate","severity":\#(severity)}]}"#
        }
        let last = try made.verdict(from: answers(body(0), body(4)), for: asked)
        #expect(last.texts[0].findings.map(\.range) == [(10_000 - 256) * 4..<48_000])
        let both = try made.verdict(from: answers(body(4), body(4)), for: asked)
        #expect(both.texts[0].findings.map(\.range) == [0..<48_000])
    }

    @Test("Llama Guard judges what a user says, and an answer with its question")
    func llamaGuardRequest() throws {
        let made = try adapter(.llamaGuard, model: "meta-llama/Llama-Guard-3-8B")
        let input = try #require(try made.requests(for: question("こん")).first)
        #expect(input.path == "/chat/completions")
        #expect(
            input.text
                == #"{"model":"meta-llama/Llama-Guard-3-8B","messages":[{"role":"user","content":"こん"}],"temperature":0,"#
                + #""max_tokens":64,"stream":false}"#
        )
        let output = try #require(try made.requests(for: answerQuestion("はい", asked: "何?")).first)
        #expect(
            output.text.contains(
                #""messages":[{"role":"user","content":"何?"},{"role":"assistant","content":"はい"}]"#
            )
        )
    }

    @Test("Llama Guard's answers are read line by line, and any other text is an error")
    func llamaGuardAnswers() throws {
        func rules(_ content: String, _ options: [String: String] = [:]) throws -> [String] {
            let text = content.replacing("\n", with: "\\n")
            let body = #"{"choices":[{"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}]}"#
            let made = try adapter(.llamaGuard, options, model: "m")
            return try made.verdict(from: answers(body), for: question("x")).texts[0].findings.map(\.rule)
        }
        #expect(try rules("safe") == [])
        #expect(try rules("\n\nsafe\n") == [])
        #expect(try rules("unsafe\nS1") == ["llamaguard.s1"])
        #expect(try rules("\n\nunsafe\nS1, S14 ") == ["llamaguard.s1", "llamaguard.s14"])
        #expect(try rules("unsafe\nS1,S10", ["categories": "S10"]) == ["llamaguard.s10"])
        #expect(try rules("unsafe\nS1", ["categories": "S10"]) == [])
        #expect(try rules("unsafe", ["categories": "S10"]) == ["llamaguard.unsafe"])
        for other in [
            "", "Safe.", "safe\nS1", "safe safe", "I cannot help", "unsafe\nhate", "unsafe\nS0", "unsafe\nS1,",
            "unsafe S1",
            "unsafe\nS1\nbecause", "SAFE", "not safe", "unsafe\nS-1", "unsafe\nS9999999999999999999",
        ] {
            #expect(throws: AdapterError.self, "\(other)") { try rules(other) }
        }
    }

    @Test("NeMo's server is asked to check, by its own API and by the microservice's")
    func nemo() throws {
        let server = try adapter(.nemo, ["config": "jp"], model: "m")
        let input = try #require(try server.requests(for: question("こん")).first)
        #expect(input.path == "/v1/checks")
        #expect(
            input.text
                == #"{"model":"m","messages":[{"role":"user","content":"こん"}],"#
                + #""guardrails":{"config_id":"jp","rail_types":["input"]}}"#
        )
        let service = try adapter(.nemo, ["config": "jp", "api": "microservice"])
        let output = try #require(try service.requests(for: answerQuestion("はい", asked: "何?")).first)
        #expect(output.path == "/v1/guardrail/checks")
        #expect(
            output.text
                == #"{"model":"chat","messages":[{"role":"user","content":"何?"},{"role":"assistant","content":"はい"}],"#
                + #""guardrails":{"config_id":"jp"}}"#
        )
        let blocked = try server.verdict(
            from: answers(#"{"status":"blocked","content":"No.","rail":"self check input"}"#),
            for: question("x")
        )
        #expect(blocked.category?.rawValue == "MODERATION")
        #expect(lines(blocked, in: "x") == ["MODERATION nemo.self-check-input 1.0 x"])
        let edited = try server.verdict(
            from: answers(#"{"status":"modified","content":"<PERSON>です","rail":null}"#),
            for: question("山田です")
        )
        #expect(!edited.isBlocked && edited.texts[0].replacement == Array("<PERSON>です".utf8))
        #expect(throws: AdapterError.self) {
            try server.verdict(from: answers(#"{"status":"modified"}"#), for: question("x"))
        }
        #expect(throws: AdapterError.self) {
            try service.verdict(from: answers(#"{"status":"passed"}"#), for: question("x"))
        }
        #expect(throws: AdapterError.self) {
            try server.verdict(from: answers(#"{"status":"error","content":""}"#), for: question("x"))
        }
    }

    @Test("NeMo's platform is asked in its workspace")
    func nemoPlatform() throws {
        for (options, workspace) in [([:], "default"), (["workspace": "team-a"], "team-a")] {
            let made = try adapter(.nemo, ["config": "default/jp", "api": "platform"].merging(options) { $1 })
            let request = try #require(try made.requests(for: question("x")).first)
            #expect(request.path == "/apis/guardrails/v2/workspaces/\(workspace)/checks")
            #expect(
                request.text
                    == #"{"model":"chat","messages":[{"role":"user","content":"x"}],"guardrails":{"config_id":"default/jp"}}"#
            )
        }
        for options in [["workspace": "a"], ["api": "platform", "workspace": "a/b"], ["api": "other"]] {
            #expect(throws: AdapterSettingError.self) {
                try adapter(.nemo, ["config": "c"].merging(options) { $1 })
            }
        }
    }

    @Test(
        "NeMo's microservice passes only what all of its rails have come to a verdict about",
        arguments: ["microservice", "platform"]
    )
    func nemoRails(api: String) throws {
        let made = try adapter(.nemo, ["config": "c", "api": api])
        func verdict(_ body: String) throws -> AdapterVerdict {
            try made.verdict(from: answers(body), for: question("x"))
        }
        let log =
            #""guardrails_data":{"log":{"activated_rails":["a"],"stats":{}}},"#
            + #""messages":[{"index":0,"role":"user","rails":{}}]"#
        let passed = try verdict(#"{"status":"success","rails_status":{"a":{"status":"success"}},\#(log)}"#)
        #expect(passed == AdapterVerdict(texts: [AdapterVerdict.Text()]))
        for body in [
            #"{"status":"blocked","rails_status":{"a":{"status":"success"},"b c":{"status":"blocked"}},\#(log)}"#,
            #"{"status":"success","rails_status":{"a":{"status":"success"},"b c":{"status":"blocked"}}}"#,
        ] {
            #expect(lines(try verdict(body), in: "x") == ["MODERATION nemo.b-c 1.0 x"])
        }
        // That the rail is not told makes no pass of it.
        for rails in ["", #","rails_status":null"#, #","rails_status":[1]"#] {
            let body = #"{"status":"blocked"\#(rails)}"#
            #expect(lines(try verdict(body), in: "x") == ["MODERATION nemo.blocked 1.0 x"])
        }
        for body in [
            #"{"status":"unknown","rails_status":{}}"#,
            #"{"status":"error","rails_status":{},"guardrails_data":{"error":"no"}}"#,
            #"{"status":"success","rails_status":{"a":{"status":"unknown"}}}"#,
        ] {
            #expect(#expect(throws: AdapterError.self) { try verdict(body) }?.code == .incomplete, "\(body)")
        }
        for body in [
            #"{"status":"success"}"#, #"{"status":"success","rails_status":null}"#, #"{"rails_status":{}}"#,
            #"{"status":"success","rails_status":{"a":{}}}"#,
            #"{"status":"success","rails_status":{"a":{"status":"maybe"}}}"#,
        ] {
            #expect(#expect(throws: AdapterError.self) { try verdict(body) }?.code == .unexpectedShape, "\(body)")
        }
    }
}

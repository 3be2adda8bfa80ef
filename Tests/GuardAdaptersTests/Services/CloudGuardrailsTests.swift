import GuardAdapters
import Guardrails
import Testing

@Suite("Guardrails of clouds")
struct CloudGuardrailsTests {
    private let key = AdapterCredential.aws(
        accessKeyID: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: nil
    )

    @Test("Bedrock is asked with the signature that Amazon's own client makes")
    func bedrockRequest() throws {
        let made = try adapter(
            .bedrock,
            ["guardrail": "gr1abc"],
            credential: key,
            url: "https://bedrock-runtime.ap-northeast-1.amazonaws.com"
        )
        let request = try #require(try made.requests(for: question("こんにちは")).first)
        #expect(request.path == "/guardrail/gr1abc/version/DRAFT/apply")
        #expect(request.text == #"{"source":"INPUT","content":[{"text":{"text":"こんにちは"}}]}"#)
        #expect(request.field("x-amz-date") == "20150830T123600Z")
        #expect(
            request.field("authorization")
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/ap-northeast-1/bedrock/aws4_request, "
                + "SignedHeaders=host;x-amz-date, "
                + "Signature=8bc73d5192a8831a53ff0c045dad30efc063414b245f4933cd81d1efaa517d15"
        )
        let token = try adapter(
            .bedrock,
            ["guardrail": "arn:aws:bedrock:us-east-1:1:guardrail/g", "version": "7"],
            credential: .token("t")
        )
        let other = try #require(try token.requests(for: answerQuestion("x")).first)
        #expect(other.path == "/guardrail/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aguardrail%2Fg/version/7/apply")
        #expect(other.field("authorization") == "Bearer t")
        #expect(other.text.hasPrefix(#"{"source":"OUTPUT""#))
    }

    private func bedrock(_ body: String, _ text: String) throws -> AdapterVerdict {
        try adapter(.bedrock, ["guardrail": "g"], credential: .token("t")).verdict(
            from: answers(body),
            for: question(text)
        )
    }

    @Test("what Bedrock masks is edited as it says, and found where it stands")
    func bedrockMask() throws {
        let text = "山田 a@b.jp 山田"
        let verdict = try bedrock(
            #"""
            {"usage":{"topicPolicyUnits":0},"action":"GUARDRAIL_INTERVENED","actionReason":"Guardrail masked.",
             "outputs":[{"text":"{NAME} {EMAIL} {NAME}"}],
             "assessments":[{"sensitiveInformationPolicy":{"piiEntities":[
              {"match":"山田","type":"NAME","action":"ANONYMIZED","detected":true},
              {"match":"a@b.jp","type":"EMAIL","action":"ANONYMIZED"},
              {"match":"b","type":"URL","action":"NONE"}],"regexes":[]},"invocationMetrics":{"guardrailProcessingLatency":1}}]}
            """#,
            text
        )
        #expect(!verdict.isBlocked)
        #expect(verdict.texts[0].replacement == Array("{NAME} {EMAIL} {NAME}".utf8))
        #expect(
            lines(verdict, in: text) == [
                "PERSON_NAME bedrock.pii.name 1.0 山田", "EMAIL bedrock.pii.email 1.0 a@b.jp",
                "PERSON_NAME bedrock.pii.name 1.0 山田",
            ]
        )
    }

    @Test("what Bedrock blocks ends the call, whatever it masks beside it")
    func bedrockBlock() throws {
        let verdict = try bedrock(
            #"""
            {"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"Sorry"}],"assessments":[
             {"topicPolicy":{"topics":[{"name":"投資 advice","type":"DENY","action":"BLOCKED"}]},
              "contentPolicy":{"filters":[{"type":"PROMPT_ATTACK","confidence":"HIGH","filterStrength":"HIGH","action":"BLOCKED"},
               {"type":"HATE","confidence":"LOW","action":"NONE","detected":true}]},
              "wordPolicy":{"customWords":[{"match":"COMPETITOR","action":"BLOCKED"}],"managedWordLists":[]},
              "sensitiveInformationPolicy":{"piiEntities":[{"match":"x","type":"NAME","action":"ANONYMIZED"}],
               "regexes":[{"name":"staff id","match":"A-1","regex":"A-[0-9]","action":"ANONYMIZED"}]},
              "contextualGroundingPolicy":{"filters":[{"type":"GROUNDING","threshold":0.8,"score":0.1,"action":"NONE"}]}}]}
            """#,
            "x A-1"
        )
        #expect(verdict.category?.rawValue == "MODERATION")
        #expect(verdict.texts[0].replacement == nil)
        #expect(
            lines(verdict, in: "x A-1").sorted() == [
                "CUSTOM bedrock.pattern.staff-id 1.0 A-1", "INJECTION bedrock.content.prompt-attack 1.0 x A-1",
                "MODERATION bedrock.topic.advice 1.0 x A-1", "PERSON_NAME bedrock.pii.name 1.0 x",
                "WORD bedrock.word.custom 1.0 x A-1",
            ]
        )
    }

    @Test("an intervention that nothing explains ends the call")
    func bedrockUnexplained() throws {
        for outputs in ["", #"{"text":"a"}"#, #"{"text":"a"},{"text":"b"}"#] {
            let verdict = try bedrock(
                #"{"action":"GUARDRAIL_INTERVENED","outputs":[\#(outputs)],"assessments":[]}"#,
                "x"
            )
            #expect(verdict.isBlocked && lines(verdict, in: "x") == ["MODERATION bedrock.intervened 1.0 x"])
        }
        for body in [
            #"{"action":"GUARDRAIL_INTERVENED","outputs":[]}"#, #"{"action":"BLOCKED","outputs":[],"assessments":[]}"#,
            #"{"action":"NONE","outputs":[],"assessments":[{"contentPolicy":{"filters":[{"type":"HATE","action":"LOG"}]}}]}"#,
            #"{"action":"NONE","outputs":[],"assessments":[{"topicPolicy":{"topics":[{"name":"a"}]}}]}"#,
        ] {
            #expect(throws: AdapterError.self) { try bedrock(body, "x") }
        }
    }

    @Test("parts of a long text are not put together from edited parts: the findings say where to edit")
    func bedrockWindows() throws {
        let text = String(repeating: "あ", count: 19_900) + "山田" + String(repeating: "い", count: 1000)
        let made = try adapter(.bedrock, ["guardrail": "g"], credential: .token("t"))
        #expect(try made.requests(for: question(text)).count == 2)
        let body = #"""
            {"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"…"}],"assessments":[{"sensitiveInformationPolicy":{"piiEntities":[
            {"match":"山田","type":"NAME","action":"ANONYMIZED"}],"regexes":[]}}]}
            """#
        let verdict = try made.verdict(from: answers(body, body), for: question(text))
        #expect(verdict.texts[0].replacement == nil)
        #expect(lines(verdict, in: text) == ["PERSON_NAME bedrock.pii.name 1.0 山田"])
    }

    @Test("more than anybody would find is an error, and a word that stands too often counts as the whole text")
    func bedrockTooMuch() throws {
        func body(_ matches: [String]) -> String {
            let entities = matches.map { #"{"match":"\#($0)","type":"NAME","action":"ANONYMIZED"}"# }.joined(
                separator: ","
            )
            return
                #"{"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"x"}],"assessments":[{"sensitiveInformationPolicy":{"#
                + #""piiEntities":[\#(entities)],"regexes":[]}}]}"#
        }
        let text = String(repeating: "ab", count: 1001)
        #expect(try bedrock(body(["ab"]), text).texts[0].findings.map(\.range) == [0..<2002])
        #expect(throws: AdapterError.self) { try bedrock(body((0...1000).map(String.init)), text) }
        // 950 places of each of eleven letters.
        let letters = "abcdefghijk".map(String.init)
        let often = letters.map { String(repeating: $0, count: 950) }.joined()
        let isRefused = (try? bedrock(body(letters), often)) == nil
        #expect(isRefused)
    }

    private let template = ["template": "projects/p/locations/asia-northeast1/templates/t"]

    @Test("Model Armor is asked about prompts and answers in their own ways")
    func modelArmorRequest() throws {
        var options = template
        options["multi_language"] = "true"
        let made = try adapter(.modelArmor, options, credential: .token("ya29"))
        let input = try #require(try made.requests(for: question("こん")).first)
        #expect(input.path == "/v1/projects/p/locations/asia-northeast1/templates/t:sanitizeUserPrompt")
        #expect(input.field("authorization") == "Bearer ya29")
        #expect(
            input.text
                == #"{"userPromptData":{"text":"こん"},"multiLanguageDetectionMetadata":{"enableMultiLanguageDetection":true}}"#
        )
        let plain = try adapter(.modelArmor, template)
        let output = try #require(try plain.requests(for: answerQuestion("はい", asked: "何?")).first)
        #expect(output.path.hasSuffix(":sanitizeModelResponse"))
        #expect(output.text == #"{"modelResponseData":{"text":"はい"},"userPrompt":"何?"}"#)
    }

    private func armor(
        _ filters: String,
        _ text: String,
        match: Bool = true,
        rest: String = ""
    ) throws -> AdapterVerdict {
        let state = match ? "MATCH_FOUND" : "NO_MATCH_FOUND"
        let invocation = rest.isEmpty ? #","invocationResult":"SUCCESS""# : rest
        return try adapter(.modelArmor, template).verdict(
            from: answers(
                #"{"sanitizationResult":{"filterMatchState":"\#(state)","filterResults":{\#(filters)}\#(invocation)}}"#
            ),
            for: question(text)
        )
    }

    @Test("Model Armor's filters are read one by one")
    func modelArmorFilters() throws {
        let done = #""executionState":"EXECUTION_SUCCESS","matchState":"MATCH_FOUND""#
        let text = "悪い https://evil.example/a へ a@b.jp"
        let verdict = try armor(
            #"""
            "rai":{"raiFilterResult":{\#(done),"raiFilterTypeResults":{
              "hate_speech":{"confidenceLevel":"HIGH","matchState":"MATCH_FOUND"},"dangerous":{"matchState":"NO_MATCH_FOUND"}}}},
            "pi_and_jailbreak":{"piAndJailbreakFilterResult":{\#(done),"confidenceLevel":"MEDIUM_AND_ABOVE"}},
            "malicious_uris":{"maliciousUriFilterResult":{\#(done),"maliciousUriMatchedItems":[
              {"uri":"https://evil.example/a","locations":[{"start":"3","end":"25"}]}]}},
            "csam":{"csamFilterFilterResult":{"executionState":"EXECUTION_SUCCESS","matchState":"NO_MATCH_FOUND"}},
            "sdp":{"sdpFilterResult":{"inspectResult":{\#(done),"findings":[
              {"infoType":"EMAIL_ADDRESS","likelihood":"LIKELY","location":{"byteRange":{"start":"34","end":"40"},
               "codepointRange":{"start":"28","end":"34"}}},
              {"infoType":"JAPAN_INDIVIDUAL_NUMBER","location":{"byteRange":{"end":"6"}}}]}}},
            "virus_scan":{"virusScanFilterResult":{"executionState":"EXECUTION_SKIPPED"}},
            "new_filter":{"newFilterResult":{\#(done)}}
            """#,
            text
        )
        #expect(
            lines(verdict, in: text).sorted() == [
                "EMAIL model-armor.sdp.email-address 1.0 a@b.jp", "INJECTION model-armor.pi-and-jailbreak 1.0 \(text)",
                "MODERATION model-armor.new-filter 1.0 \(text)", "MODERATION model-armor.rai.hate-speech 1.0 \(text)",
                "MY_NUMBER model-armor.sdp.japan-individual-number 1.0 悪い",
                "URL model-armor.malicious-uris 1.0 https://evil.example/a",
            ]
        )
    }

    @Test("what Model Armor has made anonymous goes on, and what it leaves open is found as a whole")
    func modelArmorEdits() throws {
        let done = #""executionState":"EXECUTION_SUCCESS","matchState":"MATCH_FOUND""#
        let edited = try armor(
            #""sdp":{"sdpFilterResult":{"deidentifyResult":{\#(done),"data":{"text":"[X]"},"infoTypes":["PERSON_NAME"]}}}"#,
            "山田"
        )
        #expect(edited.texts[0].replacement == Array("[X]".utf8))
        #expect(lines(edited, in: "山田") == ["PERSON_NAME model-armor.sdp.person-name 1.0 山田"])
        let truncated = try armor(
            #""sdp":{"sdpFilterResult":{"inspectResult":{\#(done),"findings":[],"findingsTruncated":true}}}"#,
            "山田"
        )
        #expect(lines(truncated, in: "山田") == ["SENSITIVE_DATA model-armor.sdp.more 1.0 山田"])
        #expect(lines(try armor("", "a"), in: "a") == ["MODERATION model-armor.match 1.0 a"])
    }

    @Test("filters that were skipped, and places outside of the text, are errors")
    func modelArmorErrors() throws {
        let skipped = #""rai":{"raiFilterResult":{"executionState":"EXECUTION_SKIPPED","matchState":"NO_MATCH_FOUND"}}"#
        let error = #expect(throws: AdapterError.self) { try armor(skipped, "a", match: false) }
        #expect(error?.code == .incomplete)
        for rest in [#","invocationResult":"PARTIAL""#, #","invocationResult":"FAILURE""#, #","x":1"#] {
            #expect(throws: AdapterError.self) { try armor("", "a", match: false, rest: rest) }
        }
        let enough = #","invocationResult":"PARTIAL","sanitizationMetadata":{"ignorePartialInvocationFailures":true}"#
        #expect(try armor(skipped, "a", match: false, rest: enough).texts[0].findings.isEmpty)
        for range in [
            #""codepointRange":{"start":"0","end":"3"}"#, #""codepointRange":{"start":"-1","end":"1"}"#,
            #""codepointRange":{"start":"a","end":"1"}"#, #""codepointRange":{"start":"1"}"#,
            #""byteRange":{"start":"1","end":"3"}"#, #""byteRange":{"start":"0","end":"7"}"#,
        ] {
            let filter =
                #""sdp":{"sdpFilterResult":{"inspectResult":{"executionState":"EXECUTION_SUCCESS","matchState":"MATCH_FOUND","#
                + #""findings":[{"infoType":"X","location":{\#(range)}}]}}}"#
            #expect(throws: AdapterError.self, "\(range)") { try armor(filter, "山田") }
        }
    }
}

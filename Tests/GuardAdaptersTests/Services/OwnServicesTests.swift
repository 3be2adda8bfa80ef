import GuardAdapters
import Guardrails
import Signing
import Testing

@Suite("Services of one's own")
struct OwnServicesTests {
    private let asked = question([("私は山田", .user), ("", .system), ("page", .tool)])

    @Test("the generic API is sent what LiteLLM sends")
    func genericRequest() throws {
        let made = try adapter(
            .generic,
            ["param.b": "2", "param.a": "x", "auth": "x-api-key"],
            credential: .token("k")
        )
        let request = try #require(try made.requests(for: asked).first)
        #expect(request.path == "/beta/litellm_basic_guardrail_api")
        #expect(request.field("x-api-key") == "k" && request.field("authorization") == nil)
        #expect(
            request.text
                == #"{"texts":["私は山田","page"],"structured_messages":[{"role":"user","content":"私は山田"},"#
                + #"{"role":"tool","content":"page"}],"request_data":{"user_api_key_hash":"key-1","#
                + #""user_api_key_team_id":"team-1"},"input_type":"request","litellm_call_id":"call-1","#
                + #""litellm_trace_id":"call-1","additional_provider_specific_params":{"a":"x","b":"2"}}"#
        )
        let whole = try adapter(.generic, url: "http://h/beta/litellm_basic_guardrail_api")
        #expect(try whole.requests(for: asked).first?.path == "")
        #expect(try whole.requests(for: answerQuestion("x")).first?.text.contains(#""input_type":"response""#) == true)
    }

    @Test("the generic API blocks, edits or lets pass")
    func genericAnswers() throws {
        let made = try adapter(.generic)
        let blocked = try made.verdict(from: answers(#"{"action":"BLOCKED","blocked_reason":"a secret"}"#), for: asked)
        #expect(blocked.isBlocked && blocked.texts.map(\.findings.count) == [1, 0, 1])
        let edited = try made.verdict(
            from: answers(#"{"action":"GUARDRAIL_INTERVENED","texts":["私は<PERSON>","page"],"images":null}"#),
            for: asked
        )
        #expect(edited.texts.map(\.replacement) == [Array("私は<PERSON>".utf8), nil, nil])
        #expect(edited.texts.map { $0.findings.map(\.rule) } == [["generic.edited"], [], []])
        #expect(
            try made.verdict(from: answers(#"{"action":"NONE","texts":[]}"#), for: asked).texts.allSatisfy(
                \.findings.isEmpty
            )
        )
        // What has no verdict, or not as many texts as were sent.
        for body in [
            #"{"blocked_reason":"x"}"#, #"{"action":"none"}"#, #"{"action":"ALLOW"}"#, #"{"action":null}"#,
            #"{"action":"GUARDRAIL_INTERVENED"}"#, #"{"action":"GUARDRAIL_INTERVENED","texts":["a"]}"#,
            #"{"action":"GUARDRAIL_INTERVENED","texts":["a","b","c"]}"#,
            #"{"action":"GUARDRAIL_INTERVENED","texts":[]}"#,
            #"{"action":"GUARDRAIL_INTERVENED","texts":["a",null]}"#, #"{"action":"NONE","texts":"a"}"#,
        ] {
            #expect(throws: AdapterError.self, "\(body)") { try made.verdict(from: answers(body), for: asked) }
        }
    }

    @Test("a webhook is sent all texts, signed over what is sent")
    func webhookRequest() throws {
        let made = try adapter(.webhook, credential: .token("secret"), url: "https://h/guard")
        let request = try #require(try made.requests(for: asked).first)
        #expect(made.baseURL == "https://h/guard" && request.path == "")
        #expect(
            request.text
                == #"{"stage":"input","texts":[{"text":"私は山田","origin":"user","role":"user"},"#
                + #"{"text":"page","origin":"tool","role":"tool"}],"model":"chat","key":"key-1","team":"team-1","#
                + #""request_id":"call-1"}"#
        )
        #expect(request.field("webhook-id") == "call-1.input" && request.field("webhook-timestamp") == "1440938160")
        #expect(
            request.field("webhook-signature")
                == WebhookSignature.value(id: "call-1.input", time: 1_440_938_160, body: request.body, secret: "secret")
        )
        #expect(request.field("authorization") == nil)
        let unsigned = try #require(try adapter(.webhook).requests(for: asked).first)
        #expect(unsigned.field("webhook-signature") == nil && unsigned.field("webhook-id") != nil)
    }

    @Test("a webhook allows, blocks, masks, and says what it found")
    func webhookAnswers() throws {
        let made = try adapter(.webhook)
        func verdict(_ body: String) throws -> AdapterVerdict { try made.verdict(from: answers(body), for: asked) }
        let found = try verdict(
            #"{"action":"allow","findings":[{"text":0,"type":"PERSON_NAME","start":2,"end":4,"score":0.5,"rule":"hr list"},"#
                + #"{"text":1,"type":"secret page","start":0,"end":4}]}"#
        )
        #expect(lines(found, in: "私は山田") == ["PERSON_NAME webhook.hr-list 0.5 山田"])
        #expect(found.texts[2].findings.map { $0.line(in: "page") } == ["SECRET_PAGE webhook.secret-page 1.0 page"])
        #expect(!found.isBlocked)
        let blocked = try verdict(#"{"action":"block","category":"TOPIC"}"#)
        #expect(blocked.category?.rawValue == "TOPIC")
        #expect(blocked.texts.map { $0.findings.map(\.rule) } == [["webhook.topic"], [], ["webhook.topic"]])
        #expect(try verdict(#"{"action":"block"}"#).category?.rawValue == "MODERATION")
        let masked = try verdict(#"{"action":"mask","texts":["私は*","page"]}"#)
        #expect(masked.texts.map(\.replacement) == [Array("私は*".utf8), nil, nil])
        for body in [
            #"{"action":"pass"}"#, #"{"action":"mask"}"#, #"{"action":"mask","texts":["a"]}"#,
            #"{"action":"block","category":""}"#,
            #"{"action":"block","category":1}"#, #"{"allow":true}"#,
            #"{"action":"allow","findings":[{"text":2,"type":"X","start":0,"end":1}]}"#,
            #"{"action":"allow","findings":[{"text":-1,"type":"X","start":0,"end":1}]}"#,
            #"{"action":"allow","findings":[{"text":0,"type":"X","start":0,"end":5}]}"#,
            #"{"action":"allow","findings":[{"text":0,"type":"X","start":0,"end":1,"score":7}]}"#,
            #"{"action":"allow","findings":{"text":0}}"#,
        ] {
            #expect(throws: AdapterError.self, "\(body)") { try verdict(body) }
        }
    }

    @Test("Guardrails AI is asked to validate, and what fails or is repaired is told")
    func guardrailsAI() throws {
        let made = try adapter(.guardrailsAI, ["guard": "no-names"], credential: .token("k"))
        let text = "私は山田です"
        let request = try #require(try made.requests(for: question(text)).first)
        #expect(request.path == "/guards/no-names/validate")
        #expect(request.text == #"{"llm_output":"私は山田です","num_reasks":0}"#)
        let old = try adapter(.guardrailsAI, ["guard": "no-names", "version": "0.3"])
        #expect(try old.requests(for: question(text)).first?.text == #"{"llmOutput":"私は山田です","numReasks":0}"#)
        let failed = try made.verdict(
            from: answers(
                #"""
                {"callId":"1","rawLlmOutput":"私は山田です","validatedOutput":null,"reask":null,"validationPassed":false,"error":null,
                 "validationSummaries":[{"validatorName":"DetectPII","validatorStatus":"fail","propertyPath":"$","failureReason":"x",
                  "errorSpans":[{"start":2,"end":4,"reason":"name"}]},
                  {"validatorName":"Toxic","validatorStatus":"pass"},{"validatorName":"Length","validatorStatus":"fail"}]}
                """#
            ),
            for: question(text)
        )
        #expect(failed.category?.rawValue == "VALIDATION")
        #expect(
            lines(failed, in: text) == [
                "VALIDATION guardrails-ai.length 1.0 \(text)", "VALIDATION guardrails-ai.detect-pii 1.0 山田",
            ]
        )
        let repaired = try made.verdict(
            from: answers(#"{"callId":"1","validationPassed":true,"validatedOutput":"私は<PERSON>です"}"#),
            for: question(text)
        )
        #expect(repaired.texts[0].replacement == Array("私は<PERSON>です".utf8) && !repaired.isBlocked)
        let other = try made.verdict(
            from: answers(
                #"""
                {"call_id":"1","raw_llm_output":"私は山田です","validated_output":null,"validation_passed":false,
                 "validation_summaries":[{"validator_name":"DetectPII","validator_status":"fail","property_path":"$",
                  "error_spans":[{"start":2,"end":4,"reason":"name"}]},{"validator_name":"Toxic","validator_status":"pass"}]}
                """#
            ),
            for: question(text)
        )
        #expect(lines(other, in: text) == ["VALIDATION guardrails-ai.detect-pii 1.0 山田"] && other.isBlocked)
        let fixed = #"{"call_id":"1","validation_passed":true,"validated_output":"私は<PERSON>です"}"#
        #expect(
            try made.verdict(from: answers(fixed), for: question(text)).texts[0].replacement
                == Array("私は<PERSON>です".utf8)
        )
        let same = #"{"callId":"1","validationPassed":true,"validatedOutput":"私は山田です"}"#
        #expect(try made.verdict(from: answers(same), for: question(text)).texts == [AdapterVerdict.Text()])
        func status400(_ detail: String) -> [AdapterAnswer] {
            [AdapterAnswer(status: 400, body: Array(#"{"status_code":400,"detail":"\#(detail)"}"#.utf8))]
        }
        let exception = try made.verdict(
            from: status400("Validation failed for field with errors: x"),
            for: question(text)
        )
        #expect(exception.isBlocked && lines(exception, in: text) == ["VALIDATION guardrails-ai.exception 1.0 \(text)"])
        #expect(throws: AdapterError.self) {
            try made.verdict(from: status400("Cannot perform re-asks"), for: question(text))
        }
        let undecided = #"{"callId":"1","validationPassed":null,"error":"boom"}"#
        let error = #expect(throws: AdapterError.self) {
            try made.verdict(from: answers(undecided), for: question(text))
        }
        #expect(error?.code == .incomplete)
        let outside =
            #"{"validationPassed":false,"validationSummaries":[{"validatorName":"a","validatorStatus":"fail","errorSpans":[{"start":0,"end":7}]}]}"#
        #expect(throws: AdapterError.self) { try made.verdict(from: answers(outside), for: question(text)) }
    }
}

import GuardAdapters
import Guardrails
import Testing

/// A service with an answer that finds something, for what all adapters have in common.
struct ServiceExample: Sendable, CustomTestStringConvertible {
    var type: AdapterType
    var options: [String: String] = [:]
    var model: String?
    var credential = AdapterCredential.none
    /// An answer about ``text`` that finds something.
    var found: String
    /// One that finds nothing.
    var clean: String

    var testDescription: String { type.rawValue + (options["api"] ?? options["batch"] ?? options["version"] ?? "") }

    /// What all of them are asked about.
    static let text = "山田の番号は 555-0100 です"

    func adapter() throws -> any GuardAdapter {
        let settings = AdapterSettings(
            url: "http://127.0.0.1:9",
            model: model,
            credential: credential,
            options: options
        )
        return try GuardAdapters.make(type, settings)
    }

    static let all: [ServiceExample] = [
        ServiceExample(
            type: .presidio,
            found: #"[{"entity_type":"PERSON","start":0,"end":2,"score":0.85,"analysis_explanation":null}]"#,
            clean: "[]"
        ),
        ServiceExample(
            type: .presidio,
            options: ["batch": "true"],
            found: #"[[{"entity_type":"PERSON","start":0,"end":2,"score":0.85}]]"#,
            clean: "[[]]"
        ),
        ServiceExample(
            type: .openAIModeration,
            found:
                #"{"id":"m","model":"o","results":[{"flagged":true,"categories":{"hate":true},"category_scores":{"hate":0.9}}]}"#,
            clean: #"{"results":[{"flagged":false,"categories":{"hate":false},"category_scores":{"hate":0.1}}]}"#
        ),
        ServiceExample(
            type: .azureContentSafety,
            options: ["categories": "Hate"],
            found: #"{"blocklistsMatch":[],"categoriesAnalysis":[{"category":"Hate","severity":6}]}"#,
            clean: #"{"blocklistsMatch":[],"categoriesAnalysis":[{"category":"Hate","severity":0}]}"#
        ),
        ServiceExample(
            type: .azurePromptShields,
            found: #"{"userPromptAnalysis":{"attackDetected":true},"documentsAnalysis":[]}"#,
            clean: #"{"userPromptAnalysis":{"attackDetected":false},"documentsAnalysis":[]}"#
        ),
        ServiceExample(
            type: .azurePII,
            found: #"""
                {"kind":"PiiEntityRecognitionResults","results":{"documents":[{"redactedText":"**","id":"0","entities":[
                {"text":"山田","category":"Person","offset":0,"length":2,"confidenceScore":0.9}],"warnings":[]}],"errors":[]}}
                """#,
            clean: #"""
                {"kind":"PiiEntityRecognitionResults","results":{"documents":[{"redactedText":"","id":"0","entities":[],
                "warnings":[]}],"errors":[],"modelVersion":"2023-09-01"}}
                """#
        ),
        ServiceExample(
            type: .bedrock,
            options: ["guardrail": "gr1"],
            credential: .token("t"),
            found: #"""
                {"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"no"}],"assessments":[{"contentPolicy":{"filters":[
                {"type":"HATE","confidence":"HIGH","action":"BLOCKED"}]}}]}
                """#,
            clean: #"{"action":"NONE","outputs":[],"assessments":[{}]}"#
        ),
        ServiceExample(
            type: .modelArmor,
            options: ["template": "projects/p/locations/l/templates/t"],
            found: #"""
                {"sanitizationResult":{"filterMatchState":"MATCH_FOUND","invocationResult":"SUCCESS","filterResults":{
                "pi_and_jailbreak":{"piAndJailbreakFilterResult":{"executionState":"EXECUTION_SUCCESS",
                "matchState":"MATCH_FOUND","confidenceLevel":"HIGH"}}}}}
                """#,
            clean: #"""
                {"sanitizationResult":{"filterMatchState":"NO_MATCH_FOUND","invocationResult":"SUCCESS","filterResults":{
                "csam":{"csamFilterFilterResult":{"executionState":"EXECUTION_SUCCESS","matchState":"NO_MATCH_FOUND"}}}}}
                """#
        ),
        ServiceExample(
            type: .lakera,
            found: #"{"flagged":true,"breakdown":[{"detector_type":"prompt_attack","detected":true}],"payload":[]}"#,
            clean: #"{"flagged":false,"breakdown":[{"detector_type":"prompt_attack","detected":false}],"payload":[]}"#
        ),
        ServiceExample(
            type: .llamaGuard,
            model: "llama-guard3",
            found: #"{"choices":[{"index":0,"message":{"role":"assistant","content":"\n\nunsafe\nS10"}}]}"#,
            clean: #"{"choices":[{"index":0,"message":{"role":"assistant","content":"\n\nsafe"}}]}"#
        ),
        ServiceExample(
            type: .nemo,
            options: ["config": "c"],
            found: #"{"status":"blocked","content":"I can't","rail":"self check input"}"#,
            clean: #"{"status":"passed","content":"x","rail":null}"#
        ),
        ServiceExample(
            type: .nemo,
            options: ["config": "c", "api": "microservice"],
            found: #"{"status":"blocked","rails_status":{"self check input":{"status":"blocked"}}}"#,
            clean: #"{"status":"success","rails_status":{"self check input":{"status":"success"}}}"#
        ),
        ServiceExample(
            type: .nemo,
            options: ["config": "c", "api": "platform"],
            found: #"{"status":"blocked","rails_status":{"a":{"status":"success"},"b":{"status":"blocked"}}}"#,
            clean: #"{"status":"success","rails_status":{},"guardrails_data":{"config_ids":["c"],"log":null}}"#
        ),
        ServiceExample(
            type: .guardrailsAI,
            options: ["guard": "g"],
            found: #"{"callId":"1","validationPassed":false,"validationSummaries":[]}"#,
            clean: #"{"callId":"1","validationPassed":true,"validatedOutput":null}"#
        ),
        ServiceExample(
            type: .guardrailsAI,
            options: ["guard": "g", "version": "0.3"],
            found: #"{"call_id":"1","validation_passed":false,"validation_summaries":[]}"#,
            clean: #"{"call_id":"1","validation_passed":true,"validated_output":null}"#
        ),
        ServiceExample(
            type: .generic,
            found: #"{"action":"BLOCKED","blocked_reason":"no"}"#,
            clean: #"{"action":"NONE"}"#
        ),
        ServiceExample(
            type: .webhook,
            found: #"{"action":"block","category":"TOPIC"}"#,
            clean: #"{"action":"allow"}"#
        ),
    ]
}

import JSONText

/// Writes Chat Completions answers and errors.
enum OpenAIWriter {
    /// A `chat.completion` object.
    static func whole(_ script: Script, prompt: Prompt) -> JSONValue {
        [
            "id": .string(Identifiers.answer(.openAI, script.fingerprint)),
            "object": "chat.completion",
            "created": JSONValue(Script.created),
            "model": .string(script.model),
            "choices": .array(
                script.choices.enumerated().map { index, choice in
                    [
                        "index": JSONValue(index),
                        "message": message(choice, isLegacy: prompt.usesLegacyFunctions),
                        "logprobs": prompt.topLogprobs.map { OpenAILogprobs.whole(choice, top: $0) } ?? nil,
                        "finish_reason": .string(finishReason(choice.stop, isLegacy: prompt.usesLegacyFunctions)),
                    ]
                }
            ),
            "usage": usage(script.usage),
            "service_tier": "default",
            "system_fingerprint": .string(systemFingerprint(prompt)),
        ]
    }

    private static func message(_ choice: ScriptChoice, isLegacy: Bool) -> JSONValue {
        var content: JSONValue = nil
        var refusal: JSONValue = nil
        var reasoning: JSONValue?
        var calls: [JSONValue] = []
        var functionCall: JSONValue?
        for block in choice.blocks {
            switch block {
            case .text(let text): content = .string((content.string ?? "") + text)
            case .refusal(let text): refusal = .string(text)
            case .thinking(let text, _): reasoning = .string(text)
            case .redactedThinking: break
            case .call(let scripted) where isLegacy:
                functionCall = ["name": .string(scripted.name), "arguments": .string(scripted.argumentsText)]
            case .call(let scripted): calls.append(call(scripted))
            }
        }
        var message: JSONObject = ["role": "assistant", "content": content]
        if let reasoning { message.append("reasoning_content", reasoning) }
        message.append("refusal", refusal)
        message.append("annotations", [])
        if !calls.isEmpty { message.append("tool_calls", .array(calls)) }
        if let functionCall { message.append("function_call", functionCall) }
        return .object(message)
    }

    private static func call(_ call: ScriptCall) -> JSONValue {
        call.isCustom
            ? [
                "id": .string(call.id), "type": "custom",
                "custom": ["name": .string(call.name), "input": .string(call.argumentsText)],
            ]
            : [
                "id": .string(call.id), "type": "function",
                "function": ["name": .string(call.name), "arguments": .string(call.argumentsText)],
            ]
    }

    static func finishReason(_ stop: StopReason, isLegacy: Bool) -> String {
        switch stop {
        case .end, .stopSequence, .refusal: "stop"
        case .length: "length"
        case .toolCalls: isLegacy ? "function_call" : "tool_calls"
        case .filtered: "content_filter"
        }
    }

    /// `prompt_tokens` includes what came from the cache, `completion_tokens` the reasoning.
    static func usage(_ usage: TokenUsage) -> JSONValue {
        [
            "prompt_tokens": JSONValue(usage.input),
            "completion_tokens": JSONValue(usage.output),
            "total_tokens": JSONValue(usage.input + usage.output),
            "prompt_tokens_details": [
                "cached_tokens": JSONValue(usage.cacheRead),
                "audio_tokens": JSONValue(usage.mediaInput[.audio] ?? 0),
            ],
            "completion_tokens_details": [
                "reasoning_tokens": JSONValue(usage.reasoning), "audio_tokens": 0, "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
    }

    /// Contains the seed, so that a test can see that it arrived.
    static func systemFingerprint(_ prompt: Prompt) -> String { prompt.seed.map { "fp_seed_\($0)" } ?? "fp_simulated" }

    static func error(_ refusal: Refusal) -> JSONValue {
        [
            "error": [
                "message": .string(refusal.message),
                "type": .string(errorType(refusal)),
                "param": refusal.param.map(JSONValue.string) ?? nil,
                "code": refusal.code.map(JSONValue.string) ?? nil,
            ]
        ]
    }

    private static func errorType(_ refusal: Refusal) -> String {
        if refusal.code == "insufficient_quota" { return "insufficient_quota" }
        switch refusal.status {
        case 401: return "authentication_error"
        case 403: return "permission_error"
        case 429: return refusal.code == "rate_limit_exceeded" ? "requests" : "rate_limit_error"
        case 500...: return "server_error"
        default: return "invalid_request_error"
        }
    }

    /// `GET /v1/models`
    static func models(_ names: [String]) -> JSONValue { ["object": "list", "data": .array(names.map(model))] }

    /// `GET /v1/models/{model}`
    static func model(_ name: String) -> JSONValue {
        [
            "id": .string(name), "object": "model", "created": JSONValue(Script.created), "owned_by": "simulated",
        ]
    }
}

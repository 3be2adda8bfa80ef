import JSONText

/// Writes Messages answers and errors.
enum AnthropicWriter {
    /// A whole `message` object.
    static func whole(_ script: Script) -> JSONValue {
        let choice = script.choices.first ?? ScriptChoice(blocks: [], stop: .end)
        var message = head(script)
        message["content"] = .array(choice.blocks.map(block))
        let stop = stop(choice.stop, model: script.model)
        for member in stop { message[member.name] = member.value }
        message["usage"] = usage(script.usage, output: script.usage.output)
        return .object(message)
    }

    /// The members that a `message_start` shares with a whole message, in the order of the recordings.
    static func head(_ script: Script) -> JSONObject {
        [
            "model": .string(script.model), "id": .string(Identifiers.answer(.anthropic, script.fingerprint)),
            "type": "message", "role": "assistant", "content": [], "stop_reason": nil, "stop_sequence": nil,
        ]
    }

    static func block(_ block: ScriptBlock) -> JSONValue {
        switch block {
        case .text(let text), .refusal(let text): ["type": "text", "text": .string(text)]
        case .thinking(let text, let signature):
            ["type": "thinking", "thinking": .string(text), "signature": .string(signature)]
        case .redactedThinking(let data): ["type": "redacted_thinking", "data": .string(data)]
        case .call(let call):
            [
                "type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": call.arguments,
            ]
        }
    }

    /// `stop_reason` and what belongs to it.
    static func stop(_ reason: StopReason, model: String) -> JSONObject {
        switch reason {
        case .end, .filtered: ["stop_reason": "end_turn", "stop_sequence": nil]
        case .length: ["stop_reason": "max_tokens", "stop_sequence": nil]
        case .stopSequence(let sequence): ["stop_reason": "stop_sequence", "stop_sequence": .string(sequence)]
        case .toolCalls: ["stop_reason": "tool_use", "stop_sequence": nil]
        case .refusal:
            [
                "stop_reason": "refusal", "stop_sequence": nil,
                "stop_details": [
                    "type": "refusal", "category": "cyber",
                    "explanation": "This request was refused by the simulated provider because it asked for that.",
                    "recommended_model": .string(model),
                ],
            ]
        }
    }

    /// `input_tokens` excludes everything that has to do with the cache.
    static func usage(_ usage: TokenUsage, output: Int) -> JSONValue {
        [
            "input_tokens": JSONValue(usage.freshInput),
            "cache_creation_input_tokens": JSONValue(usage.cacheWrite),
            "cache_read_input_tokens": JSONValue(usage.cacheRead),
            "cache_creation": [
                "ephemeral_5m_input_tokens": JSONValue(usage.cacheWriteFiveMinutes),
                "ephemeral_1h_input_tokens": JSONValue(usage.cacheWriteOneHour),
            ],
            "output_tokens": JSONValue(output),
            "service_tier": "standard",
        ]
    }

    /// The cumulative usage of `message_delta`.
    static func finalUsage(_ usage: TokenUsage) -> JSONValue {
        [
            "input_tokens": JSONValue(usage.freshInput),
            "cache_creation_input_tokens": JSONValue(usage.cacheWrite),
            "cache_read_input_tokens": JSONValue(usage.cacheRead),
            "output_tokens": JSONValue(usage.output),
        ]
    }

    static func error(_ refusal: Refusal, requestID: String) -> JSONValue {
        [
            "type": "error",
            "error": ["type": .string(errorType(refusal.status)), "message": .string(refusal.message)],
            "request_id": .string(requestID),
        ]
    }

    private static func errorType(_ status: Int) -> String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 504: "timeout_error"
        case 529: "overloaded_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    /// `GET /v1/models`
    static func models(_ names: [String]) -> JSONValue {
        [
            "data": .array(names.map(model)), "has_more": false,
            "first_id": names.first.map(JSONValue.string) ?? nil, "last_id": names.last.map(JSONValue.string) ?? nil,
        ]
    }

    /// `GET /v1/models/{model}`
    static func model(_ name: String) -> JSONValue {
        [
            "type": "model", "id": .string(name), "display_name": .string(name),
            "created_at": "2025-01-01T00:00:00Z",
        ]
    }
}

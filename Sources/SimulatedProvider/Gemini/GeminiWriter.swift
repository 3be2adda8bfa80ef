import JSONText

/// Writes `GenerateContentResponse` objects and errors.
enum GeminiWriter {
    /// A whole answer.
    static func whole(_ script: Script, prompt: Prompt) -> JSONValue {
        guard !script.isPromptBlocked else { return blocked(script) }
        let candidates = script.choices.enumerated().map { index, choice in
            candidate(index, choice, prompt: prompt)
        }
        return response(script, candidates: candidates, usage: usage(script.usage))
    }

    static func response(_ script: Script, candidates: [JSONValue], usage: JSONValue) -> JSONValue {
        [
            "candidates": .array(candidates), "usageMetadata": usage, "modelVersion": .string(script.model),
            "responseId": .string(Identifiers.answer(.gemini, script.fingerprint)),
        ]
    }

    /// The answer to a prompt that a filter stopped: no candidates at all.
    static func blocked(_ script: Script) -> JSONValue {
        [
            "promptFeedback": ["blockReason": "SAFETY", "safetyRatings": safetyRatings(blocked: true)],
            "usageMetadata": [
                "promptTokenCount": JSONValue(script.usage.input), "totalTokenCount": JSONValue(script.usage.input),
            ],
            "modelVersion": .string(script.model),
            "responseId": .string(Identifiers.answer(.gemini, script.fingerprint)),
        ]
    }

    private static func candidate(_ index: Int, _ choice: ScriptChoice, prompt: Prompt) -> JSONValue {
        var parts = choice.blocks.compactMap(part)
        // As recorded: the thoughts' signature sits on the last part that is not a call with its own.
        if case .text = choice.blocks.last, let signature = signature(choice), let last = parts.popLast(),
            var object = last.object
        {
            object.append("thoughtSignature", .string(signature))
            parts.append(.object(object))
        }
        var candidate: JSONObject = ["content": ["parts": .array(parts), "role": "model"]]
        if parts.isEmpty { candidate["content"] = ["role": "model"] }
        for member in ending(choice) { candidate.append(member.name, member.value) }
        candidate.append("index", JSONValue(index))
        if let top = prompt.topLogprobs {
            let (average, result) = logprobs(choice, top: top)
            candidate.append("avgLogprobs", average)
            candidate.append("logprobsResult", result)
        }
        return .object(candidate)
    }

    static func part(_ block: ScriptBlock) -> JSONValue? {
        switch block {
        case .text(let text), .refusal(let text): ["text": .string(text)]
        case .thinking(let text, _): ["text": .string(text), "thought": true]
        case .redactedThinking: nil
        case .call(let call):
            [
                "functionCall": ["name": .string(call.name), "args": call.arguments],
                "thoughtSignature": .string(call.signature),
            ]
        }
    }

    /// The signature of the thoughts, if there were any.
    static func signature(_ choice: ScriptChoice) -> String? {
        for case .thinking(_, let signature) in choice.blocks { return signature }
        return nil
    }

    /// `finishReason` and what belongs to it; a turn with calls ends with `STOP` too.
    static func ending(_ choice: ScriptChoice) -> JSONObject {
        switch choice.stop {
        case .end, .stopSequence: ["finishReason": "STOP"]
        case .length: ["finishReason": "MAX_TOKENS"]
        case .toolCalls: ["finishReason": "STOP", "finishMessage": "Model generated function call(s)."]
        case .refusal, .filtered: ["finishReason": "SAFETY", "safetyRatings": safetyRatings(blocked: true)]
        }
    }

    private static func safetyRatings(blocked: Bool) -> JSONValue {
        [
            [
                "category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": blocked ? "HIGH" : "NEGLIGIBLE",
                "blocked": .bool(blocked),
            ]
        ]
    }

    /// `promptTokenCount` includes what came from the cache, `candidatesTokenCount` excludes the thoughts.
    static func usage(_ usage: TokenUsage) -> JSONValue {
        var out: JSONObject = [
            "promptTokenCount": JSONValue(usage.input), "candidatesTokenCount": JSONValue(usage.visibleOutput),
            "totalTokenCount": JSONValue(usage.input + usage.output),
        ]
        if usage.cacheRead > 0 { out.append("cachedContentTokenCount", JSONValue(usage.cacheRead)) }
        let media = usage.mediaInput.values.reduce(0, +)
        var details: [JSONValue] = [["modality": "TEXT", "tokenCount": JSONValue(usage.input - media)]]
        for kind in Media.Kind.allCases {
            guard let tokens = usage.mediaInput[kind] else { continue }
            details.append(["modality": .string(kind.rawValue.uppercased()), "tokenCount": JSONValue(tokens)])
        }
        out.append("promptTokensDetails", .array(details))
        if usage.reasoning > 0 { out.append("thoughtsTokenCount", JSONValue(usage.reasoning)) }
        return .object(out)
    }

    private static func logprobs(_ choice: ScriptChoice, top: Int) -> (average: JSONValue, result: JSONValue) {
        var chosen: [JSONValue] = []
        var others: [JSONValue] = []
        var sum = 0.0
        for case .text(let text) in choice.blocks {
            for token in Tokens.split(text) {
                sum += OpenAILogprobs.logprob(String(token), rank: 0)
                chosen.append(logprob(String(token), rank: 0))
                let candidates = (0..<top).map { rank in
                    logprob(rank == 0 ? String(token) : "\(token)\(rank)", rank: rank)
                }
                others.append(["candidates": .array(candidates)])
            }
        }
        let average = chosen.isEmpty ? 0 : sum / Double(chosen.count)
        return (
            .number(JSONNumber(average) ?? JSONNumber(0)),
            ["topCandidates": .array(top > 0 ? others : []), "chosenCandidates": .array(chosen)]
        )
    }

    private static func logprob(_ token: String, rank: Int) -> JSONValue {
        let value = OpenAILogprobs.logprob(token, rank: rank)
        return ["token": .string(token), "logProbability": .number(JSONNumber(value) ?? JSONNumber(0))]
    }

    /// A `google.rpc.Status`; the wait stands in the body, there is no header for it.
    static func error(_ refusal: Refusal) -> JSONValue {
        var error: JSONObject = [
            "code": JSONValue(refusal.status), "message": .string(refusal.message),
            "status": .string(status(refusal.status)),
        ]
        if let hint = refusal.retryAfter {
            let milliseconds = hint.inMilliseconds
            let fraction = String(1000 + milliseconds % 1000).dropFirst()
            let delay = milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds / 1000).\(fraction)s"
            error.append(
                "details",
                [["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(delay)]]
            )
        } else if refusal.code == "API_KEY_INVALID" {
            error.append(
                "details",
                [
                    [
                        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID",
                        "domain": "googleapis.com",
                    ]
                ]
            )
        }
        return ["error": .object(error)]
    }

    private static func status(_ status: Int) -> String {
        switch status {
        case 400: "INVALID_ARGUMENT"
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 409: "ABORTED"
        case 429: "RESOURCE_EXHAUSTED"
        case 499: "CANCELLED"
        case 500: "INTERNAL"
        case 501: "UNIMPLEMENTED"
        case 503: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        default: status < 500 ? "FAILED_PRECONDITION" : "UNKNOWN"
        }
    }

    /// `GET /v1beta/models`
    static func models(_ names: [String]) -> JSONValue { ["models": .array(names.map(model))] }

    /// `GET /v1beta/models/{model}`
    static func model(_ name: String) -> JSONValue {
        [
            "name": .string("models/\(name)"), "version": "1", "displayName": .string(name),
            "inputTokenLimit": 1_048_576, "outputTokenLimit": 65_536,
            "supportedGenerationMethods": ["generateContent", "countTokens"],
        ]
    }

    /// The answer of `countTokens`.
    static func count(_ usage: TokenUsage) -> JSONValue {
        var out: JSONObject = ["totalTokens": JSONValue(usage.input)]
        if usage.cacheRead > 0 { out.append("cachedContentTokenCount", JSONValue(usage.cacheRead)) }
        return .object(out)
    }
}

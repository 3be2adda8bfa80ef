import JSONText

/// Usage in OpenAI's form: `prompt_tokens` include what was read from and written to the cache.
enum OpenAIChatUsage {
    private static let places = JSONFieldSet(["usage", "x_groq"])

    /// Reads a `usage` object; `nil` where it is none or counts nothing.
    static func read(_ value: JSONValue?) -> Usage? {
        guard let object = value?.object, object["prompt_tokens"] != nil || object["completion_tokens"] != nil else {
            return nil
        }
        let prompt = count(object["prompt_tokens"])
        let completion = count(object["completion_tokens"])
        let promptDetails = object["prompt_tokens_details"]
        let completionDetails = object["completion_tokens_details"]
        var usage = Usage()
        // DeepSeek counts cache hits beside the details, older answers of it only there.
        usage.cacheRead = count(promptDetails?["cached_tokens"] ?? object["prompt_cache_hit_tokens"])
        usage.cacheWrite5m = count(promptDetails?["cache_write_tokens"])
        usage.input = max(0, max(0, prompt - usage.cacheRead) - usage.cacheWrite5m)
        usage.audioInput = count(promptDetails?["audio_tokens"])
        usage.output = completion
        usage.reasoning = count(completionDetails?["reasoning_tokens"])
        usage.audioOutput = count(completionDetails?["audio_tokens"])
        // xAI counts thoughts beside the completion, not within; its total tells.
        let spoken = sum(prompt, completion)
        if usage.reasoning > 0, count(object["total_tokens"]) == sum(spoken, usage.reasoning) {
            usage.output = sum(completion, usage.reasoning)
        }
        return usage
    }

    /// Reads the usage of a whole answer or a chunk; Groq once put it only in `x_groq`.
    static func read(ofAnswer answer: JSONObject) -> Usage? {
        read(answer["usage"]) ?? read(answer["x_groq"]?["usage"])
    }

    /// Finds the usage in the text of an answer without building a tree of it.
    static func find(in body: Span<UInt8>) throws(JSONError) -> Usage? {
        let fields = try places.scan(body)
        if let place = fields[0], let usage = read(try JSONValue(parsing: body.extracting(place.value))) {
            return usage
        }
        guard let place = fields[1] else { return nil }
        return read(try JSONValue(parsing: body.extracting(place.value))["usage"])
    }

    /// Writes a `usage` object.
    static func write(_ usage: Usage) -> JSONValue {
        [
            "prompt_tokens": JSONValue(usage.totalInput),
            "completion_tokens": JSONValue(usage.output),
            "total_tokens": JSONValue(usage.total),
            "prompt_tokens_details": [
                "cached_tokens": JSONValue(usage.cacheRead),
                "cache_write_tokens": JSONValue(sum(usage.cacheWrite5m, usage.cacheWrite1h)),
                "audio_tokens": JSONValue(usage.audioInput),
            ],
            "completion_tokens_details": [
                "reasoning_tokens": JSONValue(usage.reasoning),
                "audio_tokens": JSONValue(usage.audioOutput),
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
    }

    /// A count from a peer: whatever it is, not negative.
    private static func count(_ value: JSONValue?) -> Int { max(0, value?.int ?? 0) }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

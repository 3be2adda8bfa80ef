import JSONText

/// Usage in OpenAI's form: `prompt_tokens` include what was read from and written to the cache.
enum OpenAIChatUsage {
    private static let places = JSONFieldSet(["usage", "x_groq", "service_tier"])

    /// Reads a `usage` object; `nil` where it is none or counts nothing.
    static func read(_ value: JSONValue?) -> Usage? {
        guard let object = value?.object, object["prompt_tokens"] != nil || object["completion_tokens"] != nil else {
            return nil
        }
        return OpenAICounts.read(object, .chat)
    }

    /// Reads the usage of a whole answer or a chunk; Groq once put it only in `x_groq`.
    static func read(ofAnswer answer: JSONObject) -> Usage? {
        var usage = read(answer["usage"]) ?? read(answer["x_groq"]?["usage"])
        if let tier = answer["service_tier"]?.string { usage?.terms.tier = ServiceTier(named: tier) }
        return usage
    }

    /// Finds the usage in the text of an answer without building a tree of it.
    static func find(in body: Span<UInt8>) throws(JSONError) -> Usage? {
        let fields = try places.scan(body)
        var usage: Usage?
        if let place = fields[0] { usage = try OpenAIUsageScan.read(body, in: place.value) }
        if usage == nil, let place = fields[1] {
            usage = read(try JSONValue(parsing: body.extracting(place.value))["usage"])
        }
        if let tier = fields[2] { usage?.terms.tier = ServiceTier(named: tier.string(in: body)) }
        return usage
    }

    /// The tier in the text of a `service_tier`; the standard one where it is no string.
    static func tier(in text: Span<UInt8>) -> ServiceTier {
        ServiceTier(named: (try? JSONValue(parsing: text))?.string)
    }

    /// Writes a `usage` object.
    static func write(_ usage: Usage) -> JSONValue {
        [
            "prompt_tokens": JSONValue(usage.totalInput),
            "completion_tokens": JSONValue(usage.output),
            "total_tokens": JSONValue(usage.total),
            "prompt_tokens_details": [
                "cached_tokens": JSONValue(usage.cacheRead),
                "cache_write_tokens": JSONValue(UsageCount.sum(usage.cacheWrite5m, usage.cacheWrite1h)),
                "audio_tokens": JSONValue(UsageCount.sum(usage.audioInput, usage.cachedAudio)),
            ],
            "completion_tokens_details": [
                "reasoning_tokens": JSONValue(usage.reasoning),
                "audio_tokens": JSONValue(usage.audioOutput),
                "accepted_prediction_tokens": 0,
                "rejected_prediction_tokens": 0,
            ],
        ]
    }
}

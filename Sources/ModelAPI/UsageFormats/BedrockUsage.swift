import JSONText

/// Usage as Bedrock's Converse API counts it: `inputTokens` leave out what was read from and written to the cache.
enum BedrockUsage {
    /// Reads a usage object whose counts have been checked.
    static func read(_ object: JSONObject) throws(APIError) -> Usage {
        try UsageFormat.require(object, anyOf: ["inputTokens", "outputTokens"])
        var usage = Usage()
        usage.input = UsageCount.lenient(object["inputTokens"])
        usage.output = UsageCount.lenient(object["outputTokens"])
        // Clients of older models of the service still see the counts under these names.
        usage.cacheRead = UsageCount.lenient(object["cacheReadInputTokens"] ?? object["cacheReadInputTokenCount"])
        let written = UsageCount.lenient(object["cacheWriteInputTokens"] ?? object["cacheWriteInputTokenCount"])
        var hour = 0
        for entry in object["cacheDetails"]?.array ?? [] where entry["ttl"]?.string == "1h" {
            hour = UsageCount.sum(hour, UsageCount.lenient(entry["inputTokens"]))
        }
        try UsageFormat.checkPart("cacheDetails for 1h", hour, of: "cacheWriteInputTokens", written)
        usage.cacheWrite1h = hour
        usage.cacheWrite5m = written - hour
        return usage
    }
}

import JSONText

/// Usage as Cohere counts it: charged are the `billed_units`, fewer than the tokens of the whole prompt.
enum CohereUsage {
    /// Reads a usage object whose counts have been checked: the `usage` of a chat, or the `meta` of an embedding or a
    /// reranking.
    static func read(_ object: JSONObject) throws(APIError) -> Usage {
        let outer = object["meta"]?.object ?? object
        var usage = Usage()
        if let billed = outer["billed_units"]?.object ?? (outer["tokens"] == nil ? outer : nil) {
            try UsageFormat.require(billed, anyOf: ["input_tokens", "output_tokens", "search_units"])
            usage.input = UsageCount.lenient(billed["input_tokens"])
            usage.output = UsageCount.lenient(billed["output_tokens"])
            usage.searchUnits = UsageCount.lenient(billed["search_units"])
            return usage
        }
        let tokens = outer["tokens"]?.object ?? [:]
        try UsageFormat.require(tokens, anyOf: ["input_tokens", "output_tokens"])
        let prompt = UsageCount.lenient(tokens["input_tokens"])
        usage.cacheRead = min(UsageCount.lenient(outer["cached_tokens"]), prompt)
        usage.input = prompt - usage.cacheRead
        usage.output = UsageCount.lenient(tokens["output_tokens"])
        return usage
    }
}

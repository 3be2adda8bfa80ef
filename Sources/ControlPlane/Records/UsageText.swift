import JSONText
import Pricing
import Store

/// Sums of usage as the admin API writes them.
enum UsageText {
    /// All members.
    static func json(_ sums: UsageReport.Sums, _ currency: CurrencyText?) -> JSONObject {
        var object: JSONObject = [
            "requests": JSONValue(sums.requests), "errors": JSONValue(sums.errors),
            "input_tokens": JSONValue(sums.inputTokens), "output_tokens": JSONValue(sums.outputTokens),
            "cost_usd": .string(sums.cost.decimal), "cache_hits": JSONValue(sums.cacheHits),
            "semantic_hits": JSONValue(sums.semanticHits), "saved_usd": .string(sums.savings.total.decimal),
            "saved_exact_usd": .string(sums.savings.exact.decimal),
            "saved_semantic_usd": .string(sums.savings.semantic.decimal),
            "saved_prompt_cache_usd": .string(sums.savings.promptCache.decimal),
        ]
        append(sums, currency, to: &object)
        return object
    }

    /// What is drawn over time: many of them are sent at once.
    static func short(_ sums: UsageReport.Sums, _ currency: CurrencyText?) -> JSONObject {
        var object: JSONObject = [
            "requests": JSONValue(sums.requests), "errors": JSONValue(sums.errors),
            "input_tokens": JSONValue(sums.inputTokens), "output_tokens": JSONValue(sums.outputTokens),
            "cost_usd": .string(sums.cost.decimal), "cache_hits": JSONValue(sums.cacheHits),
            "saved_usd": .string(sums.savings.total.decimal),
        ]
        append(sums, currency, to: &object)
        return object
    }

    private static func append(_ sums: UsageReport.Sums, _ currency: CurrencyText?, to object: inout JSONObject) {
        if let currency {
            object.append("cost_display", currency.amount(sums.cost))
            object.append("saved_display", currency.amount(sums.savings.total))
        }
        // A sum that lacks something says so.
        if sums.unknownCosts > 0 { object.append("unpriced_requests", JSONValue(sums.unknownCosts)) }
    }
}

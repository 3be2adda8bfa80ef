import JSONText

/// The counts of a `usage` object, which a stream reports in pieces: cumulative, each piece naming only what it knows.
struct AnthropicUsage: Hashable, Sendable {
    private var input: Int?
    private var cacheRead: Int?
    private var cacheWrite: Int?
    private var cacheWrite5m: Int?
    private var cacheWrite1h: Int?
    private var output: Int?
    private var thinking: Int?
    private var webSearches: Int?
    /// The processing tier used.
    private(set) var serviceTier: String?
    private var terms = ServiceTerms.standard

    /// The tiers an answer can name.
    static let tiers: Set<String> = ["standard", "priority", "batch"]

    /// Creates counts of nothing.
    init() {}

    /// Whether anything has been reported.
    var isEmpty: Bool { input == nil && cacheRead == nil && cacheWrite == nil && output == nil }

    /// Takes a `usage` object; what it names replaces what was known.
    mutating func merge(_ value: JSONValue?) {
        guard let value else { return }
        input = Self.count(value["input_tokens"]) ?? input
        cacheRead = Self.count(value["cache_read_input_tokens"]) ?? cacheRead
        cacheWrite = Self.count(value["cache_creation_input_tokens"]) ?? cacheWrite
        cacheWrite5m = Self.count(value["cache_creation"]?["ephemeral_5m_input_tokens"]) ?? cacheWrite5m
        cacheWrite1h = Self.count(value["cache_creation"]?["ephemeral_1h_input_tokens"]) ?? cacheWrite1h
        output = Self.count(value["output_tokens"]) ?? output
        thinking = Self.count(value["output_tokens_details"]?["thinking_tokens"]) ?? thinking
        webSearches = Self.count(value["server_tool_use"]?["web_search_requests"]) ?? webSearches
        serviceTier = value["service_tier"]?.string ?? serviceTier
        terms.merge(
            tier: value["service_tier"]?.string,
            speed: value["speed"]?.string,
            geography: value["inference_geo"]?.string
        )
    }

    /// A count, which a peer may write as anything: negative becomes 0, what no integer holds the largest one.
    private static func count(_ value: JSONValue?) -> Int? {
        guard let number = value?.number else { return nil }
        if let count = number.int { return max(0, count) }
        let rounded = number.double.rounded()
        return rounded > 0 ? Int(exactly: rounded) ?? .max : 0
    }

    /// The counts in neutral form.
    var usage: Usage {
        var usage = Usage()
        usage.terms = terms
        usage.input = input ?? 0
        usage.cacheRead = cacheRead ?? 0
        usage.output = output ?? 0
        usage.reasoning = min(thinking ?? 0, usage.output)
        usage.webSearches = webSearches ?? 0
        usage.cacheWrite1h = cacheWrite1h ?? 0
        usage.cacheWrite5m = cacheWrite5m ?? 0
        // The total counts where the split is missing or, in the last event of a stream, older than the total.
        if let cacheWrite {
            usage.cacheWrite1h = min(usage.cacheWrite1h, cacheWrite)
            usage.cacheWrite5m = cacheWrite - usage.cacheWrite1h
        }
        return usage
    }

    /// Writes counts as a whole answer and the start of a stream have them; `service_tier` only in the provider's own words.
    static func write(_ usage: Usage, serviceTier: String? = nil) -> JSONValue {
        var object = inputCounts(usage)
        object.append(
            "cache_creation",
            [
                "ephemeral_5m_input_tokens": JSONValue(usage.cacheWrite5m),
                "ephemeral_1h_input_tokens": JSONValue(usage.cacheWrite1h),
            ]
        )
        appendOutput(usage, to: &object)
        if let serviceTier, tiers.contains(serviceTier) {
            object.append("service_tier", .string(serviceTier))
        }
        return .object(object)
    }

    /// Writes counts as the last event of a stream has them.
    static func writeDelta(_ usage: Usage) -> JSONValue {
        var object = inputCounts(usage)
        appendOutput(usage, to: &object)
        return .object(object)
    }

    private static func inputCounts(_ usage: Usage) -> JSONObject {
        let (written, overflow) = usage.cacheWrite5m.addingReportingOverflow(usage.cacheWrite1h)
        return [
            "input_tokens": JSONValue(usage.input),
            "cache_creation_input_tokens": JSONValue(overflow ? .max : written),
            "cache_read_input_tokens": JSONValue(usage.cacheRead),
        ]
    }

    private static func appendOutput(_ usage: Usage, to object: inout JSONObject) {
        object.append("output_tokens", JSONValue(usage.output))
        if usage.reasoning > 0 {
            object.append("output_tokens_details", ["thinking_tokens": JSONValue(usage.reasoning)])
        }
    }
}

/// Tokens used by one call, each class to be billed at its own rate.
///
/// The input classes are disjoint: their sum is everything sent. `reasoning` and `audioOutput` are shares of `output`,
/// `audioInput` is a share of `input`. The wires differ: OpenAI's and Gemini's prompt counts include cached tokens, Anthropic's
/// `input_tokens` excludes them; Gemini's candidates exclude thoughts.
public struct Usage: Hashable, Sendable {
    /// Input tokens neither read from nor written to a cache.
    public var input = 0
    /// Input tokens read from the provider's prompt cache.
    public var cacheRead = 0
    /// Input tokens written to the prompt cache for five minutes (or the provider's default time).
    public var cacheWrite5m = 0
    /// Input tokens written to the prompt cache for an hour.
    public var cacheWrite1h = 0
    /// Output tokens, reasoning included.
    public var output = 0
    /// The share of `output` that was thinking.
    public var reasoning = 0
    /// The share of `input` that was audio.
    public var audioInput = 0
    /// The share of `output` that was audio.
    public var audioOutput = 0
    /// Whether a count is an estimate of ours, not the provider's word.
    public var isEstimated = false

    /// Creates a usage of nothing.
    public init() {}

    /// Everything sent: input and all cache classes. Saturates instead of overflowing on absurd counts from a peer.
    public var totalInput: Int {
        [cacheRead, cacheWrite5m, cacheWrite1h].reduce(input, Self.saturatingSum)
    }

    /// Everything sent and produced.
    public var total: Int { Self.saturatingSum(totalInput, output) }

    private static func saturatingSum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

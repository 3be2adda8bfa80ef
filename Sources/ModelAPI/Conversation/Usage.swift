/// Tokens used by one call, each class to be billed at its own rate.
///
/// The input classes (`input`, `cacheRead`, `cacheWrite5m`, `cacheWrite1h`) are disjoint: their sum is everything sent.
/// What some models price apart is a *share* of one of them and never counted beside it: `audioInput`, `imageInput` and
/// `videoInput` are disjoint shares of `input`; `cachedAudio`, `cachedImage` and `cachedVideo` of `cacheRead`; `reasoning`,
/// `citations`, `audioOutput`, `imageOutput` and `videoOutput` of `output`. Calls of server-side tools are counts of their
/// own. The wires differ: OpenAI's and Gemini's prompt counts include cached tokens, Anthropic's `input_tokens` excludes
/// them; Gemini's candidates exclude thoughts.
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
    /// The share of `output` that was quoted sources, where a provider counts them.
    public var citations = 0
    /// The share of `input` that was audio.
    public var audioInput = 0
    /// The share of `input` that was pictures or pages.
    public var imageInput = 0
    /// The share of `input` that was video.
    public var videoInput = 0
    /// The share of `cacheRead` that was audio.
    public var cachedAudio = 0
    /// The share of `cacheRead` that was pictures or pages.
    public var cachedImage = 0
    /// The share of `cacheRead` that was video.
    public var cachedVideo = 0
    /// The share of `output` that was audio.
    public var audioOutput = 0
    /// The share of `output` that was pictures.
    public var imageOutput = 0
    /// The share of `output` that was video.
    public var videoOutput = 0
    /// Pictures made, where they are priced by the piece and not by their tokens.
    public var pictures = 0
    /// Searches of the web that the provider made for the answer.
    public var webSearches = 0
    /// Searches in documents that were sent or stored, as rerankers count them.
    public var searchUnits = 0
    /// Other calls of the provider's own tools that it counts.
    public var toolCalls = 0
    /// On what terms the provider served the call, as far as it said.
    public var terms = ServiceTerms.standard
    /// Whether a count is an estimate of ours, not the provider's word.
    public var isEstimated = false

    /// Creates a usage of nothing.
    public init() {}

    /// Everything sent: input and all cache classes. Saturates instead of overflowing on absurd counts from a peer.
    public var totalInput: Int {
        Self.saturatingSum(
            Self.saturatingSum(input, cacheRead),
            Self.saturatingSum(cacheWrite5m, cacheWrite1h)
        )
    }

    /// Everything sent and produced.
    public var total: Int { Self.saturatingSum(totalInput, output) }

    /// Adds what another answer to the same call used, on the same terms.
    public mutating func add(_ other: Usage) {
        let counts: [WritableKeyPath<Usage, Int>] = [
            \.input, \.cacheRead, \.cacheWrite5m, \.cacheWrite1h, \.output, \.reasoning, \.citations, \.audioInput,
            \.imageInput, \.videoInput, \.cachedAudio, \.cachedImage, \.cachedVideo, \.audioOutput, \.imageOutput,
            \.videoOutput, \.pictures, \.webSearches, \.searchUnits, \.toolCalls,
        ]
        for count in counts { self[keyPath: count] = Self.saturatingSum(self[keyPath: count], other[keyPath: count]) }
        isEstimated = isEstimated || other.isEstimated
    }

    private static func saturatingSum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

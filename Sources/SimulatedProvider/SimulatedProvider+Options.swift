extension SimulatedProvider {
    /// How a provider behaves where a request does not say otherwise.
    public struct Options: Sendable {
        /// The key that every request must carry; `nil` accepts all.
        public var requiredKey: String?
        /// From the end of a request to the first piece of its answer.
        public var timeToFirstToken: Duration
        /// How many tokens come per second; `nil` sends as fast as the connection takes them.
        public var tokensPerSecond: Double?
        /// How many requests ``SimulatedProvider/requests`` keeps.
        public var recordedRequests: Int
        /// The largest body in bytes; beyond it the answer is 413.
        public var maximumBodyBytes: Int
        /// Whether prompts are cached, and counted, as real providers do; otherwise prompts say so themselves.
        public var cachesPrompts: Bool

        /// Creates options.
        /// - Parameters:
        ///   - requiredKey: the key that every request must carry; `nil` accepts all.
        ///   - timeToFirstToken: from the end of a request to the first piece of its answer.
        ///   - tokensPerSecond: how many tokens come per second; `nil` sends as fast as possible.
        ///   - recordedRequests: how many requests are kept for reading.
        ///   - maximumBodyBytes: the largest body in bytes.
        ///   - cachesPrompts: whether prompts are cached as real providers do.
        public init(
            requiredKey: String? = nil,
            timeToFirstToken: Duration = .zero,
            tokensPerSecond: Double? = nil,
            recordedRequests: Int = 256,
            maximumBodyBytes: Int = 64 * 1_048_576,
            cachesPrompts: Bool = false
        ) {
            self.requiredKey = requiredKey
            self.timeToFirstToken = timeToFirstToken
            self.tokensPerSecond = tokensPerSecond
            self.recordedRequests = recordedRequests
            self.maximumBodyBytes = maximumBodyBytes
            self.cachesPrompts = cachesPrompts
        }

        var pace: Pace { Pace(timeToFirstToken: timeToFirstToken, tokensPerSecond: tokensPerSecond) }
    }
}

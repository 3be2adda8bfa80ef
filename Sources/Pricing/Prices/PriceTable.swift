/// The prices of one model for as long as they hold: what its provider publishes, and nothing derived from it.
public struct PriceTable: Hashable, Sendable {
    /// Prices of classes: of tokens per million, of calls each.
    public typealias Prices = [UsageClass: Money]

    /// Prices that count instead once a prompt is longer than a threshold, for all its tokens.
    public struct Step: Hashable, Sendable {
        /// The most input tokens, cached ones included, that do not count as longer.
        public var above: Int
        /// The prices that differ from those without a threshold.
        public var prices: Prices

        /// A step.
        public init(above: Int, prices: Prices) {
            self.above = above
            self.prices = prices
        }
    }

    /// A part of each day, in seconds since midnight of UTC; `end` before `start` goes through midnight.
    public struct Daily: Hashable, Sendable {
        /// The first second.
        public var start: Int
        /// The second after the last one.
        public var end: Int

        /// A part of the day.
        public init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }

        /// Whether a moment lies in it.
        func contains(_ time: PriceTime) -> Bool {
            let second = time.secondOfDay
            return end < start ? second >= start || second < end : second >= start && second < end
        }
    }

    /// From when on these prices hold; nil for always.
    public var from: PriceTime?
    /// The part of each day in which they hold; nil for all of it.
    public var daily: Daily?
    /// The prices, of the shortest prompts where they depend on the length.
    public var prices: Prices
    /// The prices of longer prompts.
    public var steps: [Step]

    /// A table.
    public init(prices: Prices, steps: [Step] = [], from: PriceTime? = nil, daily: Daily? = nil) {
        self.prices = prices
        self.steps = steps
        self.from = from
        self.daily = daily
    }

    /// Whether the prices hold at a moment.
    func holds(at time: PriceTime) -> Bool {
        if let from, time < from { return false }
        return daily?.contains(time) ?? true
    }
}

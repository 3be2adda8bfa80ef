/// How fast an answer comes.
struct Pace: Hashable, Sendable {
    /// From the request's end to the first piece of the answer.
    var timeToFirstToken: Duration = .zero
    /// `nil`: as fast as the connection takes them.
    var tokensPerSecond: Double?

    /// The pause before every token after the first.
    var interval: Duration {
        guard let tokensPerSecond, tokensPerSecond > 0 else { return .zero }
        return .nanoseconds(Int64(min(1_000_000_000 / tokensPerSecond, 3_600_000_000_000)))
    }

    /// This pace with what a request's headers (`x-sim-ttft`, `x-sim-tps`) or its model's name
    /// (`pace-ttft-200ms-tps-50`) say.
    func adjusted(timeToFirstToken ttft: String?, tokensPerSecond tps: String?, model: String) -> Pace {
        var pace = self
        if model.hasPrefix("pace-") {
            let words = model.prefix { $0 != "@" }.split(separator: "-")
            for (name, value) in zip(words, words.dropFirst()) {
                if name == "ttft", let duration = Self.duration(value) { pace.timeToFirstToken = duration }
                if name == "tps", let rate = Self.rate(value) { pace.tokensPerSecond = rate }
            }
        }
        if let duration = ttft.flatMap({ Self.duration($0[...]) }) { pace.timeToFirstToken = duration }
        if let rate = tps.flatMap({ Self.rate($0[...]) }) { pace.tokensPerSecond = rate }
        return pace
    }

    /// Reads `200ms`, `2s`, `500us`; at most an hour.
    static func duration(_ text: Substring) -> Duration? {
        for (unit, nanoseconds) in [("ms", 1_000_000), ("us", 1000), ("s", 1_000_000_000)] where text.hasSuffix(unit) {
            guard let count = Int(text.dropLast(unit.count)), (0...3_600_000_000).contains(count) else { return nil }
            return min(.nanoseconds(count * nanoseconds), .seconds(3600))
        }
        return nil
    }

    private static func rate(_ text: Substring) -> Double? {
        guard let rate = Double(text), rate.isFinite, rate > 0 else { return nil }
        return rate
    }
}

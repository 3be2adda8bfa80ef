/// How fast a target is at present, as far as its latest answers show.
public struct LatencyEstimate: Sendable {
    /// A whole answer does not tell its time to the first token; as many tokens' time is taken for it.
    public static let tokensUntilFirst = 20.0

    private var first = DecayingAverage()
    private var each = DecayingAverage()
    private var firstTimes = LatencyHistogram()

    /// Creates an estimate of an unknown target.
    public init() {}

    /// Expected time to the first content, in seconds; `nil` while nothing is known.
    public func timeToFirstToken(now: Moment) -> Double? { first.value(now: now) }

    /// Expected time for each further token, in seconds; `nil` while nothing is known.
    public func timePerToken(now: Moment) -> Double? { each.value(now: now) }

    /// The time within which a share of the latest first contents of streams came; `nil` while there are too few.
    public mutating func timeToFirstToken(percentile share: Double, now: Moment) -> Duration? {
        firstTimes.percentile(share, now: now)
    }

    /// Takes the time to a stream's first content.
    public mutating func recordFirstToken(after time: Duration, now: Moment) {
        first.record(time.inSeconds, now: now)
        firstTimes.record(time, now: now)
    }

    /// Takes how long a stream went on behind its first content.
    /// - Parameters:
    ///   - outputTokens: all tokens of the answer.
    ///   - time: from the first content to the end.
    ///   - now: the present moment.
    public mutating func recordStream(outputTokens: Int, after time: Duration, now: Moment) {
        guard outputTokens > 1 else { return }
        each.record(time.inSeconds / Double(outputTokens - 1), now: now)
    }

    /// Takes an answer that came as a whole.
    /// - Parameters:
    ///   - outputTokens: its tokens; 0 where that is not known.
    ///   - duration: from the beginning of the attempt to the end.
    ///   - now: the present moment.
    public mutating func recordWhole(outputTokens: Int, duration: Duration, now: Moment) {
        guard outputTokens > 0 else { return first.record(duration.inSeconds, now: now) }
        let perToken = duration.inSeconds / (Double(outputTokens) + Self.tokensUntilFirst)
        each.record(perToken, now: now)
        first.record(perToken * Self.tokensUntilFirst, now: now)
    }

    /// Takes an attempt that was given up for being slow: the time to the first content is at least that long.
    public mutating func recordGivenUp(after duration: Duration, now: Moment) {
        let seconds = duration.inSeconds
        guard seconds > first.value(now: now) ?? 0 else { return }
        first.record(seconds, now: now)
    }
}

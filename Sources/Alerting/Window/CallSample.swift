public import Governance

/// What alerts look at of one call that is over.
public struct CallSample: Hashable, Sendable {
    /// When it was over, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// Whether it failed by the gateway's or a provider's fault; what callers did wrong does not count.
    public var isError = false
    /// Whether more than one target was asked.
    public var isFallback = false
    /// Whether it was answered from the cache.
    public var isHit = false
    /// How long the first content of the answer took, or the whole answer where it was no stream, in microseconds; `nil` where
    /// there was none.
    public var latency: Int?
    /// The providers that refused the gateway's credential.
    public var refusing: [String] = []
    /// The model as the caller named it, where no price is known.
    public var unpriced: String?

    /// A call of which nothing else is known.
    public init(time: Int64) { self.time = time }

    /// What alerts look at of a call; `nil` for one that was refused before anybody was asked, by the caller's fault.
    /// - Parameters:
    ///   - begun: when the request came, in nanoseconds since 1970 UTC.
    ///   - status: the HTTP status that the caller saw.
    ///   - outcome: how it ended.
    ///   - isHit: whether it was answered from the cache.
    ///   - attempts: how many times a provider was asked.
    ///   - microseconds: how long it took.
    ///   - firstContent: how long the first content took, in microseconds.
    public init?(
        begun: Int64,
        status: Int,
        outcome: LedgerRecord.Outcome,
        isHit: Bool,
        attempts: Int,
        microseconds: Int,
        firstContent: Int?
    ) {
        guard attempts > 0 || isHit || status >= 500 else { return nil }
        let (length, isLong) = Int64(microseconds).multipliedReportingOverflow(by: 1000)
        let (end, isLate) = begun.addingReportingOverflow(isLong ? 0 : length)
        time = isLate ? begun : end
        isError = status >= 500 || outcome == .partial
        self.isHit = isHit
        if outcome == .answered || outcome == .partial { latency = firstContent ?? microseconds }
    }
}

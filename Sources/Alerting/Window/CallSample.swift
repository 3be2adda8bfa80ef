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
    public init?(_ record: LedgerRecord) {
        guard !record.attempts.isEmpty || record.isHit || record.status >= 500 else { return nil }
        let (length, isLong) = Int64(record.durationMicroseconds).multipliedReportingOverflow(by: 1000)
        let (end, isLate) = record.time.addingReportingOverflow(isLong ? 0 : length)
        time = isLate ? record.time : end
        isError = record.status >= 500 || record.outcome == .partial
        isHit = record.isHit
        if record.outcome == .answered || record.outcome == .partial {
            latency = record.timeToFirstTokenMicroseconds ?? record.durationMicroseconds
        }
        if record.flags.contains(.unknownPrice) { unpriced = record.modelAsked }
        guard let first = record.attempts.first else { return }
        isFallback = record.attempts.count > 1 && record.attempts.contains { $0.target != first.target }
        for attempt in record.attempts where attempt.outcome == Self.refused {
            refusing.append(String(attempt.target.prefix { $0 != "/" }))
        }
    }

    /// What an attempt's outcome says of a credential that the provider does not take.
    private static let refused = "credential"
}

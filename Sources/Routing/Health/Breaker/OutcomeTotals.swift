/// How many attempts of a window of time succeeded and failed.
public struct OutcomeTotals: Hashable, Sendable {
    /// Attempts that succeeded.
    public var successes: Int
    /// Attempts that failed in a way that counts for health.
    public var failures: Int

    /// Creates totals.
    public init(successes: Int = 0, failures: Int = 0) {
        self.successes = successes
        self.failures = failures
    }

    /// All attempts that count.
    public var requests: Int { successes + failures }
    /// The share of attempts that failed, 0 to 1; 0 where there were none.
    public var failureShare: Double { requests > 0 ? Double(failures) / Double(requests) : 0 }
    /// The share of attempts that succeeded, 0 to 1; 1 where there were none.
    public var successShare: Double { 1 - failureShare }
}

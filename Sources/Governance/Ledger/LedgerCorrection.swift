public import Pricing

/// What a request costs after its price was corrected. The record itself stays as it was written.
public struct LedgerCorrection: Hashable, Sendable {
    /// The ``LedgerRecord/entry`` of the record that is corrected.
    public var entry: String
    /// The sequence number of the correction before this one, where there is one.
    public var supersedes: Int64?
    /// When it was corrected, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// What the request costs; `nil` where the price is unknown now.
    public var cost: Money?
    /// The version of the prices that the cost was worked out with.
    public var priceVersion: String?

    /// A correction.
    public init(entry: String, supersedes: Int64? = nil, time: Int64, cost: Money?, priceVersion: String?) {
        self.entry = entry
        self.supersedes = supersedes
        self.time = time
        self.cost = cost
        self.priceVersion = priceVersion
    }
}

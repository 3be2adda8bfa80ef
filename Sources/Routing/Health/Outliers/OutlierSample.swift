/// What the search for outliers looks at in a target.
public struct OutlierSample: Hashable, Sendable {
    /// Its attempts in the window.
    public var totals: OutcomeTotals
    /// Whether it could be asked now, ejection aside.
    public var isAvailable: Bool

    /// Creates a sample.
    public init(totals: OutcomeTotals, isAvailable: Bool = true) {
        self.totals = totals
        self.isAvailable = isAvailable
    }
}

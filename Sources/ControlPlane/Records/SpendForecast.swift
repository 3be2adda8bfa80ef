import Governance
import Pricing

/// What a month will have cost: what it has cost so far, and for what is left of it the mean of the last full days.
struct SpendForecast: Hashable, Sendable {
    /// How many full days are looked at, at most.
    static let days: Int64 = 7
    static let secondsOfDay: Int64 = 86_400

    /// What the month will have cost.
    let cost: Money
    /// How many full days the mean is of.
    let days: Int

    /// A forecast.
    /// - Parameters:
    ///   - month: what the month has cost so far.
    ///   - full: what the last full days cost.
    ///   - days: how many those were; no more than there has been anything to pay.
    ///   - left: the seconds that are left of the month.
    /// - Returns: `nil` where there has been no full day yet.
    init?(month: Money, full: Money, days: Int64, left: Int64) {
        guard (1...Self.days).contains(days) else { return nil }
        cost = month + full.scaled(by: Int(max(0, left)), over: Int(days * Self.secondsOfDay))
        self.days = Int(days)
    }
}

import Governance
import JSONText
import Pricing

/// How fast a budget is being spent, and when it will be gone at that pace.
///
/// Of budgets whose period begins with the calendar's: one that rolls gets back each day what it spent a period ago, and one that
/// never begins anew has no pace of a period.
struct BudgetForecast: Hashable, Sendable {
    /// A shorter time says nothing about a day.
    private static let shortest: Int64 = 3600
    private static let day: Int64 = 86_400

    /// What has been spent in the period so far.
    let spent: BudgetPolicy.Amount
    /// What is spent a day, in the mean of the period so far.
    let perDay: BudgetPolicy.Amount
    /// When nothing will be left; `nil` where that is not within the period.
    let exhausted: Timestamp?

    /// A forecast of where a budget stands.
    /// - Returns: `nil` where there is none for budgets of this kind.
    init?(_ reading: BudgetReading, of policy: BudgetPolicy, at now: Timestamp) {
        self.init(spent: reading.spent, left: reading.remaining, in: reading.period, of: policy, at: now)
    }

    /// A forecast.
    /// - Parameters:
    ///   - spent: what has been spent in the period so far.
    ///   - left: what has not, and is not held.
    ///   - period: the period.
    ///   - policy: the budget.
    ///   - now: the time.
    /// - Returns: `nil` where there is none for budgets of this kind.
    init?(
        spent: BudgetPolicy.Amount,
        left: BudgetPolicy.Amount,
        in period: PeriodInterval,
        of policy: BudgetPolicy,
        at now: Timestamp
    ) {
        guard policy.alignment == .calendar, let end = period.end else { return nil }
        self.spent = spent
        let elapsed = max(Self.shortest, now.seconds - period.start.seconds)
        let (used, rest) = (Self.units(spent), Self.units(left))
        let daily = used.multipliedReportingOverflow(by: Int128(Self.day))
        let rate = daily.overflow ? used : daily.partialValue / Int128(elapsed)
        switch spent {
        case .money: perDay = .money(Money(attos: rate))
        case .tokens: perDay = .tokens(Int(clamping: rate))
        }
        let time = rest.multipliedReportingOverflow(by: Int128(elapsed))
        guard used > 0, !time.overflow, rest > 0 else {
            exhausted = rest <= 0 ? now : nil
            return
        }
        let moment = now.adding(seconds: Int64(clamping: time.partialValue / used))
        exhausted = moment.seconds < end.seconds ? moment : nil
    }

    /// `{"spent", "per_day", "exhausted_at"}`, amounts in the budget's own form.
    var json: JSONValue {
        [
            "spent": PolicyText.json(spent), "per_day": PolicyText.json(perDay),
            "exhausted_at": exhausted.map { .string($0.description) } ?? .null,
        ]
    }

    private static func units(_ amount: BudgetPolicy.Amount) -> Int128 {
        switch amount {
        case .money(let money): money.attos
        case .tokens(let count): Int128(count)
        }
    }
}

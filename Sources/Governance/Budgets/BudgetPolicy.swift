public import Pricing

/// How much a scope may spend in a period, and what happens when it has.
public struct BudgetPolicy: Hashable, Sendable {
    /// What is spent.
    public enum Amount: Hashable, Sendable {
        case money(Money)
        /// Input and output tokens together.
        case tokens(Int)
    }

    /// The time after which spending begins anew.
    public enum Period: String, Hashable, Sendable, CaseIterable {
        case day, week, month, quarter, year
        /// Never.
        case total
    }

    /// Whether periods begin with the calendar's (midnight, Monday, the first) or count back from now.
    public enum Alignment: String, Hashable, Sendable {
        case calendar, rolling
    }

    /// What happens to a request that comes when everything is spent.
    public enum Action: Hashable, Sendable {
        /// It is refused with `budget_exceeded`.
        case block
        /// It is served by a cheaper model of that public name instead.
        case downgrade(to: String)
        /// It is served; the event is raised.
        case warn
    }

    /// A name that is unique within its scope; spending is kept under it.
    public var name: String
    /// How much.
    public var amount: Amount
    /// For how long.
    public var period: Period
    /// Where periods begin.
    public var alignment: Alignment
    /// The time zone of calendar periods, as the IANA database names it: `Asia/Tokyo`.
    public var timeZone: String
    /// The shares of the amount, in thousandths, at which an event is raised, once each in a period.
    public var alertsAt: [Int]
    /// What happens when all is spent.
    public var action: Action

    /// A budget.
    public init(
        name: String,
        amount: Amount,
        period: Period,
        alignment: Alignment = .calendar,
        timeZone: String = "UTC",
        alertsAt: [Int] = [],
        action: Action = .block
    ) {
        self.name = name
        self.amount = amount
        self.period = period
        self.alignment = alignment
        self.timeZone = timeZone
        self.alertsAt = alertsAt
        self.action = action
    }
}

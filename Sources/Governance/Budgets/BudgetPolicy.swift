public import Pricing

/// How much a scope may spend in a period, and what happens when it has.
public struct BudgetPolicy: Hashable, Sendable {
    /// What is spent.
    public enum Amount: Hashable, Sendable {
        /// US dollars.
        case money(Money)
        /// Input and output tokens together.
        case tokens(Int)
    }

    /// The time after which spending begins anew.
    public enum Period: String, Hashable, Sendable, CaseIterable {
        /// From midnight to midnight, or 24 hours.
        case day
        /// From Monday to Sunday, or 7 × 24 hours.
        case week
        /// From the first of a month to its last, or 30 × 24 hours.
        case month
        /// From the first of January, April, July or October, or 90 × 24 hours.
        case quarter
        /// From the first of January, or 365 × 24 hours.
        case year
        /// Spending never begins anew.
        case total
    }

    /// Whether periods begin with the calendar's (midnight, Monday, the first) or count back from now.
    public enum Alignment: String, Hashable, Sendable {
        /// All that is spent is forgotten at the calendar's boundary in the policy's time zone.
        case calendar
        /// What is spent counts until it is as old as the period is long.
        case rolling
    }

    /// What happens to a request that comes when everything is spent.
    public enum Action: Hashable, Sendable {
        /// It is refused with `budget_exceeded`.
        case block
        /// It is served by a cheaper model of that public name instead.
        ///
        /// Only the price goes down: what the cheaper model costs is counted too and does not stop it. For an end, put a
        /// second budget with ``block`` and a higher amount next to it.
        case downgrade(to: String)
        /// It is served; the event is raised.
        case warn
    }

    /// What a request counts for whose price nobody knows. It is never taken for free without a word: each one is counted
    /// in ``BudgetState/unpriced``, and the first of a period raises ``BudgetEvent/Kind/unpriced``.
    public enum UnknownCost: Hashable, Sendable {
        /// That much, reserved and settled. Zero lets it through on the budget's account, flagged.
        case assume(Money)
        /// It is refused: the budget holds without exception.
        case refuse
    }

    /// What makes two policies of a scope the same one, so that other changes keep what was spent.
    public struct ID: Hashable, Sendable {
        /// The budget's name within its scope.
        public let name: String
        /// Whether it counts tokens rather than money.
        public let countsTokens: Bool
        /// For how long it is.
        public let period: Period
        /// Where its periods begin.
        public let alignment: Alignment
        /// The time zone of its periods.
        public let timeZone: String

        /// The identity of a budget.
        public init(name: String, countsTokens: Bool, period: Period, alignment: Alignment, timeZone: String) {
            self.name = name
            self.countsTokens = countsTokens
            self.period = period
            self.alignment = alignment
            self.timeZone = timeZone
        }
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
    /// What a request of unknown price counts for; nothing of it in a budget of tokens.
    public var unknownCost: UnknownCost

    /// A budget.
    public init(
        name: String,
        amount: Amount,
        period: Period,
        alignment: Alignment = .calendar,
        timeZone: String = "UTC",
        alertsAt: [Int] = [],
        action: Action = .block,
        unknownCost: UnknownCost = .assume(.zero)
    ) {
        self.name = name
        self.amount = amount
        self.period = period
        self.alignment = alignment
        self.timeZone = timeZone
        self.alertsAt = alertsAt
        self.action = action
        self.unknownCost = unknownCost
    }

    /// What makes it the same policy when its amount, alerts or action change.
    public var id: ID {
        let countsTokens = if case .tokens = amount { true } else { false }
        return ID(name: name, countsTokens: countsTokens, period: period, alignment: alignment, timeZone: timeZone)
    }

    /// Whether it can be enforced: throws what is wrong with it. Knows time zones, so not for the path of a request.
    ///
    /// - Throws: ``PolicyProblem``.
    public func validate() throws(PolicyProblem) {
        if amount.units < 0 { throw .negativeAmount }
        if case .assume(let cost) = unknownCost, cost < .zero { throw .negativeAmount }
        for alert in alertsAt where !(1...1000).contains(alert) { throw .alertOutOfRange(alert) }
        if ZoneRules(timeZone) == nil { throw .unknownTimeZone(timeZone) }
    }
}

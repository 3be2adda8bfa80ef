/// Where a budget stands.
public struct BudgetReading: Hashable, Sendable {
    /// The amount with the raises that count now.
    public var amount: BudgetPolicy.Amount
    /// What the requests of the period that have ended cost.
    public var spent: BudgetPolicy.Amount
    /// What is held for requests under way.
    public var reserved: BudgetPolicy.Amount
    /// How many requests of the period had no known price.
    public var unpriced: Int
    /// The period of the calendar; of a rolling one, the time that counts now.
    public var period: PeriodInterval

    /// What is neither spent nor held; never below zero.
    public var remaining: BudgetPolicy.Amount {
        amount.with(units: max(0, amount.units - spent.units - reserved.units))
    }
}

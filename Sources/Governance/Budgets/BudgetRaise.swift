/// A temporary raise of a budget.
public struct BudgetRaise: Hashable, Sendable {
    /// What is added to the amount, in what the budget counts.
    public var extra: BudgetPolicy.Amount
    /// The first second at which it no longer counts.
    public var until: WallTime
    /// Why it was granted.
    public var reason: String
    /// Who granted it.
    public var by: String

    /// A raise by `extra` up to `until`.
    public init(extra: BudgetPolicy.Amount, until: WallTime, reason: String, by: String) {
        self.extra = extra
        self.until = until
        self.reason = reason
        self.by = by
    }
}

/// The limits and budgets that are put on one scope.
public struct ScopePolicies: Hashable, Sendable {
    /// What they are put on.
    public let scope: Scope
    /// How much may be used in a time.
    public let limits: [LimitPolicy]
    /// How much may be spent.
    public let budgets: [BudgetPolicy]

    /// Policies of a scope.
    public init(_ scope: Scope, limits: [LimitPolicy], budgets: [BudgetPolicy]) {
        self.scope = scope
        self.limits = limits
        self.budgets = budgets
    }

    /// Whether there are none.
    public var isEmpty: Bool { limits.isEmpty && budgets.isEmpty }
}

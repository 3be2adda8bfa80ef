extension ScopePolicies {
    /// The policies of one of the levels that a key belongs to.
    public init(_ scope: Scope, limits: [LimitPolicy], budgets: [BudgetPolicy]) {
        self.init(scope: scope, limits: limits, limitsPerModel: [], budgets: budgets)
    }

    /// Whether there are none.
    public var isEmpty: Bool { limits.isEmpty && limitsPerModel.isEmpty && budgets.isEmpty }
}

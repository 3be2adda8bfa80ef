/// The limits and budgets that are declared on one scope.
public struct ScopePolicies: Hashable, Sendable {
    /// What they are on.
    public var scope: Scope
    /// Limits of all its requests together.
    public var limits: [LimitPolicy]
    /// Limits of its requests for each model apart. Only of a ``Scope/key(_:)``.
    public var limitsPerModel: [ModelLimits]
    /// Budgets.
    public var budgets: [BudgetPolicy]

    /// The policies of a scope.
    public init(
        scope: Scope,
        limits: [LimitPolicy] = [],
        limitsPerModel: [ModelLimits] = [],
        budgets: [BudgetPolicy] = []
    ) {
        self.scope = scope
        self.limits = limits
        self.limitsPerModel = limitsPerModel
        self.budgets = budgets
    }

    /// The limits on one model; where several hold for it, the lowest of each kind.
    /// - Parameter model: the name in the request.
    public func limits(on model: String) -> [LimitPolicy] {
        var found: [LimitPolicy] = []
        for entry in limitsPerModel where entry.models.matches(model) {
            for limit in entry.limits {
                if let index = found.firstIndex(where: { $0.id == limit.id }) {
                    found[index].amount = min(found[index].amount, limit.amount)
                } else {
                    found.append(limit)
                }
            }
        }
        return found
    }

    /// Whether there are none.
    public var isEmpty: Bool { limits.isEmpty && limitsPerModel.isEmpty && budgets.isEmpty }

    /// Whether all of it can be enforced: throws the first thing that is wrong.
    ///
    /// - Throws: ``PolicyProblem``, also where a limit or a budget is declared twice.
    public func validate() throws(PolicyProblem) {
        for list in [limits] + limitsPerModel.map(\.limits) {
            for (index, limit) in list.enumerated() {
                try limit.validate()
                if list[..<index].contains(where: { $0.id == limit.id }) { throw .duplicate }
            }
        }
        if !limitsPerModel.isEmpty, scope.kind != .key { throw .perModelWithoutKey }
        for (index, budget) in budgets.enumerated() {
            try budget.validate()
            if budgets[..<index].contains(where: { $0.name == budget.name }) { throw .duplicate }
        }
    }
}

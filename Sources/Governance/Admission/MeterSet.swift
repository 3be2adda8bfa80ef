/// The meters that a request has to pass, in the order in which they are asked.
///
/// Whoever makes one puts what refuses most often first; it is made once for a key and kept, not for each request.
public struct MeterSet: Sendable {
    /// The limits; asked first.
    public var limits: [LimitMeter]
    /// The budgets.
    public var budgets: [BudgetMeter]

    /// Nothing to pass, or the meters given.
    public init(limits: [LimitMeter] = [], budgets: [BudgetMeter] = []) {
        self.limits = limits
        self.budgets = budgets
    }

    /// Whether there is nothing to pass.
    public var isEmpty: Bool { limits.isEmpty && budgets.isEmpty }

    /// Whether any of them asks how many tokens a request may use.
    public var countsTokens: Bool { !budgets.isEmpty || limits.contains { $0.id.resource != .requests } }

    /// Whether any of them asks what a request may cost.
    public var countsMoney: Bool { budgets.contains { !$0.id.countsTokens } }

    /// Both sets, these meters first.
    public static func + (left: Self, right: Self) -> Self {
        Self(limits: left.limits + right.limits, budgets: left.budgets + right.budgets)
    }
}

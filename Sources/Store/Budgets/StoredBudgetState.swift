/// How far a budget is spent, as the store keeps it.
public struct StoredBudgetState: Hashable, Sendable {
    /// What the budget is on, in the text that `Governance` gives a scope.
    public var scope: String
    /// The budget's name within its scope.
    public var budget: String
    /// When this was so, in nanoseconds since 1970 UTC.
    public var updated: Int64
    /// The state, in JSON.
    public var body: [UInt8]

    /// A state.
    public init(scope: String, budget: String, updated: Int64, body: [UInt8]) {
        self.scope = scope
        self.budget = budget
        self.updated = updated
        self.body = body
    }
}

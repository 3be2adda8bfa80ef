/// Something that happened while requests were admitted and settled, for alerts and the log.
public enum GovernanceEvent: Hashable, Sendable {
    /// Something about a budget.
    case budget(BudgetEvent)
}

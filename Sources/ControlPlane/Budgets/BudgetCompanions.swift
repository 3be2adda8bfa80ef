/// Other gateways on the same data folder: an old one and its successor while an upgrade lasts, or two for good. What each of
/// them lets through counts in the budgets of all.
public struct BudgetCompanions: Sendable {
    /// Whether there is another one now.
    let areThere: @Sendable () -> Bool
    /// Whether a record is of this process, by its entry: what it cost is counted already.
    let isOwn: @Sendable (String) -> Bool

    /// What is known of them.
    /// - Parameters:
    ///   - areThere: whether there is another one now; asked about every second.
    ///   - isOwn: whether a record is of this process, by its entry.
    public init(areThere: @escaping @Sendable () -> Bool, isOwn: @escaping @Sendable (String) -> Bool) {
        self.areThere = areThere
        self.isOwn = isOwn
    }
}

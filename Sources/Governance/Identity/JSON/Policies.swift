import JSONText

/// The members that all levels have, read and written in one place.
struct Policies {
    var limits: [LimitPolicy]
    var budgets: [BudgetPolicy]
    var tags: [String]
    var metadata: [String: String]
    var isDisabled: Bool

    init(_ reader: inout ObjectReader) {
        limits = reader.optional("limits", .limits) ?? []
        budgets = reader.optional("budgets", .budgets) ?? []
        tags = reader.optional("tags", .tags) ?? []
        metadata = reader.optional("metadata", .metadata) ?? [:]
        isDisabled = reader.optional("disabled", .bool) ?? false
    }

    init(
        limits: [LimitPolicy],
        budgets: [BudgetPolicy],
        tags: [String],
        metadata: [String: String],
        isDisabled: Bool
    ) {
        self.limits = limits
        self.budgets = budgets
        self.tags = tags
        self.metadata = metadata
        self.isDisabled = isDisabled
    }

    func write(to writer: inout ObjectWriter) {
        writer.add("limits", LimitPolicy.json(limits))
        writer.add("budgets", .array(budgets.map(\.json)))
        writer.add("tags", tags)
        writer.add("metadata", metadata)
        writer.add("disabled", isDisabled)
    }
}

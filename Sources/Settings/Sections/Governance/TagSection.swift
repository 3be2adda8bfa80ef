import Governance

/// `tags.*`: what holds for all requests that carry a tag.
enum TagSection: Section {
    /// The rules of a tag before it has its name.
    struct Value: Sendable {
        let limits: [LimitPolicy]
        let budgets: [BudgetSection.Value]

        func configuration(named name: String) -> TagConfiguration {
            TagConfiguration(name: name, limits: limits, budgets: budgets.map(\.policy))
        }
    }

    static let description = SectionDescription(
        help: "What holds for all requests that carry a tag, whoever sends them.",
        fields: [SharedFields.limits.description, SharedFields.budgets.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(limits: section[SharedFields.limits], budgets: section[SharedFields.budgets])
    }
}

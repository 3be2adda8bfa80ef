import Governance

/// `organization`: what all teams belong to.
enum OrganizationSection: Section {
    /// The organization, its budgets with their places.
    struct Value: Sendable {
        var name = OrganizationConfiguration().name
        var limits: [LimitPolicy] = []
        var budgets: [BudgetSection.Value] = []

        var configuration: OrganizationConfiguration {
            OrganizationConfiguration(name: name, limits: limits, budgets: budgets.map(\.policy))
        }
    }

    static let name = Field(
        "name",
        .name(.key),
        default: Value().name,
        "The name by which the ledger and reports know the organization."
    )

    static let description = SectionDescription(
        help: "The organization: what all teams belong to. Where it has limits or budgets, every key needs a team.",
        fields: [name.description, SharedFields.limits.description, SharedFields.budgets.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(name: section[name], limits: section[SharedFields.limits], budgets: section[SharedFields.budgets])
    }
}

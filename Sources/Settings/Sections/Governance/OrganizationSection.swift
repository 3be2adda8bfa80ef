import Governance

/// `organization`: what all teams belong to.
enum OrganizationSection: Section {
    /// The organization, its budgets with their places.
    struct Value: Sendable {
        var name = OrganizationConfiguration().name
        var guardrails: [String] = []
        var limits: [LimitPolicy] = []
        var budgets: [BudgetSection.Value] = []
        var bodies = BodiesSection.Value()
        var zeroRetention = false

        var configuration: OrganizationConfiguration {
            OrganizationConfiguration(
                name: name,
                guardrails: guardrails,
                limits: limits,
                budgets: budgets.map(\.policy),
                bodies: bodies.configuration,
                zeroRetention: zeroRetention
            )
        }
    }

    static let name = Field(
        "name",
        .name(.key),
        default: Value().name,
        "The name by which the ledger and reports know the organization."
    )

    static let retention = Field(
        "retention",
        OrganizationRetentionSection.type,
        default: BodiesSection.Value(),
        "How long what is known of requests is kept, where a team says nothing."
    )
    static let zeroRetention = Field(
        "zero_retention",
        .boolean,
        default: false,
        "Let no byte of anybody's prompts and answers be written to a disk, whatever teams say."
    )

    static let description = SectionDescription(
        help: "The organization: what all teams belong to. Where it has limits or budgets, every key needs a team.",
        fields: [
            name.description, SharedFields.guardrails.description, SharedFields.limits.description,
            SharedFields.budgets.description, retention.description, zeroRetention.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let value = Value(
            name: section[name],
            guardrails: section[SharedFields.guardrails],
            limits: section[SharedFields.limits],
            budgets: section[SharedFields.budgets],
            bodies: section[retention],
            zeroRetention: section[zeroRetention]
        )
        if value.zeroRetention, let place = value.bodies.storePlace {
            section.reading.report(
                .conflict,
                at: place,
                "nothing may be stored with zero_retention: true; remove one of them"
            )
        }
        return value
    }
}

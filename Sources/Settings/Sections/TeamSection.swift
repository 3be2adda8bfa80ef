import Governance

/// `teams.*`: a team.
enum TeamSection: Section {
    /// A team before it has its name, and the places that its checks against others need.
    struct Value: Sendable {
        let models: [ModelPattern]?
        let regions: Set<String>?
        let environments: Set<Environment>?
        let guardrails: [String]
        let limits: [LimitPolicy]
        let budgets: [BudgetSection.Value]
        let tags: [String]
        let metadata: [String: String]
        let retention: RetentionSection.Value
        let zeroRetention: Bool
        let modelsPlace: Located?

        func configuration(named name: String) -> TeamConfiguration {
            TeamConfiguration(
                name: name,
                access: AccessRules(models: models, regions: regions, guardrails: guardrails),
                environments: environments,
                limits: limits,
                budgets: budgets.map(\.policy),
                tags: tags,
                metadata: metadata,
                retention: retention.configuration,
                zeroRetention: zeroRetention
            )
        }
    }

    static let models = Field<[ModelPattern]?>.optional(
        "models",
        .list(of: .modelPattern, minimumCount: 1),
        otherwise: "all",
        "The models that the team's keys may ask for; `*` stands for any characters, as in `openai/*`."
    )
    static let regions = Field<[String]?>.optional(
        "regions",
        .list(of: .name(.region), minimumCount: 1),
        otherwise: "all",
        "The regions that the team's requests never leave, not by fallback either. Targets without a region are out then."
    )
    static let environments = Field<[Environment]?>.optional(
        "environments",
        .list(of: .choice, minimumCount: 1),
        otherwise: "all",
        "The environments that the team's keys may be for. With a single one, keys that name none are for that."
    )
    static let retention = Field(
        "retention",
        RetentionSection.type,
        default: RetentionSection.Value(),
        "How long what is known of the team's requests is kept."
    )
    static let zeroRetention = Field(
        "zero_retention",
        .boolean,
        default: false,
        "Let no byte of the team's prompts and answers be written to a disk, whatever the organization says."
    )

    static let description = SectionDescription(
        help: "A team: what its keys share.",
        fields: [
            models.description, regions.description, environments.description, SharedFields.guardrails.description,
            SharedFields.limits.description, SharedFields.budgets.description, SharedFields.tags.description,
            SharedFields.metadata.description, retention.description, zeroRetention.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let value = Value(
            models: section[models],
            regions: section[regions].map(Set.init),
            environments: section[environments].map(Set.init),
            guardrails: section[SharedFields.guardrails],
            limits: section[SharedFields.limits],
            budgets: section[SharedFields.budgets],
            tags: section[SharedFields.tags],
            metadata: section[SharedFields.metadata],
            retention: section[retention],
            zeroRetention: section[zeroRetention],
            modelsPlace: section.place(of: models.name)
        )
        if value.zeroRetention, let place = value.retention.storePlace {
            section.reading.report(
                .conflict,
                at: place,
                "nothing may be stored with zero_retention: true; remove one of them"
            )
        }
        return value
    }
}

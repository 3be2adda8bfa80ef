import Governance

/// `projects.*`: a piece of work of a team.
enum ProjectSection: Section {
    /// A project before it has its name.
    struct Value: Sendable {
        let team: String
        let models: [ModelPattern]?
        let guardrails: [String]
        let limits: [LimitPolicy]
        let budgets: [BudgetSection.Value]
        let tags: [String]
        let modelsPlace: Located?

        func configuration(named name: String) -> ProjectConfiguration {
            ProjectConfiguration(
                name: name,
                team: team,
                models: models,
                guardrails: guardrails,
                limits: limits,
                budgets: budgets.map(\.policy),
                tags: tags
            )
        }
    }

    static let team = Field<String?>.required("team", .team, "The project's team, one of `teams`.")
    static let models = Field<[ModelPattern]?>.optional(
        "models",
        .list(of: .modelPattern, minimumCount: 1),
        otherwise: "all",
        "The models that the project's keys may ask for, within those of its team; `*` stands for any characters."
    )

    static let description = SectionDescription(
        help: "A piece of work of a team, with keys of its own.",
        fields: [
            team.description, models.description, SharedFields.guardrails.description,
            SharedFields.limits.description, SharedFields.budgets.description, SharedFields.tags.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let team = section[team]
        let models = section[models]
        let guardrails = section[SharedFields.guardrails]
        let limits = section[SharedFields.limits]
        let budgets = section[SharedFields.budgets]
        let tags = section[SharedFields.tags]
        guard let team else { return nil }
        return Value(
            team: team,
            models: models,
            guardrails: guardrails,
            limits: limits,
            budgets: budgets,
            tags: tags,
            modelsPlace: section.place(of: Self.models.name)
        )
    }
}

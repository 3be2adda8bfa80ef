import Governance

/// `users.*`: a person to whom keys belong.
enum UserSection: Section {
    /// A person without a name yet.
    struct Value: Sendable {
        let displayName: String?
        let role: Role
        let teams: Set<String>
        let guardrails: [String]
        let limits: [LimitPolicy]
        let budgets: [BudgetSection.Value]

        func configuration(named name: String) -> UserConfiguration {
            UserConfiguration(
                name: name,
                displayName: displayName,
                role: role,
                teams: teams,
                guardrails: guardrails,
                limits: limits,
                budgets: budgets.map(\.policy)
            )
        }
    }

    static let displayName = Field<String?>.optional(
        "display_name",
        .note,
        otherwise: "the name",
        "What people call the person."
    )
    static let role = Field("role", .choice, default: Role.member, "What the person may do in the control plane.")
    static let teams = Field(
        "teams",
        .list(of: .team),
        default: [],
        "The person's teams, of `teams`. A `team-admin` runs all of them."
    )

    static let description = SectionDescription(
        help: "A person to whom keys belong. The password is not a matter of the document.",
        fields: [
            displayName.description, role.description, teams.description, SharedFields.guardrails.description,
            SharedFields.limits.description, SharedFields.budgets.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(
            displayName: section[displayName],
            role: section[role],
            teams: Set(section[teams]),
            guardrails: section[SharedFields.guardrails],
            limits: section[SharedFields.limits],
            budgets: section[SharedFields.budgets]
        )
    }
}

import Governance

/// `keys[]`: one virtual key.
enum KeySection: Section {
    /// A key and the places of its parts, for the comparison with the others.
    struct Value: Sendable {
        var key: GatewayKey
        let budgets: [BudgetSection.Value]
        let place: Located
        let places: [String: Located]

        func place(of field: FieldDescription) -> Located? { places[field.name] }
    }

    static let name = Field<String?>.required(
        "name",
        .name(.key),
        "The name by which logs and metrics know the key."
    )
    static let team = Field<String?>.optional(
        "team",
        .team,
        otherwise: "its project's, or none",
        "The key's team, one of `teams`."
    )
    static let project = Field<String?>.optional(
        "project",
        .project,
        otherwise: "none",
        "The key's project, one of `projects` and of its team."
    )
    static let user = Field<String?>.optional(
        "user",
        .user,
        otherwise: "none",
        "Whom the key belongs to, one of `users`."
    )
    static let key = Field<Secret?>.required(
        "key",
        .secret(minimumLength: 16),
        "The key itself, at least 16 characters; `sk-km-…` is recommended. Take it from a variable or a file."
    )
    static let environment = Field<Environment?>.optional(
        "environment",
        .choice,
        otherwise: "its team's only one, or none",
        "What the key is for: it sees the models of that environment, and those that name none."
    )
    static let notBefore = Field<Timestamp?>.optional(
        "not_before",
        .moment,
        "The first moment at which the key is accepted, by RFC 3339, such as `2026-12-01T00:00:00Z`."
    )
    static let expires = Field<Timestamp?>.optional(
        "expires",
        .moment,
        otherwise: "never",
        "The first moment at which the key is refused."
    )
    static let models = Field<[ModelPattern]?>.optional(
        "models",
        .list(of: .modelPattern, minimumCount: 1),
        otherwise: "all",
        "The models that the key may ask for, within those of its project and team; `*` stands for any characters."
    )
    static let surfaces = Field<[Surface]?>.optional(
        "surfaces",
        .list(of: .choice, minimumCount: 1),
        otherwise: "all",
        "The APIs of the gateway that the key may use: "
            + Surface.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + "."
    )
    static let regions = Field<[String]?>.optional(
        "regions",
        .list(of: .name(.region), minimumCount: 1),
        otherwise: "all",
        "The regions that the key's requests never leave, within those of its team."
    )
    static let addresses = Field<[AddressRange]?>.optional(
        "addresses",
        .list(of: .addressRange, minimumCount: 1),
        otherwise: "all",
        "The addresses that requests may come from, or ranges such as `10.0.0.0/8`. Behind a proxy see `server.trusted_proxies`."
    )
    static let bounds = Field(
        "bounds",
        BoundsSection.type,
        default: ParameterBounds(),
        "What the key's requests may ask of a model."
    )
    static let signingSecret = Field<Secret?>.optional(
        "signing_secret",
        .secret(minimumLength: 32),
        otherwise: "requests need no signature",
        "What requests must be signed with (HMAC-SHA256, `x-kanmon-signature`), at least 32 characters."
    )
    static let modelLimits = Field(
        "model_limits",
        .map(.modelPattern, to: LimitsSection.type),
        default: [],
        "How much of single models may be used in a time, by model; `*` stands for any characters, and each model that fits is "
            + "counted by itself."
    )

    static let description = SectionDescription(
        help: "A virtual key that callers present instead of a provider's credential.",
        fields: [
            name.description, team.description, project.description, user.description, key.description,
            environment.description, notBefore.description, expires.description, models.description,
            surfaces.description, regions.description, addresses.description, bounds.description,
            signingSecret.description, SharedFields.guardrails.description, SharedFields.limits.description,
            modelLimits.description, SharedFields.budgets.description, SharedFields.tags.description,
            SharedFields.metadata.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let name = section[name]
        let key = section[key]
        let budgets = section[SharedFields.budgets]
        let access = AccessRules(
            models: section[models],
            surfaces: section[surfaces].map(Set.init),
            regions: section[regions].map(Set.init),
            addresses: section[addresses],
            parameters: section[bounds],
            guardrails: section[SharedFields.guardrails]
        )
        // The parts are read whatever is wrong with the others, so that everything is told in one go.
        let make = { (name: String, key: Secret) in
            GatewayKey(
                name: name,
                key: key,
                team: section[team],
                project: section[project],
                user: section[user],
                environment: section[environment],
                notBefore: section[notBefore],
                expires: section[expires],
                access: access,
                signingSecret: section[signingSecret].flatMap { SigningSecret($0.reveal()) },
                limits: section[SharedFields.limits],
                modelLimits: modelLimits(section),
                budgets: budgets.map(\.policy),
                tags: section[SharedFields.tags],
                metadata: section[SharedFields.metadata]
            )
        }
        let value = make(name ?? "", key ?? Secret(""))
        if let start = value.notBefore, let end = value.expires, start >= end,
            let place = section.place(of: expires.name)
        {
            section.reading.report(
                .conflict,
                at: place,
                "not later than `not_before`, so the key would never be accepted"
            )
        }
        guard name != nil, key != nil else { return nil }
        let places = description.fields.compactMap { field in section.place(of: field.name).map { (field.name, $0) } }
        return Value(
            key: value,
            budgets: budgets,
            place: section.place,
            places: Dictionary(places) { first, _ in first }
        )
    }

    private static func modelLimits(_ section: SectionReader) -> [ModelLimits] {
        section[modelLimits].compactMap { entry in
            section.reading.pattern(entry.name, shown: Quoting.quoted(entry.name), at: entry.position, entry.path)
                .map { ModelLimits($0, limits: entry.value) }
        }
    }
}

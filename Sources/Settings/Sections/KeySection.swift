/// `keys[]`: one virtual key.
enum KeySection: Section {
    /// A key and the places of its parts, for the comparison with the others.
    struct Value: Sendable {
        let key: GatewayKey
        let namePlace: Located?
        let keyPlace: Located?
        let regionsPlace: Located?
    }

    static let name = Field<String?>.required(
        "name",
        .name(.key),
        "The name by which logs and metrics know the key."
    )
    static let team = Field<String?>.optional("team", .team, otherwise: "none", "The key's team, one of `teams`.")
    static let key = Field<Secret?>.required(
        "key",
        .secret(minimumLength: 16),
        "The key itself, at least 16 characters; `sk-km-…` is recommended. Take it from a variable or a file."
    )
    static let models = Field<[ModelPattern]?>.optional(
        "models",
        .list(of: .modelPattern, minimumCount: 1),
        otherwise: "all",
        "The models that the key may ask for, within those of its team; `*` stands for any characters."
    )
    static let regions = Field<[String]?>.optional(
        "regions",
        .list(of: .name(.region), minimumCount: 1),
        otherwise: "all",
        "The regions that the key's requests never leave, within those of its team."
    )

    static let description = SectionDescription(
        help: "A virtual key that callers present instead of a provider's credential.",
        fields: [name.description, team.description, key.description, models.description, regions.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let name = section[name]
        let team = section[team]
        let key = section[key]
        let models = section[models]
        let regions = section[regions].map(Set.init)
        guard let name, let key else { return nil }
        return Value(
            key: GatewayKey(name: name, key: key, team: team, models: models, regions: regions),
            namePlace: section.place(of: Self.name.name),
            keyPlace: section.place(of: Self.key.name),
            regionsPlace: section.place(of: Self.regions.name)
        )
    }
}

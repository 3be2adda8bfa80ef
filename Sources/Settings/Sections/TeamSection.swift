/// `teams.*`: a team.
enum TeamSection: Section {
    /// A team before it has its name.
    struct Value: Sendable {
        let models: [ModelPattern]?
        let regions: Set<String>?
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

    static let description = SectionDescription(
        help: "A team: what its keys share.",
        fields: [models.description, regions.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(models: section[models], regions: section[regions].map(Set.init))
    }
}

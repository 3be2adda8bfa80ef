/// `telemetry.log.prompts`: whose questions are logged.
enum PromptLogSection: Section {
    /// Whose, and how much of them.
    struct Value: Sendable {
        var teams: Set<String> = []
        var characters = LogConfiguration().promptCharacters
    }

    static let teams = Field(
        "teams",
        .list(of: .team),
        default: [String](),
        "The teams. Of their requests access lines have the beginning of the last question, masked."
    )
    static let characters = Field(
        "characters",
        .integer(1...10_000),
        default: Value().characters,
        "How many characters at most."
    )

    static let description = SectionDescription(
        help: "Whose questions are logged.",
        fields: [teams.description, characters.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(teams: Set(section[teams]), characters: section[characters])
    }
}

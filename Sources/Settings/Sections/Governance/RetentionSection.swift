/// `teams.*.retention`: how long what is known of a team's requests is kept.
enum RetentionSection: Section {
    /// The settings, and where the document asks for bodies to be stored.
    struct Value: Sendable {
        var configuration = RetentionConfiguration()
        var storePlace: Located?
    }

    static let longest: ClosedRange<Duration> = .seconds(86_400) ... .seconds(86_400 * 36_500)

    static let ledger = Field<Duration?>.optional(
        "ledger",
        .duration(longest),
        otherwise: "`ledger.retention`",
        "How long the team's rows stay in the ledger."
    )
    static let bodies = Field(
        "bodies",
        BodiesSection.type,
        default: BodiesSection.Value(),
        "What is kept of prompts and answers."
    )

    static let description = SectionDescription(
        help: "How long what is known of the team's requests is kept.",
        fields: [ledger.description, bodies.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let bodies = section[bodies]
        return Value(
            configuration: RetentionConfiguration(ledger: section[ledger], bodies: bodies.configuration),
            storePlace: bodies.storePlace
        )
    }
}

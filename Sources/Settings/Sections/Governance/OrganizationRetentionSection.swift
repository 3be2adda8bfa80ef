/// `organization.retention`: how long what is known of requests is kept where their team says nothing.
enum OrganizationRetentionSection: Section {
    static let bodies = Field(
        "bodies",
        BodiesSection.type,
        default: BodiesSection.Value(),
        "What is kept of prompts and answers, where a team says nothing."
    )

    static let description = SectionDescription(
        help: "How long what is known of requests is kept, where a team says nothing.",
        fields: [bodies.description]
    )

    static func read(_ section: SectionReader) -> BodiesSection.Value? { section[bodies] }
}

/// `models.*.fallback`: whom a request goes to after a failure of a special kind.
enum FallbackSection: Section {
    /// The targets before their providers' regions are known.
    struct Value: Sendable {
        var contextWindow: [LocatedDestination] = []
        var contentPolicy: [LocatedDestination] = []
    }

    static let contextWindow = Field(
        "context_window",
        .list(of: FallbackTargetSection.element),
        default: [],
        "Targets for requests that are too long for the model's own."
    )
    static let contentPolicy = Field(
        "content_policy",
        .list(of: FallbackTargetSection.element),
        default: [],
        "Targets for requests that a provider's policy refused."
    )

    static let description = SectionDescription(
        help: "Other targets for failures of a special kind.",
        fields: [contextWindow.description, contentPolicy.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(contextWindow: section[contextWindow], contentPolicy: section[contentPolicy])
    }
}

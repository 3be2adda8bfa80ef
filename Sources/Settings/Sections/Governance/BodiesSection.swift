import Governance

/// `teams.*.retention.bodies` and `organization.retention.bodies`: what is kept of prompts and answers.
enum BodiesSection: Section {
    /// The settings, and where the document says whether bodies are stored.
    struct Value: Sendable {
        var configuration = RetentionConfiguration.Bodies()
        var storePlace: Located?
    }

    static let store = Field<Bool?>.optional(
        "store",
        .boolean,
        otherwise: "the organization's, else `false`",
        "Whether prompts and answers are stored at all. Needs `data`."
    )
    static let maxSize = Field<Int?>.optional(
        "max_size",
        .size(1024...BodyPolicy.largestSize),
        otherwise: "the organization's, else `64KiB`",
        "Most bytes of one prompt or answer; longer ones are cut."
    )
    static let retention = Field<Duration?>.optional(
        "retention",
        .duration(.seconds(3600)...RetentionSection.longest.upperBound),
        otherwise: "the organization's, else `30d`",
        "How long they are kept; never longer than the rows of the ledger."
    )
    static let mask = Field<[BodyMask]?>.optional(
        "mask",
        .list(of: .choice),
        otherwise: "the organization's, else all",
        "What is hidden in them before they are stored; `[]` hides nothing."
    )

    static let description = SectionDescription(
        help: "What is kept of prompts and answers.",
        fields: [store.description, maxSize.description, retention.description, mask.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(
            configuration: RetentionConfiguration.Bodies(
                store: section[store],
                maxSize: section[maxSize],
                retention: section[retention],
                masks: section[mask].map(Set.init)
            ),
            storePlace: section[store] == true ? section.place(of: store.name) : nil
        )
    }
}

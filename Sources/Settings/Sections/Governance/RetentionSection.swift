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
            storePlace: bodies.configuration.store ? bodies.storePlace : nil
        )
    }

    /// `teams.*.retention.bodies`: what is kept of prompts and answers.
    enum BodiesSection: Section {
        /// The settings, and where the document says whether bodies are stored.
        struct Value: Sendable {
            var configuration = RetentionConfiguration.Bodies()
            var storePlace: Located?
        }

        private static let defaults = RetentionConfiguration.Bodies()

        static let store = Field(
            "store",
            .boolean,
            default: defaults.store,
            "Whether prompts and answers are stored at all. This version stores none and refuses `true`."
        )
        static let maxSize = Field(
            "max_size",
            .size(1024...(64 << 20)),
            default: defaults.maxSize,
            "Most bytes of one prompt or answer; longer ones are cut."
        )
        static let retention = Field(
            "retention",
            .duration(.seconds(3600)...longest.upperBound),
            default: defaults.retention,
            "How long they are kept."
        )

        static let description = SectionDescription(
            help: "What is kept of prompts and answers.",
            fields: [store.description, maxSize.description, retention.description]
        )

        static func read(_ section: SectionReader) -> Value? {
            Value(
                configuration: RetentionConfiguration.Bodies(
                    store: section[store],
                    maxSize: section[maxSize],
                    retention: section[retention]
                ),
                storePlace: section.place(of: store.name)
            )
        }
    }
}

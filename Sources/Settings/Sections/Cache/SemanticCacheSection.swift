import Caching
import Governance

/// `cache.semantic`: answers given again to a question that says the same in other words.
enum SemanticCacheSection: Section {
    /// What stands there.
    struct Value: Sendable {
        var policies = SemanticPolicies()
        var configuration = SemanticConfiguration()
        /// Where it is switched on; nil where it is not.
        var enabledPlace: Located?
    }

    private static let defaults = SemanticPolicy()
    private static let configured = SemanticConfiguration()

    static let enabled = Field(
        "enabled",
        .boolean,
        default: false,
        "Compare questions by meaning where the same question has no answer yet, unless a request declines."
    )
    static let onRequest = Field(
        "on_request",
        .boolean,
        default: true,
        "Where it is not enabled, compare those of requests that ask for it with `x-kanmon-cache: semantic`."
    )
    static let mode = Field(
        "mode",
        .choice,
        default: defaults.mode,
        "`serve` gives what is found, `shadow` only writes down what would have been given."
    )
    static let embedder = Field(
        "embedder",
        .embedder,
        default: configured.embedder,
        "What makes vectors of questions: `builtin`, or an embedding model, which is asked through this gateway."
    )
    static let dimensions = Field<Int?>.optional(
        "dimensions",
        .integer(1...16_384),
        otherwise: "as many as it gives",
        "How many components the embedding model is asked for."
    )
    static let timeout = Field(
        "timeout",
        .duration(.milliseconds(10)...(.seconds(30))),
        default: configured.timeout,
        "How long an embedding model is waited for; without a vector in time the cache misses."
    )
    static let thresholds = Field<SemanticThresholdsSection.Value?>.optional(
        "thresholds",
        SemanticThresholdsSection.type,
        "From which likeness on questions count as the same."
    )
    static let level = Field(
        "level",
        .semanticLevel,
        default: .broad,
        "The least sure level that is given: 1 equal but for case and spaces, 2 high confidence, 3 broad."
    )
    static let verifier = Field<Verifier.Strictness?>.optional(
        "verifier",
        .choice,
        otherwise: "`words` for the built-in embedder, else `contradictions`",
        "What refuses questions that are alike: any word that only one of them has, or only contradictions such as other "
            + "numbers, dates, names, units or a negation."
    )
    static let maxTurns = Field(
        "max_turns",
        .integer(1...1000),
        default: defaults.maximumTurns,
        "Conversations with more turns of person and model, the last one included, are not compared."
    )
    static let maxText = Field(
        "max_text",
        .integer(1...AnalyzedText.maximumLength),
        default: defaults.maximumText,
        "Questions with more characters are not compared."
    )
    static let maxEntries = Field(
        "max_entries",
        .integer(1...1_000_000),
        default: configured.limits.entries,
        "Most questions that are kept of each of those who share answers (`scope`)."
    )
    static let maxBytes = Field(
        "max_bytes",
        .size((8 << 20)...(1 << 40)),
        default: configured.limits.bytes,
        "Most memory that all vectors and questions take."
    )
    static let secondCheck = Field<SecondCheckSection.Value?>.optional(
        "second_check",
        SecondCheckSection.type,
        otherwise: "no model is asked",
        "A model that is asked, too, before an answer is given."
    )
    static let paths = Field(
        "paths",
        .map(.path, to: SemanticOverridesSection.type),
        default: [],
        "What requests to a path have otherwise; `*` stands for any characters. Where several fit, the last counts."
    )
    static let models = Field(
        "models",
        .map(.modelPattern, to: SemanticOverridesSection.type),
        default: [],
        "What a public model has otherwise; `*` stands for any characters. Counts before `paths`."
    )
    static let teams = Field(
        "teams",
        .map(.key, to: SemanticOverridesSection.type),
        default: [],
        "What a team has otherwise. Counts before `models` and `paths`."
    )

    static let description = SectionDescription(
        help: "Answers given again to a question that says the same in other words.",
        fields: [
            enabled.description, onRequest.description, mode.description, embedder.description,
            dimensions.description, timeout.description, thresholds.description, level.description,
            verifier.description, maxTurns.description, maxText.description, maxEntries.description,
            maxBytes.description, secondCheck.description, paths.description, models.description, teams.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let onRequest = section[onRequest]
        let embedder = section[embedder]
        let dimensions = section[dimensions]
        let asked = section[thresholds]
        let check = section[secondCheck]
        if embedder == .builtin, dimensions != nil, let place = section.place(of: Self.dimensions.name) {
            section.reading.report(.conflict, at: place, "the built-in embedder has a length of its own; name a model")
        }
        let standard = SemanticThresholds.standard(of: embedder)
        let broad = asked?.broad ?? min(standard.broad, asked?.high ?? 1)
        let general = SemanticPolicy(
            use: section[enabled] ? .on : onRequest ? .onRequest : .off,
            mode: section[mode],
            thresholds: SemanticThresholds(
                high: asked?.high ?? max(standard.high, broad),
                broad: broad,
                level: section[level]
            ),
            strictness: section[verifier] ?? (embedder == .builtin ? .words : .contradictions),
            maximumTurns: section[maxTurns],
            maximumText: section[maxText],
            secondCheck: check?.level
        )
        let policies = SemanticPolicies(
            general: general,
            paths: section[paths].map { CachePolicies.Override(ModelPattern($0.name), $0.value) },
            models: models(section),
            teams: teams(section)
        )
        return Value(
            policies: policies,
            configuration: SemanticConfiguration(
                embedder: embedder,
                dimensions: dimensions,
                timeout: section[timeout],
                limits: SemanticMemory.Limits(bytes: section[maxBytes], entries: section[maxEntries]),
                secondCheck: check?.check
            ),
            enabledPlace: section[enabled] ? section.place(of: enabled.name) : nil
        )
    }

    private static func models(
        _ section: SectionReader
    ) -> [CachePolicies.Override<ModelPattern, SemanticOverrides>] {
        section[models].compactMap { entry in
            let shown = Quoting.quoted(entry.name)
            return section.reading.pattern(entry.name, shown: shown, at: entry.position, entry.path)
                .map { CachePolicies.Override($0, entry.value) }
        }
    }

    private static func teams(_ section: SectionReader) -> [String: SemanticOverrides] {
        var teams: [String: SemanticOverrides] = [:]
        for entry in section[Self.teams] {
            let declared = section.reading.declaredTeams
            if !declared.contains(entry.name) {
                section.reading.report(
                    .unknownTeam,
                    at: entry.position,
                    entry.path,
                    "no such team is declared\(declared.help(for: entry.name, none: "there are no `teams`"))"
                )
            }
            teams[entry.name] = entry.value
        }
        return teams
    }
}

extension SemanticThresholds {
    /// What counts where the document says nothing. Of embedding models nobody knows what their scores mean before looking.
    static func standard(of embedder: SemanticConfiguration.Embedder) -> SemanticThresholds {
        embedder == .builtin ? .builtin : .provider
    }
}

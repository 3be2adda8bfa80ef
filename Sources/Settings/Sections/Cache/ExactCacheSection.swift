import Caching
import Governance

/// `cache.exact`: answers given again to the same question.
enum ExactCacheSection: Section {
    private static let defaults = CachePolicy()
    private static let sizes = 1024...(64 << 20)

    static let enabled = Field("enabled", .boolean, default: false, "Keep answers, unless a request declines.")
    static let onRequest = Field(
        "on_request",
        .boolean,
        default: true,
        "Where it is not enabled, keep the answers of requests that ask for it with `x-kanmon-cache`."
    )
    static let scope = Field(
        "scope",
        .choice,
        default: defaults.scope,
        "Who shares an answer: the `key` alone, its `team`, the whole `organization`, or everyone (`shared`)."
    )
    static let ttl = Field(
        "ttl",
        .duration(CacheTimes.range),
        default: defaults.timeToLive,
        "How long an answer is given."
    )
    static let maxTTL = Field(
        "max_ttl",
        .duration(CacheTimes.range),
        default: defaults.maximumTimeToLive,
        "Longest time that a request may ask for with `x-kanmon-cache: ttl=…`."
    )
    static let maxBytes = Field(
        "max_bytes",
        .size((1 << 20)...(1 << 40)),
        default: CacheConfiguration().maximumBytes,
        "Most memory that all answers take."
    )
    static let maxEntry = Field(
        "max_entry",
        .size(sizes),
        default: defaults.maximumEntryBytes,
        "Largest answer to keep."
    )
    static let maxRequest = Field(
        "max_request",
        .size(sizes),
        default: defaults.maximumRequestBytes,
        "Largest request whose answer is kept."
    )
    static let maxTemperature = Field(
        "max_temperature",
        .number(upTo: 100),
        default: 1.0,
        "Requests with a higher temperature are not cached unless they ask for it. One that states none counts as low."
    )
    static let maxChoices = Field(
        "max_choices",
        .integer(1...128),
        default: defaults.maximumChoices,
        "Requests for more answers at once are not cached."
    )
    static let replay = Field(
        "replay",
        .choice,
        default: ReplaySpeed.immediate,
        "How a kept answer is told as a stream: at once, or with the pauses it was `recorded` with."
    )
    static let replayRate = Field<Double?>.optional(
        "replay_rate",
        .positiveNumber(upTo: 100_000),
        otherwise: "`replay`",
        "Tell it at this many pieces a second instead."
    )
    static let persist = Field(
        "persist",
        .boolean,
        default: false,
        "Whether kept answers outlive the process, in the data folder. Never those of teams with zero retention."
    )
    static let diskBytes = Field(
        "disk_bytes",
        .size((1 << 20)...(1 << 40)),
        default: CacheConfiguration().diskBytes,
        "Most disk that they take there."
    )
    static let timeWords = Field(
        "time_words",
        .boolean,
        default: false,
        "Never cache questions with words for the moment, such as today, latest, weather, 今日 or 現在."
    )
    static let paths = Field(
        "paths",
        .map(.path, to: CacheOverridesSection.type),
        default: [],
        "What requests to a path have otherwise; `*` stands for any characters. Where several fit, the last counts."
    )
    static let models = Field(
        "models",
        .map(.modelPattern, to: CacheOverridesSection.type),
        default: [],
        "What a public model has otherwise; `*` stands for any characters. Counts before `paths`."
    )
    static let teams = Field(
        "teams",
        .map(.key, to: CacheOverridesSection.type),
        default: [],
        "What a team has otherwise. Counts before `models` and `paths`."
    )
    static let rules = Field(
        "rules",
        .list(of: CacheRuleSection.type),
        default: [],
        "What is, or is never, cached, whatever the other fields say: the first rule that fits counts."
    )

    static let description = SectionDescription(
        help: "Answers given again to the same question.",
        fields: [
            enabled.description, onRequest.description, scope.description, ttl.description, maxTTL.description,
            maxBytes.description, maxEntry.description, maxRequest.description, maxTemperature.description,
            maxChoices.description, replay.description, replayRate.description, persist.description,
            diskBytes.description, timeWords.description,
            paths.description, models.description, teams.description, rules.description,
        ]
    )

    static func read(_ section: SectionReader) -> CacheConfiguration? {
        let onRequest = section[onRequest]
        let rate = section[replayRate]
        let general = CachePolicy(
            use: section[enabled] ? .on : onRequest ? .onRequest : .off,
            scope: section[scope],
            timeToLive: section[ttl],
            maximumTimeToLive: section[maxTTL],
            maximumEntryBytes: section[maxEntry],
            maximumRequestBytes: section[maxRequest],
            maximumTemperature: section[maxTemperature],
            maximumChoices: section[maxChoices],
            replay: rate.map(ReplayPacing.rate) ?? section[replay].pacing,
            persists: section[persist]
        )
        if general.timeToLive > general.maximumTimeToLive, let place = section.place(of: maxTTL.name) {
            section.reading.report(
                .conflict,
                at: place,
                "shorter than `ttl`, which is the time without a request's word"
            )
        }
        if section[persist], let place = section.place(of: persist.name) {
            section.reading.persistPlaces.append(place)
        }
        let timeWords = section[timeWords] ? [TimeWords.rule] : []
        return CacheConfiguration(
            maximumBytes: section[maxBytes],
            policies: CachePolicies(
                general: general,
                paths: section[paths].map { CachePolicies.Override(ModelPattern($0.name), $0.value) },
                models: models(section),
                teams: teams(section),
                // The document's own rules first: they may allow what the words would deny.
                rules: section[rules] + timeWords
            ),
            diskBytes: section[diskBytes]
        )
    }

    private static func models(_ section: SectionReader) -> [CachePolicies.Override<ModelPattern, CacheOverrides>] {
        section[models].compactMap { entry in
            let shown = Quoting.quoted(entry.name)
            return section.reading.pattern(entry.name, shown: shown, at: entry.position, entry.path)
                .map { CachePolicies.Override($0, entry.value) }
        }
    }

    private static func teams(_ section: SectionReader) -> [String: CacheOverrides] {
        var teams: [String: CacheOverrides] = [:]
        for entry in section[Self.teams] {
            section.reading.requireTeam(entry.name, at: entry.position, entry.path)
            teams[entry.name] = entry.value
        }
        return teams
    }
}

/// What times of answers can be.
enum CacheTimes {
    static let range: ClosedRange<Duration> = .seconds(1) ... .seconds(3650 * 86_400)
}

/// How a kept answer is told as a stream; the raw value is what a document writes.
enum ReplaySpeed: String, CaseIterable {
    case immediate
    case recorded

    var pacing: ReplayPacing {
        switch self {
        case .immediate: .immediate
        case .recorded: .recorded
        }
    }
}

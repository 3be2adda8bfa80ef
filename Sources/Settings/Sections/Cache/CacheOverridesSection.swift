import Caching

/// `cache.exact.paths.*`, `cache.exact.models.*` and `cache.exact.teams.*`: what one of them has otherwise.
enum CacheOverridesSection: Section {
    private static let otherwise = "as it is without this entry"

    static let enabled = Field<Bool?>.optional(
        "enabled",
        .boolean,
        otherwise: otherwise,
        "`true` keeps answers unless a request declines, `false` never keeps any."
    )
    static let scope = Field<CacheScope?>.optional("scope", .choice, otherwise: otherwise, "Who shares an answer.")
    static let ttl = Field<Duration?>.optional(
        "ttl",
        .duration(CacheTimes.range),
        otherwise: otherwise,
        "How long an answer is given."
    )
    static let maxEntry = Field<Int?>.optional(
        "max_entry",
        .size(1024...(64 << 20)),
        otherwise: otherwise,
        "Largest answer to keep."
    )
    static let maxTemperature = Field<Double?>.optional(
        "max_temperature",
        .number(upTo: 100),
        otherwise: otherwise,
        "Requests with a higher temperature are not cached unless they ask for it."
    )
    static let replay = Field<ReplaySpeed?>.optional(
        "replay",
        .choice,
        otherwise: otherwise,
        "How a kept answer is told as a stream."
    )
    static let persist = Field<Bool?>.optional(
        "persist",
        .boolean,
        otherwise: otherwise,
        "Whether kept answers outlive the process, in the data folder."
    )

    static let description = SectionDescription(
        help: "What is otherwise here.",
        fields: [
            enabled.description, scope.description, ttl.description, maxEntry.description, maxTemperature.description,
            replay.description, persist.description,
        ],
        definition: "cache_entry",
        isListedOnce: true
    )

    static func read(_ section: SectionReader) -> CacheOverrides? {
        if section[persist] == true, let place = section.place(of: persist.name) {
            section.reading.persistPlaces.append(place)
        }
        return CacheOverrides(
            use: section[enabled].map { $0 ? .on : .off },
            scope: section[scope],
            timeToLive: section[ttl],
            maximumEntryBytes: section[maxEntry],
            maximumTemperature: section[maxTemperature],
            replay: section[replay]?.pacing,
            persists: section[persist]
        )
    }
}

import Alerting

/// `reports.weekly`: the report on the week before.
enum WeeklyReportSection: Section {
    /// The settings, and where the document names channels.
    struct Value: Sendable {
        var configuration = ReportsConfiguration.Weekly()
        var channelsPlace: Located?
    }

    private static let defaults = ReportsConfiguration.Weekly()

    static let enabled = Field("enabled", .boolean, default: true, "Whether it is sent.")
    static let timeZone = Field<String?>.optional(
        "time_zone",
        .timeZone,
        otherwise: "`time_zone`",
        "The time zone of its days, as the IANA database names it."
    )
    static let weekday = Field("weekday", .choice, default: defaults.weekday, "The day on which it is sent.")
    static let time = Field("at", .timeOfDay, default: defaults.time, "The time of that day.")
    static let language = Field<NoticeLanguage?>.optional(
        "language",
        .choice,
        otherwise: "`alerts.language`",
        "Its language."
    )
    static let channels = Field<[String]?>.optional(
        "channels",
        .list(of: .name(.budget), minimumCount: 1),
        otherwise: "all",
        "The channels of `alerts` that get it."
    )

    static let description = SectionDescription(
        help: "The report on the week before.",
        fields: [
            enabled.description, timeZone.description, weekday.description, time.description, language.description,
            channels.description,
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(
            configuration: ReportsConfiguration.Weekly(
                isEnabled: section[enabled],
                timeZone: section[timeZone],
                weekday: section[weekday],
                time: section[time],
                language: section[language],
                channels: section[channels].map(Set.init)
            ),
            channelsPlace: section.place(of: channels.name)
        )
    }
}

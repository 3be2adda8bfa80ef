/// `telemetry.log`: what is logged, how, and where to.
enum LogSection: Section {
    private static let defaults = LogConfiguration()

    static let level = Field<LogLevel?>.optional(
        "level",
        .choice,
        otherwise: "`KANMON_LOG_LEVEL`, else `notice`",
        "From which level on lines are written. It can be changed while the gateway runs, by a reload or the admin API."
    )
    static let levels = Field(
        "levels",
        .map(.key, to: .choice),
        default: [Named<LogLevel>](),
        "The levels of single modules: `kanmon` (start, stop, reloads), `gateway`, `access` (requests), `governance`, "
            + "`store`."
    )
    static let format = Field(
        "format",
        .choice,
        default: LogLayout.auto,
        "How lines look where a sink does not say: JSON, for people, or (`auto`) for people on a terminal and JSON "
            + "elsewhere."
    )
    static let access = Field(
        "access",
        .boolean,
        default: defaults.access,
        "Write a line for every request: the fields of the ledger and how long each stage took. Otherwise only requests "
            + "that did not go smoothly are logged, from level `info` on."
    )
    static let prompts = Field(
        "prompts",
        PromptLogSection.type,
        default: PromptLogSection.Value(),
        "Whose questions are logged. Of all others a line has the length alone."
    )
    static let sinks = Field<[LogSinkSection.Value]?>.optional(
        "sinks",
        .list(of: LogSinkSection.type, minimumCount: 1),
        otherwise: "standard error",
        "Where lines go. Each sink has a bounded queue and never holds a request up; what does not fit is dropped and "
            + "counted."
    )

    static let description = SectionDescription(
        help: "What is logged, how, and where to.",
        fields: [
            level.description, levels.description, format.description, access.description, prompts.description,
            sinks.description,
        ]
    )

    static func read(_ section: SectionReader) -> LogConfiguration? {
        let layout = section[format]
        let prompts = section[prompts]
        let sinks = section[sinks] ?? [LogSinkSection.Value { .standardError($0) }]
        return LogConfiguration(
            level: section[level],
            levels: levels(section),
            access: section[access],
            promptTeams: prompts.teams,
            promptCharacters: prompts.characters,
            sinks: sinks.map { $0.configuration(layout) }
        )
    }

    private static func levels(_ section: SectionReader) -> [LogModule: LogLevel] {
        var levels: [LogModule: LogLevel] = [:]
        let names = LogModule.allCases.map(\.rawValue)
        for entry in section[Self.levels] {
            if let module = LogModule(rawValue: entry.name) {
                levels[module] = entry.value
                continue
            }
            var message = "no such module"
            if let nearest = Spelling.nearest(to: entry.name, among: names) {
                message += "; did you mean \"\(nearest)\"?"
            }
            message += "; allowed: \(names.joined(separator: ", "))"
            section.reading.report(.invalidValue, at: entry.position, entry.path, message)
        }
        return levels
    }
}

import Alerting

/// `alerts`: what people are told of, when, and where.
enum AlertsSection: Section {
    private static let defaults = AlertsConfiguration()
    private static let lengths: ClosedRange<Duration> = .seconds(60) ... .seconds(7 * 86_400)

    static let enabled = Field("enabled", .boolean, default: true, "Whether anything is watched.")
    static let rules = Field(
        "rules",
        .map(.budget, to: AlertRuleSection.type),
        default: [],
        "Rules by name: what is otherwise in standard ones, and rules of one's own."
    )
    static let reminder = Field(
        "repeat",
        .duration(lengths),
        default: .seconds(defaults.pace.reminder),
        "After so long an alert that goes on is told of again."
    )
    static let cooldown = Field(
        "cooldown",
        .duration(.zero ... .seconds(86_400)),
        default: .seconds(defaults.pace.cooldown),
        "What comes back within so long of the last time it was told of is told of only if it lasts beyond."
    )
    static let patience = Field(
        "patience",
        .duration(lengths),
        default: .seconds(defaults.pace.patience),
        "An alert without any new value for so long is over."
    )
    static let language = Field("language", .choice, default: defaults.language, "The language of texts.")
    static let gateway = Field(
        "gateway",
        .name(.budget),
        default: defaults.gateway,
        "What the gateway is called in them, to tell several apart."
    )
    static let channels = Field(
        "channels",
        .list(of: AlertChannelSection.type),
        default: [],
        "Where people and programs are told. Without any, alerts are in the admin API and the log only."
    )

    static let description = SectionDescription(
        help: "What people are told of, when, and where.",
        fields: [
            enabled.description, rules.description, reminder.description, cooldown.description, patience.description,
            language.description, gateway.description, channels.description,
        ]
    )

    static func read(_ section: SectionReader) -> AlertsConfiguration? {
        let reading = section.reading
        let said = section[rules].compactMap { named in
            AlertRuleSection.rule(named: named.name, named.value, reading)
        }
        let changed = Dictionary(said.map { ($0.name, $0) }) { first, _ in first }
        let own = said.filter { AlertRule.standard(named: $0.name) == nil }
        let rules = AlertRule.standard.map { changed[$0.name] ?? $0 } + own
        let known = Set(rules.map(\.name)).union(section[Self.rules].map(\.name))
        var names: Set<String> = []
        let channels = section[channels].map { value in
            if !names.insert(value.channel.name).inserted {
                reading.report(.duplicate, at: value.place, "another channel has the same name")
            }
            if let place = value.rulesPlace, let unknown = value.channel.rules?.subtracting(known).min() {
                let nearest =
                    Spelling.nearest(to: unknown, among: known.sorted()).map { "; did you mean \"\($0)\"?" } ?? ""
                reading.report(
                    .invalidValue,
                    at: place,
                    "a rule that is not there is named\(nearest); rules: \(known.sorted().joined(separator: ", "))"
                )
            }
            return value.channel
        }
        return AlertsConfiguration(
            isEnabled: section[enabled],
            rules: rules,
            declared: Set(said.map(\.name)),
            pace: AlertPace(
                reminder: seconds(section[reminder]),
                cooldown: seconds(section[cooldown]),
                patience: seconds(section[patience])
            ),
            language: section[language],
            gateway: section[gateway],
            channels: channels
        )
    }

    private static func seconds(_ duration: Duration) -> Int { Int(clamping: duration.components.seconds) }
}

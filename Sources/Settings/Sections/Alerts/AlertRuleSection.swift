import Alerting

/// `alerts.rules.*`: what of a standard rule is otherwise, or a rule of one's own.
enum AlertRuleSection: Section {
    /// What the document says.
    struct Value: Sendable {
        var place: Located
        var signal: AlertSignal?
        var isEnabled: Bool
        var over: AlertLevel?
        var under: AlertLevel?
        var clear: AlertLevel?
        var window: Duration?
        var holding: Duration?
        var least: Double?
        var severity: AlertSeverity?
    }

    static let signal = Field<AlertSignal?>.optional(
        "signal",
        .choice,
        otherwise: "the standard rule's",
        "What is watched. Must be said for rules of one's own, and not for standard ones."
    )
    static let enabled = Field("enabled", .boolean, default: true, "Whether it is watched.")
    static let over = Field<AlertLevel?>.optional(
        "over",
        .alertLevel,
        otherwise: "the standard rule's",
        "People are told of values above this (of budgets: that reach it): a share, a length of time or a number."
    )
    static let under = Field<AlertLevel?>.optional(
        "under",
        .alertLevel,
        otherwise: "the standard rule's",
        "The same for what is worse the less it is: `certificate_expiry`."
    )
    static let clear = Field<AlertLevel?>.optional(
        "clear",
        .alertLevel,
        otherwise: "the standard rule's; `over` where that is said",
        "It is over at this level. Between the two nothing changes, so that a value around the level does not tell again and again."
    )
    static let window = Field<Duration?>.optional(
        "window",
        .duration(.seconds(60) ... .seconds(3600)),
        otherwise: "the standard rule's, else `5m`",
        "How far back calls are looked at, in whole minutes."
    )
    static let holding = Field<Duration?>.optional(
        "for",
        .duration(.zero ... .seconds(86_400)),
        otherwise: "the standard rule's, else `0s`",
        "How long a value must be bad before anybody is told."
    )
    static let least = Field<Double?>.optional(
        "least",
        .number(upTo: 1_000_000_000),
        otherwise: "the standard rule's, else 0",
        "Fewest calls that a value must rest on; of `spend_anomaly` the least US dollars of the day."
    )
    static let severity = Field<AlertSeverity?>.optional(
        "severity",
        .choice,
        otherwise: "the standard rule's, else `warning`",
        "How much it matters."
    )

    static let description = SectionDescription(
        help: "When people are told of something.",
        fields: [
            signal.description, enabled.description, over.description, under.description, clear.description,
            window.description, holding.description, least.description, severity.description,
        ],
        groups: [SectionGroup(names: [over.name, under.name])]
    )

    static func read(_ section: SectionReader) -> Value? {
        Value(
            place: section.place,
            signal: section[signal],
            isEnabled: section[enabled],
            over: section[over],
            under: section[under],
            clear: section[clear],
            window: section[window],
            holding: section[holding],
            least: section[least],
            severity: section[severity]
        )
    }

    /// The rule that a document's words make; `nil` where they make none, which is reported.
    static func rule(named name: String, _ value: Value, _ reading: Reading) -> AlertRule? {
        let standard = AlertRule.standard(named: name)
        guard let signal = standard?.signal ?? value.signal else {
            let names = AlertRule.standard.map(\.name)
            let nearest = Spelling.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
            reading.report(
                .missingField,
                at: value.place,
                "no standard rule has this name, so `signal` must say what is watched\(nearest); standard rules: "
                    + names.joined(separator: ", ")
            )
            return nil
        }
        if standard != nil, let other = value.signal, other != signal {
            reading.report(
                .conflict,
                at: value.place,
                "this standard rule watches \(signal.rawValue); give a rule of your own another name"
            )
            return nil
        }
        let isUnder = signal.comparison == .under
        guard (isUnder ? value.over : value.under) == nil else {
            let (wrong, right) = isUnder ? (over.name, under.name) : (under.name, over.name)
            reading.report(.conflict, at: value.place, "\(signal.rawValue) takes `\(right)`, not `\(wrong)`")
            return nil
        }
        var levels: [Double?] = []
        for level in [isUnder ? value.under : value.over, value.clear] {
            guard let level else {
                levels.append(nil)
                continue
            }
            guard let number = level.value(for: signal) else {
                reading.report(.invalidValue, at: value.place, "\(signal.rawValue) is not counted in that unit")
                return nil
            }
            levels.append(number)
        }
        guard let threshold = levels[0] ?? standard?.threshold else {
            let field = isUnder ? under.name : over.name
            reading.report(.missingField, at: value.place, "a rule of one's own needs `\(field)`")
            return nil
        }
        var rule = standard ?? AlertRule(name, signal, threshold: threshold)
        rule.isEnabled = value.isEnabled
        rule.threshold = threshold
        rule.clear = levels[1] ?? (levels[0] == nil ? rule.clear : threshold)
        if let window = value.window { rule.window = seconds(window) / 60 * 60 }
        if let holding = value.holding { rule.holding = seconds(holding) }
        if let least = value.least { rule.leastSamples = least }
        if let severity = value.severity { rule.severity = severity }
        guard rule.isSound else {
            reading.report(.conflict, at: value.place, "`clear` must be on the good side of the level, or the same")
            return nil
        }
        return rule
    }

    private static func seconds(_ duration: Duration) -> Int { Int(clamping: duration.components.seconds) }
}

import Alerting

/// `reports`: what is reported regularly, and where.
enum ReportsSection: Section {
    /// The settings, and where the document names channels.
    struct Value: Sendable {
        var configuration = ReportsConfiguration()
        var channelsPlace: Located?
    }

    static let weekly = Field(
        "weekly",
        WeeklyReportSection.type,
        default: WeeklyReportSection.Value(),
        "The report on the week before."
    )

    static let description = SectionDescription(
        help: "What is reported regularly, and where.",
        fields: [weekly.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let weekly = section[weekly]
        return Value(
            configuration: ReportsConfiguration(weekly: weekly.configuration),
            channelsPlace: weekly.channelsPlace
        )
    }

    /// Refuses names of channels that `alerts` does not have.
    static func check(_ value: Value, _ alerts: AlertsConfiguration, _ reading: Reading) {
        let known = Set(alerts.channels.map(\.name))
        guard let place = value.channelsPlace,
            let unknown = value.configuration.weekly.channels?.subtracting(known).min()
        else { return }
        let names = DeclaredNames(known.sorted(), rule: .budget)
        let help = names.help(for: unknown, none: "there are no `alerts.channels`")
        reading.report(.invalidValue, at: place, "no such channel is declared\(help)")
    }
}

/// `providers.*.health_check`: how a provider is asked whether it is well.
enum HealthCheckSection: Section {
    private static let defaults = HealthCheckConfiguration(path: "/")

    static let path = Field<String?>.required(
        "path",
        .path,
        "What to ask for, from the root of the provider's host and not below `base_url`; a status of 2xx says that it is well."
    )
    static let interval = Field(
        "interval",
        .duration(.milliseconds(100) ... .seconds(86_400)),
        default: defaults.interval,
        "Time between two checks."
    )
    static let timeout = Field(
        "timeout",
        .duration(.milliseconds(10) ... .seconds(600)),
        default: defaults.timeout,
        "How long an answer may take; not longer than `interval`."
    )

    static let description = SectionDescription(
        help: "How a provider is asked whether it is well, beside what its answers tell.",
        fields: [path.description, interval.description, timeout.description]
    )

    static func read(_ section: SectionReader) -> HealthCheckConfiguration? {
        let path = section[path]
        let interval = section[interval]
        let timeout = section[timeout]
        if timeout > interval, let place = section.place(of: Self.timeout.name) ?? section.place(of: Self.interval.name)
        {
            section.reading.report(
                .conflict,
                at: place,
                "`timeout` is \(DurationText.text(timeout)), longer than `interval`, \(DurationText.text(interval))"
            )
        }
        return path.map { HealthCheckConfiguration(path: $0, interval: interval, timeout: timeout) }
    }
}

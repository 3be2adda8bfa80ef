/// `models.*.timeout`: the time limits of requests.
enum TimeoutSection: Section {
    private static let defaults = TimeoutConfiguration()
    private static let range: ClosedRange<Duration> = .milliseconds(1) ... .seconds(86_400)

    static let connect = Field(
        "connect",
        .duration(range),
        default: defaults.connect,
        "Until the connection to the provider stands, TLS included."
    )
    static let firstByte = Field(
        "first_byte",
        .duration(range),
        default: defaults.firstByte,
        "Until the first byte of the answer's body; on streams until the first content."
    )
    static let idle = Field(
        "idle",
        .duration(range),
        default: defaults.idle,
        "Longest pause between two pieces of the answer."
    )
    static let total = Field(
        "total",
        .duration(range),
        default: defaults.total,
        "For the request as a whole, all attempts and the waits between them together, up to the last byte."
    )

    static let description = SectionDescription(
        help: "Time limits of requests to the targets.",
        fields: [connect.description, firstByte.description, idle.description, total.description]
    )

    static func read(_ section: SectionReader) -> TimeoutConfiguration? {
        let timeout = TimeoutConfiguration(
            connect: section[connect],
            firstByte: section[firstByte],
            idle: section[idle],
            total: section[total]
        )
        // A default that is longer than the total does no harm; a number that someone wrote down would mislead.
        for (field, duration) in [(connect, timeout.connect), (firstByte, timeout.firstByte), (idle, timeout.idle)] {
            guard let place = section.place(of: field.name), duration > timeout.total else { continue }
            section.reading.report(
                .conflict,
                at: place,
                "longer than the total of \(DurationText.text(timeout.total)), so it would never count"
            )
        }
        return timeout
    }
}

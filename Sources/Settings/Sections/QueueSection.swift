/// `server.queue`: how requests wait where as many are in flight as may be.
enum QueueSection: Section {
    private static let defaults = QueueConfiguration()

    static let length = Field(
        "length",
        .integer(0...1_000_000),
        default: defaults.length,
        "Most requests that wait; further ones are refused."
    )
    static let timeout = Field(
        "timeout",
        .duration(.milliseconds(1) ... .seconds(3600)),
        default: defaults.timeout,
        "How long one waits at most."
    )

    static let description = SectionDescription(
        help: "How requests wait where as many are in flight as may be.",
        fields: [length.description, timeout.description]
    )

    static func read(_ section: SectionReader) -> QueueConfiguration? {
        QueueConfiguration(length: section[length], timeout: section[timeout])
    }
}

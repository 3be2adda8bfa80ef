import Routing

/// `models.*.retry.backoff`: the wait before another try of the same target.
enum BackoffSection: Section {
    struct Value: Sendable {
        var initial = RetryPolicy().initialBackoff
        var maximum = RetryPolicy().maximumBackoff
    }

    static let initial = Field(
        "initial",
        .duration(.milliseconds(1) ... .seconds(600)),
        default: Value().initial,
        "Before the first retry; doubled for each further one. The wait taken is a random part of it."
    )
    static let maximum = Field(
        "max",
        .duration(.milliseconds(1) ... .seconds(600)),
        default: Value().maximum,
        "Longest wait. A provider that asks for a longer one is not waited for."
    )

    static let description = SectionDescription(
        help: "The wait before another try of the same target.",
        fields: [initial.description, maximum.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let value = Value(initial: section[initial], maximum: section[maximum])
        if value.initial > value.maximum, let place = section.place(of: initial.name) ?? section.place(of: maximum.name)
        {
            section.reading.report(
                .conflict,
                at: place,
                "`initial` is \(DurationText.text(value.initial)), longer than `max`, \(DurationText.text(value.maximum))"
            )
        }
        return value
    }
}

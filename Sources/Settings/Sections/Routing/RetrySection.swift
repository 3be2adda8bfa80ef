import Routing

/// `models.*.retry`: when and how often a target is tried again.
enum RetrySection: Section {
    private static let defaults = RetryPolicy()

    static let attempts = Field(
        "attempts",
        .integer(1...20),
        default: defaults.attempts,
        "Most tries of one target, the first one included."
    )
    static let on = Field<[FailureClass]?>.optional(
        "on",
        .list(of: .retriable),
        otherwise: ValueType<FailureClass>.text(defaults.on),
        "Failures after which the request is tried again, at the same or the next target: statuses and words. "
            + "`credential` stands for 401 and 403, `quota` for 402 and an empty account."
    )
    static let backoff = Field(
        "backoff",
        BackoffSection.type,
        default: BackoffSection.Value(),
        "The wait before another try of the same target."
    )

    static let description = SectionDescription(
        help: "When and how often a target is tried again.",
        fields: [attempts.description, on.description, backoff.description]
    )

    static func read(_ section: SectionReader) -> RetryPolicy? {
        let backoff = section[backoff]
        return RetryPolicy(
            attempts: section[attempts],
            on: section[on].map(Set.init) ?? defaults.on,
            initialBackoff: backoff.initial,
            maximumBackoff: backoff.maximum
        )
    }
}

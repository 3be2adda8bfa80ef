import Routing

/// `models.*.breaker`: when a target is set aside after failures.
enum BreakerSection: Section {
    private static let defaults = BreakerPolicy()

    static let failures = Field(
        "failures",
        .integer(1...1_000_000),
        default: defaults.failures,
        "So many failures in a row set a target aside."
    )
    static let failureShare = Field(
        "failure_share",
        .share(isZeroAllowed: false),
        default: defaults.failureShare,
        "This share of failures within `window` does so too; 1 only if nothing succeeds."
    )
    static let minimumRequests = Field(
        "min_requests",
        .integer(1...1_000_000),
        default: defaults.minimumRequests,
        "Fewest requests within `window` before the share counts."
    )
    static let window = Field(
        "window",
        .duration(.seconds(1) ... .seconds(3600)),
        default: defaults.window,
        "How far back failures are looked at."
    )
    static let openFor = Field(
        "open_for",
        .duration(.milliseconds(100) ... .seconds(3600)),
        default: defaults.openFor,
        "How long a target is set aside at first; then one request tries it."
    )
    static let rampUp = Field(
        "ramp_up",
        .duration(.zero ... .seconds(3600)),
        default: defaults.rampUp,
        "How long its share of the traffic grows after that until it is whole again."
    )
    static let maximumEjected = Field(
        "max_ejected",
        .share(),
        default: defaults.maximumEjected,
        "Largest share of the targets that may be set aside for failing more often than the others."
    )

    static let description = SectionDescription(
        help: "When a target is set aside after failures, and how it comes back.",
        fields: [
            failures.description, failureShare.description, minimumRequests.description, window.description,
            openFor.description, rampUp.description, maximumEjected.description,
        ]
    )

    static func read(_ section: SectionReader) -> BreakerPolicy? {
        BreakerPolicy(
            failures: section[failures],
            failureShare: section[failureShare],
            minimumRequests: section[minimumRequests],
            window: section[window],
            openFor: section[openFor],
            rampUp: section[rampUp],
            maximumEjected: section[maximumEjected]
        )
    }
}

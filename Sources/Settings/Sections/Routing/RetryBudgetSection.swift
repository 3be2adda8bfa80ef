import Routing

/// `server.retry_budget`: how much of the traffic may be retries.
enum RetryBudgetSection: Section {
    private static let defaults = RetryBudgetPolicy()

    static let share = Field(
        "share",
        .share(),
        default: defaults.share,
        "Retries and hedges as a share of the requests of the last ten seconds."
    )
    static let floor = Field(
        "floor",
        .integer(0...1_000_000),
        default: defaults.floor,
        "Retries a second that are always allowed."
    )

    static let description = SectionDescription(
        help: "How much of the live traffic may be retries and hedges.",
        fields: [share.description, floor.description]
    )

    static func read(_ section: SectionReader) -> RetryBudgetPolicy? {
        RetryBudgetPolicy(share: section[share], floor: section[floor])
    }
}

import Routing

/// `models.*.hedge`: a second copy of a slow request.
enum HedgeSection: Section {
    static let after = Field<HedgePolicy?>.required(
        "after",
        .hedgeAfter,
        "How long to wait for the first content; `p95` is the time within which 95 of 100 came from that target."
    )

    static let description = SectionDescription(
        help: "When a second copy of a slow request goes to the next target.",
        fields: [after.description]
    )

    static func read(_ section: SectionReader) -> HedgePolicy? { section[after] }
}

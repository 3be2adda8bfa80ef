/// `thresholds` under `cache.semantic`: from which likeness on questions count as the same.
enum SemanticThresholdsSection: Section {
    /// What stands there; nil where it is not said.
    struct Value: Sendable {
        var high: Double?
        var broad: Double?
    }

    static let high = Field<Double?>.optional(
        "high",
        .share(),
        otherwise: "as it is elsewhere: 0.85, of an embedding model 0.95",
        "The least score of a hit of high confidence (level 2)."
    )
    static let broad = Field<Double?>.optional(
        "broad",
        .share(),
        otherwise: "as it is elsewhere: 0.7, of an embedding model 0.9",
        "The least score of a broad hit (level 3)."
    )

    static let description = SectionDescription(
        help: "From which likeness on questions count as the same.",
        fields: [high.description, broad.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let value = Value(high: section[high], broad: section[broad])
        if let high = value.high, let broad = value.broad, broad > high, let place = section.place(of: Self.broad.name)
        {
            section.reading.report(.conflict, at: place, "above `high`; a broad hit is the less sure one")
        }
        return value
    }
}

import Caching

/// `cache.semantic.second_check`: a model that is asked whether two questions are the same.
enum SecondCheckSection: Section {
    /// What stands there.
    struct Value: Sendable {
        var check: SemanticConfiguration.SecondCheck
        var level: SemanticLevel
    }

    static let model = Field<LocatedDestination?>.required(
        "model",
        .destination,
        "The model that is asked: a small, fast one. What it takes is in the ledger."
    )
    static let timeout = Field(
        "timeout",
        .duration(.milliseconds(50)...(.seconds(60))),
        default: .seconds(2),
        "How long its answer is waited for; without one in time nothing is given."
    )
    static let level = Field(
        "level",
        .semanticLevel,
        default: .broad,
        "From which level on it is asked: 3 for broad hits alone, 2 for those of high confidence, too."
    )

    static let description = SectionDescription(
        help: "A model that is asked whether two questions are the same, before an answer is given.",
        fields: [model.description, timeout.description, level.description]
    )

    static func read(_ section: SectionReader) -> Value? {
        let timeout = section[timeout]
        let level = section[level]
        guard let model = section[model] else { return nil }
        return Value(
            check: SemanticConfiguration.SecondCheck(model: model.destination.name, timeout: timeout),
            level: level
        )
    }
}

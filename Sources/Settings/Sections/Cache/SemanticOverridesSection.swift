import Caching

/// `cache.semantic.paths.*`, `cache.semantic.models.*` and `cache.semantic.teams.*`: what one of them has otherwise.
enum SemanticOverridesSection: Section {
    private static let otherwise = "as it is without this entry"

    static let enabled = Field<Bool?>.optional(
        "enabled",
        .boolean,
        otherwise: otherwise,
        "`true` compares questions by meaning unless a request declines, `false` never does."
    )
    static let mode = Field<SemanticMode?>.optional(
        "mode",
        .choice,
        otherwise: otherwise,
        "`serve` gives what is found, `shadow` only writes it down."
    )
    static let thresholds = Field<SemanticThresholdsSection.Value?>.optional(
        "thresholds",
        SemanticThresholdsSection.type,
        otherwise: otherwise,
        "The least scores."
    )
    static let level = Field<SemanticLevel?>.optional(
        "level",
        .semanticLevel,
        otherwise: otherwise,
        "The least sure level that is given."
    )

    static let description = SectionDescription(
        help: "What is otherwise here.",
        fields: [enabled.description, mode.description, thresholds.description, level.description],
        definition: "semantic_entry",
        isListedOnce: true
    )

    static func read(_ section: SectionReader) -> SemanticOverrides? {
        let thresholds = section[thresholds]
        return SemanticOverrides(
            use: section[enabled].map { $0 ? .on : .off },
            mode: section[mode],
            high: thresholds?.high,
            broad: thresholds?.broad,
            level: section[level]
        )
    }
}

import Caching

/// `cache`: how answers are kept and given again.
enum CacheSection: Section {
    static let exact = Field(
        "exact",
        ExactCacheSection.type,
        default: CacheConfiguration(),
        "Answers given again to the same question, through whichever API it is asked."
    )
    static let semantic = Field(
        "semantic",
        SemanticCacheSection.type,
        default: SemanticCacheSection.Value(),
        "Answers given again to a question that says the same in other words. Needs `exact`: what may not be kept there is not "
            + "found here."
    )

    static let description = SectionDescription(
        help: "How answers are kept and given again.",
        fields: [exact.description, semantic.description]
    )

    static func read(_ section: SectionReader) -> CacheConfiguration? {
        let exact = section[exact]
        let semantic = section[semantic]
        var policies = exact.policies
        policies.semantic = semantic.policies
        if let place = semantic.enabledPlace, !policies.isOnAnywhere {
            section.reading.report(
                .conflict,
                at: place,
                "answers are kept nowhere; add `enabled: true` to `cache.exact`, or to one of its `models`, `paths` or `teams`"
            )
        }
        return CacheConfiguration(
            maximumBytes: exact.maximumBytes,
            policies: policies,
            semantic: semantic.configuration,
            diskBytes: exact.diskBytes
        )
    }
}

extension CachePolicies {
    /// Whether some request's answer is kept without being asked for.
    fileprivate var isOnAnywhere: Bool {
        let overrides = paths.map(\.overrides) + models.map(\.overrides) + teams.values
        return general.use == .on || overrides.contains { $0.use == .on } || rules.contains { $0.action == .allow }
    }
}

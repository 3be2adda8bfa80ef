/// `cache`: how answers are kept and given again.
enum CacheSection: Section {
    static let exact = Field(
        "exact",
        ExactCacheSection.type,
        default: CacheConfiguration(),
        "Answers given again to the same question, through whichever API it is asked."
    )

    static let description = SectionDescription(
        help: "How answers are kept and given again.",
        fields: [exact.description]
    )

    static func read(_ section: SectionReader) -> CacheConfiguration? { section[exact] }
}

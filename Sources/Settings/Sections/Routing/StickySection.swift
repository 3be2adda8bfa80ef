import Routing

/// `models.*.sticky`: what keeps a caller on one target.
enum StickySection: Section {
    /// The kinds of key; the raw value is what a document writes.
    enum Kind: String, CaseIterable {
        case header
        case user
        case session
        case promptPrefix = "prompt-prefix"
    }

    static let by = Field<Kind?>.required(
        "by",
        .choice,
        "What decides: a header field, the caller's own user (`user`, `metadata.user_id`), the session (`x-session-id`, "
            + "`x-kanmon-session`, `prompt_cache_key`), or the beginning of the prompt."
    )
    static let header = Field<String?>.optional("header", .name(.header), "The header field's name, with `by: header`.")

    static let description = SectionDescription(
        help: "What keeps a caller on one target.",
        fields: [by.description, header.description],
        rules: [
            SectionRule(field: by.name, values: [Kind.header.rawValue], required: [header.name]),
            SectionRule(
                field: by.name,
                values: Kind.allCases.filter { $0 != .header }.map(\.rawValue),
                forbidden: [header.name]
            ),
        ]
    )

    static func read(_ section: SectionReader) -> StickyKey? {
        let header = section[header]
        return switch section[by] {
        case .header: header.map { .header($0.lowercased()) }
        case .user: .user
        case .session: .session
        case .promptPrefix: .promptPrefix
        case nil: nil
        }
    }
}

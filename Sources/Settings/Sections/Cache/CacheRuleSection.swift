import Caching
import Governance
import Routing

/// `cache.exact.rules[]`: what is, or is never, cached.
enum CacheRuleSection: Section {
    static let name = Field<String?>.required("name", .name(.budget), "The name that logs and `x-kanmon-cache` show.")
    static let action = Field<CacheRule.Action?>.required(
        "action",
        .choice,
        "`deny`: never cached. `allow`: cached unless the request declines."
    )
    static let paths = Field(
        "paths",
        .list(of: .name(.path), minimumCount: 1),
        default: [],
        "The request's path is one of these; `*` stands for any characters."
    )
    static let models = Field(
        "models",
        .list(of: .modelPattern, minimumCount: 1),
        default: [],
        "The public model is one of these; `*` stands for any characters."
    )
    static let tags = Field("tags", .tags, default: [], "The request carries one of these tags.")
    static let headers = Field(
        "headers",
        .map(.header, to: .pattern, minimumCount: 1),
        default: [],
        "The request has one of these header fields, with a value that the regular expression matches."
    )
    static let text = Field(
        "text",
        .list(of: .pattern, minimumCount: 1),
        default: [],
        "One of these regular expressions matches in the text of the user's last turn."
    )

    static let description = SectionDescription(
        help: "What is, or is never, cached: all of the conditions given must hold.",
        fields: [
            name.description, action.description, paths.description, models.description, tags.description,
            headers.description, text.description,
        ]
    )

    static func read(_ section: SectionReader) -> CacheRule? {
        let paths = section[paths].map(ModelPattern.init)
        let models = section[models]
        let tags = section[tags]
        let headers = section[headers].map { CacheRule.Header($0.name.lowercased(), $0.value) }
        let texts = section[text]
        guard let name = section[name], let action = section[action] else { return nil }
        return CacheRule(name, action, paths: paths, models: models, tags: tags, headers: headers, texts: texts)
    }
}

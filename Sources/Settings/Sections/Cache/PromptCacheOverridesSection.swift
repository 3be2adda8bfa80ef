import Caching

/// `prompt_caching.models.*` and `prompt_caching.teams.*`: what one of them has otherwise.
enum PromptCacheOverridesSection: Section {
    private static let otherwise = "as it is without this entry"

    static let enabled = Field<Bool?>.optional(
        "enabled",
        .boolean,
        otherwise: otherwise,
        "`true` adapts prompts unless a request declines, `false` never does."
    )
    static let ttl = Field<PromptCachePolicy.Lifetimes?>.optional(
        "ttl",
        .choice,
        otherwise: otherwise,
        "How long Anthropic is asked to keep a prefix."
    )
    static let affinity = Field<Bool?>.optional(
        "affinity",
        .boolean,
        otherwise: otherwise,
        "Prefer the target and the credential whose cache has the prompt's beginning."
    )

    static let description = SectionDescription(
        help: "What is otherwise here.",
        fields: [enabled.description, ttl.description, affinity.description],
        definition: "prompt_cache_entry",
        isListedOnce: true
    )

    static func read(_ section: SectionReader) -> PromptCacheOverrides? {
        PromptCacheOverrides(
            use: section[enabled].map { $0 ? .on : .off },
            lifetimes: section[ttl],
            affinity: section[affinity]
        )
    }
}

import Caching
import Governance

/// `prompt_caching`: what is done so that providers' own caches serve prompts.
enum PromptCachingSection: Section {
    private static let defaults = PromptCachePolicy()

    static let enabled = Field(
        "enabled",
        .boolean,
        default: false,
        "Put breakpoints (Anthropic) and cache keys (OpenAI) into prompts, unless a request declines."
    )
    static let onRequest = Field(
        "on_request",
        .boolean,
        default: true,
        "Where it is not enabled, do so for requests that ask for it with `x-kanmon-prompt-cache: on`."
    )
    static let ttl = Field(
        "ttl",
        .choice,
        default: defaults.lifetimes,
        "How long Anthropic is asked to keep a prefix: whichever is expected to cost least (`auto`), five minutes or an hour."
    )
    static let affinity = Field(
        "affinity",
        .boolean,
        default: defaults.affinity,
        "Prefer the target and the credential whose cache has the prompt's beginning, where the strategy leaves a choice."
    )
    static let maxBytes = Field(
        "max_bytes",
        .size((1 << 20)...(1 << 34)),
        default: PromptCachingConfiguration().maximumBytes,
        "Most memory for what is remembered of prompts: digests alone."
    )
    static let models = Field(
        "models",
        .map(.modelPattern, to: PromptCacheOverridesSection.type),
        default: [],
        "What a public model has otherwise; `*` stands for any characters. Where several fit, the last counts."
    )
    static let teams = Field(
        "teams",
        .map(.key, to: PromptCacheOverridesSection.type),
        default: [],
        "What a team has otherwise. Counts before `models`."
    )

    static let description = SectionDescription(
        help: "What is put into prompts, and who is preferred, so that providers' own caches serve them.",
        fields: [
            enabled.description, onRequest.description, ttl.description, affinity.description, maxBytes.description,
            models.description, teams.description,
        ]
    )

    static func read(_ section: SectionReader) -> PromptCachingConfiguration? {
        let onRequest = section[onRequest]
        let general = PromptCachePolicy(
            use: section[enabled] ? .on : onRequest ? .onRequest : .off,
            lifetimes: section[ttl],
            affinity: section[affinity]
        )
        return PromptCachingConfiguration(
            maximumBytes: section[maxBytes],
            policies: PromptCachePolicies(general: general, models: models(section), teams: teams(section))
        )
    }

    private static func models(_ section: SectionReader) -> [PromptCachePolicies.ModelOverride] {
        section[models].compactMap { entry in
            let shown = Quoting.quoted(entry.name)
            return section.reading.pattern(entry.name, shown: shown, at: entry.position, entry.path)
                .map { PromptCachePolicies.ModelOverride($0, entry.value) }
        }
    }

    private static func teams(_ section: SectionReader) -> [String: PromptCacheOverrides] {
        var teams: [String: PromptCacheOverrides] = [:]
        for entry in section[Self.teams] {
            section.reading.requireTeam(entry.name, at: entry.position, entry.path)
            teams[entry.name] = entry.value
        }
        return teams
    }
}

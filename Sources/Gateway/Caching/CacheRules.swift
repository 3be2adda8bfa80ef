import Caching
import Settings

/// What of the cache's settings holds for the requests of one configuration, and what has been made of their bytes.
///
/// The memory of bodies begins anew with each configuration and each change of who there is: what has been decided may be
/// decided otherwise then.
final class CacheRules: Sendable {
    /// What is kept, for whom and for how long.
    let policies: CachePolicies
    /// Whether requests that do not ask for it have to do with the cache.
    let appliesUnasked: Bool
    /// The header fields that rules look at, in lower case.
    let headers: [String]
    /// Whether rules look at texts.
    let readsTexts: Bool
    /// What was made of requests, so that one with the same bytes need not be read again.
    let memo = RawMemo<CacheQuestion>()

    init(_ policies: CachePolicies) {
        self.policies = policies
        let overrides = policies.paths.map(\.overrides) + policies.models.map(\.overrides) + policies.teams.values
        appliesUnasked =
            policies.general.use == .on || overrides.contains { $0.use == .on }
            || policies.rules.contains { $0.action == .allow }
        readsTexts = policies.rules.contains { !$0.texts.isEmpty }
        headers = Set(policies.rules.flatMap { $0.headers.map(\.name) }).sorted()
    }

    /// The same rules for another set of callers.
    func renewed() -> CacheRules { CacheRules(policies) }
}

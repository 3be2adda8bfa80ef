/// Makes the plan of a request: the one place where a public model name becomes an order of targets.
///
/// Pure but for what a route remembers of earlier requests (whose turn it is, who has not been asked for long).
public enum Planner {
    /// How deep routes may nest. The configuration refuses more; this bound holds whatever it says.
    public static let maximumDepth = 8
    /// The answer's length in tokens that latency and cost are estimated for; less where the caller wants less.
    public static let typicalOutputTokens = 300
    /// A target is left out as too short only where the estimated prompt less this share still does not fit: an
    /// estimate made without the provider's tokeniser is often a fifth too high, and a provider that is asked in vain
    /// says so, while a target left out wrongly is a failure of ours.
    public static let contextWindowMargin = 0.2

    /// The whole order of targets for a request to a public model.
    ///
    /// - Parameters:
    ///   - route: the model.
    ///   - facts: the request; asked only what strategies and targets need.
    ///   - snapshot: the present state of a target. Called at most once a target on routes without nested ones.
    ///   - now: the present moment; breaks that are over by then do not count.
    ///   - wallClock: seconds since 1970, for weights that grow by schedule.
    ///   - holders: who holds the prompt's beginning in a cache: strategies that leave a choice prefer them.
    ///   - random: asked only by strategies that leave something to chance.
    public static func plan(
        route: ModelRoute,
        facts: any RequestFacts,
        snapshot: (Target) -> TargetSnapshot,
        now: Moment,
        wallClock: Double,
        holders: [PrefixHolder] = [],
        random: inout some RandomNumberGenerator
    ) -> Plan {
        var walk = Walk(facts: facts, now: now, wallClock: wallClock, holders: holders)
        walk.expand(route, depth: 1, snapshot: snapshot, random: &random)
        return walk.plan
    }

    /// The order of targets for a request that a target has answered in a way for which models name others.
    ///
    /// The list of the step's own route comes first, then those of the routes around it.
    /// - Parameters:
    ///   - kind: what the target said.
    ///   - step: the target and how it was come to; not asked again.
    ///   - facts: the request.
    ///   - snapshot: the present state of a target.
    ///   - now: the present moment.
    ///   - wallClock: seconds since 1970.
    ///   - random: asked only by strategies that leave something to chance.
    public static func plan(
        _ kind: FallbackKind,
        after step: Step,
        facts: any RequestFacts,
        snapshot: (Target) -> TargetSnapshot,
        now: Moment,
        wallClock: Double,
        random: inout some RandomNumberGenerator
    ) -> Plan {
        var walk = Walk(facts: facts, now: now, wallClock: wallClock, excluded: step.target)
        for route in step.routes {
            walk.expand(kind, of: route, depth: 1, snapshot: snapshot, random: &random)
        }
        return walk.plan
    }
}

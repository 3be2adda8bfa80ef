public import ModelAPI

/// What the cache does for a request.
public struct CacheDecision: Hashable, Sendable {
    /// Whether a stored answer may be given.
    public var looksUp: Bool
    /// Whether the new answer may be stored.
    public var stores: Bool
    /// Why one of them, or both, must not be; `nil` where both may.
    public var refusal: CacheRefusal?
    /// Who shares.
    public var scope: CacheScope
    /// A part of the tenant's answers kept apart.
    public var namespace: String?
    /// The oldest stored answer that will do.
    public var maximumAge: Duration?
    /// How long a new answer is given.
    public var timeToLive: Duration
    /// The most bytes of an answer.
    public var maximumEntryBytes: Int
    /// How a stored answer is told as a stream.
    public var replay: ReplayPacing
    /// Whether the new answer outlives the process, on a disk.
    public var persists: Bool
    /// How the question is answered by meaning; `nil` where it is not.
    public var semantic: SemanticPolicy?

    /// Whether the cache has anything to do here.
    public var isBypass: Bool { !looksUp && !stores }
}

extension CachePolicies {
    /// Decides on a request, by configuration, rules, its own words and what it asks.
    /// - Parameters:
    ///   - request: what it asks; `nil` for embeddings, which have no sampling, tools or state.
    ///   - surface: the API it came in by.
    ///   - facts: what is known of it.
    ///   - directives: what it says of the cache.
    public func decide(
        on request: ChatRequest?,
        from surface: DialectID,
        _ facts: CacheRequestFacts,
        _ directives: CacheDirectives
    ) -> CacheDecision {
        let policy = policy(path: facts.path, model: facts.model, team: facts.team)
        var decision = CacheDecision(
            looksUp: !directives.skipsLookup,
            stores: !directives.skipsStore,
            refusal: directives.skipsStore ? .declined : nil,
            scope: policy.scope,
            namespace: directives.namespace,
            maximumAge: directives.maximumAge,
            timeToLive: min(directives.timeToLive ?? policy.timeToLive, policy.maximumTimeToLive),
            maximumEntryBytes: policy.maximumEntryBytes,
            replay: policy.replay,
            persists: policy.persists
        )
        let refusal =
            directives.isBypass
            ? .declined : refusal(of: request, from: surface, facts, directives, policy)
        if let refusal {
            decision.looksUp = false
            decision.stores = false
            decision.refusal = refusal
        }
        // Only what may be given to the same question may be given to one that means the same. Embeddings mean nothing.
        if !decision.isBypass, request != nil { decision.semantic = semantic.decide(facts, directives) }
        return decision
    }

    private func refusal(
        of request: ChatRequest?,
        from surface: DialectID,
        _ facts: CacheRequestFacts,
        _ directives: CacheDirectives,
        _ policy: CachePolicy
    ) -> CacheRefusal? {
        let rule = rules.first { $0.fits(facts) }
        switch (rule?.action, policy.use) {
        case (.deny?, _): return .rule(rule?.name ?? "")
        case (.allow?, _), (nil, .on): break
        case (nil, .off): return .off
        case (nil, .onRequest): if !directives.asks { return .off }
        }
        if facts.bodyBytes > policy.maximumRequestBytes { return .requestTooLarge }
        guard let request else { return nil }
        return RequestNature.refusal(of: request, from: surface, policy, isAsked: directives.asks)
    }
}

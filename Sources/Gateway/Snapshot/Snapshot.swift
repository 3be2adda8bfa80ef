import Routing

/// One configuration, ready to serve: everything a request looks at that a reload may change. It never changes itself.
///
/// Each event loop has a reference to the newest one (``LoopContext/snapshot``), and each request takes that once, when its
/// head has come, and keeps it to its end: no request sees two configurations.
final class Snapshot: Sendable {
    /// Which configuration this is, counted from 1 for the one at the start.
    let generation: Int
    /// The providers and the models.
    let catalog: Catalog
    /// Who there is, and what limits and budgets hold.
    let rules: Rulebook
    /// What looks at requests and answers; `nil` for nothing.
    let guards: GuardBook?
    /// What is cached.
    let cache: CacheRules
    /// What is done for providers' own caches.
    let prompts: PromptCacheRules
    /// The limit on requests in flight, where there is one.
    let room: Room?
    /// Who may read the metrics.
    let metrics: MetricsAccess
    /// The bounds that a connection keeps its client to.
    let limits: ListenerLimits
    /// The listener's certificate, taken by each new connection; `nil` for plain HTTP.
    let tls: ServerTLS?

    /// Keeps what only this configuration uses.
    let lease: ConfigurationLease

    /// A limit on requests in flight and how long one may wait for its turn.
    struct Room: Sendable {
        var gate: Gate
        /// The limits that the gate takes once the snapshot counts.
        var policy: QueuePolicy
    }

    init(
        generation: Int,
        catalog: Catalog,
        rules: Rulebook,
        guards: GuardBook?,
        cache: CacheRules,
        prompts: PromptCacheRules,
        room: Room?,
        metrics: MetricsAccess,
        limits: ListenerLimits,
        tls: ServerTLS?,
        lease: ConfigurationLease = ConfigurationLease()
    ) {
        self.lease = lease
        self.generation = generation
        self.catalog = catalog
        self.rules = rules
        self.guards = guards
        self.cache = cache
        self.prompts = prompts
        self.room = room
        self.metrics = metrics
        self.limits = limits
        self.tls = tls
    }

    /// The same configuration with other identities.
    func with(_ rules: Rulebook) -> Snapshot {
        Snapshot(
            generation: generation,
            catalog: catalog,
            rules: rules,
            guards: guards,
            cache: cache.renewed(),
            prompts: prompts,
            room: room,
            metrics: metrics,
            limits: limits,
            tls: tls,
            lease: lease
        )
    }
}

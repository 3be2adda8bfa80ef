import Governance
public import ModelAPI
import NIOCore
import Routing
public import Settings
import Upstream

/// Tells where requests would go, without sending anything: the catalogue, the facts and the planner are the gateway's own.
///
/// Nothing is listened on and nobody is connected to; simulated providers need not run.
public struct PlanExplainer: Sendable {
    private let configuration: KanmonConfiguration
    private let catalog: Catalog
    private let limits: [TargetID: QueuePolicy]

    /// Prepares a configuration; reads the certificate files it names.
    /// - Parameter environment: for `HTTPS_PROXY` and its siblings, which must make sense as for the gateway.
    /// - Throws: ``GatewayError`` where the gateway would not start on it.
    public init(_ configuration: KanmonConfiguration, environment: [String: String]) throws(GatewayError) {
        let proxies: ProxySettings
        do {
            proxies = try ProxySettings(environment: environment)
        } catch {
            throw GatewayError(.configuration, "the proxy settings of the environment: \(error)")
        }
        let health = TargetHealth()
        var endpoints = EndpointBook()
        let builder = try CatalogBuilder(
            configuration,
            simulated: Self.placeholders(configuration),
            proxies: proxies,
            health: health,
            created: 0,
            endpoints: &endpoints
        )
        self.configuration = configuration
        catalog = Catalog(builder, addressed: health.addressed)
        limits = builder.limits
    }

    /// Where simulated providers would be; nobody goes there.
    private static func placeholders(_ configuration: KanmonConfiguration) -> [String: BaseURL] {
        let simulated = configuration.providers.filter { if case .simulated = $0.endpoint { true } else { false } }
        let url = BaseURL(scheme: .http, host: "127.0.0.1", port: 1)
        return Dictionary(simulated.map { ($0.name, url) }) { first, _ in first }
    }

    /// Plans a request.
    /// - Throws: ``ModelAPI/APIError``, as the caller would see it, where the request is refused before it is planned: it
    ///   cannot be read, its model does not exist, its key may not use it.
    public func explain(_ question: PlanQuestion) throws(APIError) -> PlanExplanation {
        guard question.body.count <= configuration.server.maxBody else {
            throw APIError(.bodyTooLarge, "The request body is larger than \(configuration.server.maxBody) bytes.")
        }
        let caller = try caller(question.keyName)
        let head = try question.head()
        let call = try CallReader.read(ByteBuffer(bytes: question.body), head: head, route: try question.route())
        let facts = CallFacts(call, head: head, caller: caller)
        let planner = try CallPlanner(call, caller, catalog)
        var random = JitterSource()
        let planned = planner.plan(facts, random: &random)
        var total = planner.settings.total
        if let timeout = call.overrides.timeout { total = min(total, TimeAmount(timeout)) }

        var verdict = Verdict()
        for plan in planned.plans { verdict.note(plan) }
        var order: [PlanExplanation.Place] = []
        for target in planned.targets { order.append(place(target, call, facts, &verdict)) }
        return PlanExplanation(
            model: call.model,
            surface: question.surface,
            isStream: call.stream,
            key: caller.keyName,
            team: caller.team,
            regions: caller.regions?.sorted(),
            lacksKey: configuration.server.requireKeys && caller.keyName == nil,
            inputTokens: facts.estimatedInputTokens,
            ownFallbacks: call.overrides.fallbacks,
            hasSideEffects: facts.hasSideEffects,
            order: order,
            skipped: planned.plans.flatMap(\.skipped).map {
                SkippedTarget(target: $0.destination.description, reason: $0.reason.description)
            },
            otherLists: otherLists(planned, planner, facts, &random),
            policies: try policies(planned, planner, call),
            total: Duration(total),
            retryBudget: configuration.server.retryBudget,
            mirror: planner.settings.mirror.map { mirror in
                PlanExplanation.Copy(
                    target: mirror.target.id,
                    share: mirror.share,
                    isAllowed: mirror.target.isAllowed(in: caller.regions) && !facts.hasSideEffects
                )
            },
            isByChance: planned.targets.contains { Self.isByChance($0.step) },
            refusal: order.contains { $0.obstacle == nil } ? nil : refusal(verdict, call)
        )
    }

    private func caller(_ keyName: String?) throws(APIError) -> Caller {
        guard let keyName else { return .anonymous }
        guard let key = configuration.keys.first(where: { $0.name == keyName }) else {
            let names = configuration.keys.map(\.name).joined(separator: ", ")
            let known = names.isEmpty ? "none" : names
            throw APIError(.invalidKey, "There is no key named '\(keyName)'; there are: \(known).")
        }
        let directory = Directory(declared: configuration, pepper: .generate())
        return Caller(principal: directory.principal(ofKey: EntityID.file(key.name)))
    }

    private func place(
        _ planned: PlannedTarget,
        _ call: Call,
        _ facts: CallFacts,
        _ verdict: inout Verdict
    ) -> PlanExplanation.Place {
        let seat = planned.seat
        var dropped: String?
        var obstacle: String?
        do {
            dropped = try Attempt.prepared(call, planned, facts).dropped?.text
        } catch {
            verdict.note(obstacle: error)
            obstacle = error.message
        }
        return PlanExplanation.Place(
            target: seat.id,
            decisions: planned.step.decisions,
            policies: planned.step.route.name,
            dialect: seat.provider.dialect.id,
            region: planned.step.target.region,
            credentials: seat.provider.credentials.compactMap(\.name),
            contextWindow: planned.step.target.contextWindow,
            maxConcurrent: limits[seat.id]?.limit,
            dropped: dropped,
            obstacle: obstacle
        )
    }

    private static func isByChance(_ step: Step) -> Bool {
        (step.path.map(\.reason) + [step.reason]).contains { reason in
            switch reason {
            case .draw, .unknownLatency: true
            default: false
            }
        }
    }

    private func otherLists(
        _ planned: CallPlanner.Planned,
        _ planner: CallPlanner,
        _ facts: CallFacts,
        _ random: inout JitterSource
    ) -> [FallbackKind: [TargetID]] {
        guard let first = planned.targets.first else { return [:] }
        var lists: [FallbackKind: [TargetID]] = [:]
        for kind in FallbackKind.allCases {
            let targets = planner.plan(kind, after: first, facts, random: &random).targets
            if !targets.isEmpty { lists[kind] = targets.map(\.seat.id) }
        }
        return lists
    }

    private func refusal(_ verdict: Verdict, _ call: Call) -> PlanExplanation.Refusal {
        let error = verdict.error(now: .now())
        let status = call.dialect.writeError(error, requestID: "").status
        return PlanExplanation.Refusal(status: status, code: error.code, message: error.message)
    }

    // MARK: - Policies

    /// The policies of every model that had a part in the order.
    private func policies(
        _ planned: CallPlanner.Planned,
        _ planner: CallPlanner,
        _ call: Call
    ) throws(APIError) -> [PlanExplanation.Policies] {
        let clock = WallClock.now()
        let steps = planned.targets.map(\.step)
        var found: [PlanExplanation.Policies] = []
        for route in planner.entries.map(\.route) + steps.flatMap({ $0.path.map(\.route) + [$0.route] })
        where !found.contains(where: { $0.model == route.name }) {
            found.append(policies(route, try catalog.entry(for: route.name).own, call, clock))
        }
        return found
    }

    private func policies(
        _ route: ModelRoute,
        _ settings: ModelSettings,
        _ call: Call,
        _ clock: Double
    ) -> PlanExplanation.Policies {
        var retry = route.retry
        if let most = call.overrides.attempts { retry.attempts = min(retry.attempts, most) }
        return PlanExplanation.Policies(
            model: route.name,
            strategy: route.strategy,
            sticky: route.stickyKey,
            ways: ways(route, clock),
            retry: retry,
            breaker: route.breaker,
            connect: Duration(settings.timeouts.connect),
            firstByte: Duration(settings.timeouts.firstByte),
            idle: Duration(settings.timeouts.idle),
            hedge: route.hedge,
            leastRate: route.leastRate,
            isStrict: call.strict ?? settings.isStrict
        )
    }

    private func ways(_ route: ModelRoute, _ clock: Double) -> [PlanExplanation.Policies.Way] {
        let weights = route.branches.map { max(0, $0.weight.value(at: clock)) }
        let sum = weights.reduce(0, +)
        let areShares =
            switch route.strategy {
            case .weighted, .roundRobin, .sticky, .leastBusy: sum > 0
            case .fallback, .leastLatency, .leastCost, .conditional: false
            }
        return zip(route.branches, weights).map { branch, weight in
            PlanExplanation.Policies.Way(
                destination: branch.destination.description,
                weight: weight,
                share: areShares ? weight / sum : nil,
                isRamping: weight != branch.weight.value
            )
        }
    }
}

extension Duration {
    fileprivate init(_ amount: TimeAmount) { self = .nanoseconds(amount.nanoseconds) }
}

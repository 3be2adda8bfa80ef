import Governance
import ModelAPI
import Pricing
import Routing
import Settings
import Upstream

/// Prepares a configuration for look-up: providers first, then the targets, then the routes from the inside out.
struct CatalogBuilder {
    private(set) var providers: [String: Catalog.ProviderSeat] = [:]
    private(set) var entries: [String: Catalog.Entry] = [:]
    private(set) var listed: [ModelEntry] = []
    /// The environments of the public models that have any.
    let environments: [String: Set<Environment>]
    /// The providers that are asked now and then whether they are well.
    private(set) var checks: [HealthCheck] = []
    let standard: ModelSettings
    /// What providers' models cost.
    let prices: PriceBook
    /// The states of all targets, to be adopted once the configuration counts.
    let directory: HealthDirectory
    /// The limits of targets that have one, to be adopted likewise.
    let limits: [TargetID: QueuePolicy]

    private let models: [String: ModelConfiguration]
    private var targets: [TargetID] = []
    private var seats: [Seat] = []
    private var settings: [ModelSettings] = []
    private var routes: [String: ModelRoute] = [:]
    private var outliers: [ObjectIdentifier: OutlierDetector] = [:]

    /// Prepares a configuration.
    /// - Parameters:
    ///   - previous: the configuration before, if there was one.
    ///   - simulated: where the simulated providers were started, by name.
    ///   - proxies: what the environment says of proxies.
    ///   - health: what is known of targets and credentials from before.
    ///   - catalog: the prices behind those of the configuration.
    ///   - created: the time the lists of models give, in seconds since 1970.
    ///   - endpoints: gives the endpoints of the configuration before where they are the same.
    /// - Throws: ``GatewayError`` where a provider or a model cannot be used.
    init(
        _ configuration: KanmonConfiguration,
        after previous: KanmonConfiguration? = nil,
        simulated: [String: BaseURL],
        proxies: ProxySettings,
        health: TargetHealth,
        priceCatalog: PriceCatalog = .builtIn,
        created: Int,
        endpoints: inout EndpointBook
    ) throws(GatewayError) {
        environments = Dictionary(
            configuration.models.compactMap { model in model.environments.map { (model.name, $0) } }
        ) { first, _ in first }
        models = Dictionary(configuration.models.map { ($0.name, $0) }) { first, _ in first }
        do {
            prices = try PriceBook(own: configuration.prices, catalog: priceCatalog)
        } catch {
            throw GatewayError(.configuration, "prices: \(error)")
        }
        standard = ModelSettings(timeout: TimeoutConfiguration(), isStrict: configuration.server.strict)
        let named = Self.namedTargets(configuration)
        targets = named.map(\.id)
        let queue = configuration.server.queue
        limits = Dictionary(
            named.compactMap { target in
                target.most.map { (target.id, QueuePolicy(limit: $0, length: queue.length, timeout: queue.timeout)) }
            }
        ) { first, _ in first }
        directory = health.board.prepare(
            targets: Dictionary(named.map { ($0.id, $0.settings) }) { first, _ in first },
            credentials: Self.credentials(configuration, after: previous)
        )
        try addProviders(configuration, simulated, proxies, &endpoints)
        try addSeats(health)
        for model in configuration.models { _ = try route(model.name, inside: []) }
        for model in configuration.models {
            guard let route = routes[model.name] else { continue }
            entries[model.name] = Catalog.Entry(
                route: route,
                seats: seats,
                settings: settings,
                outliers: outliers
            )
        }
        list(configuration, created: created)
    }

    // MARK: - Targets

    private struct NamedTarget {
        var id: TargetID
        var settings: TargetSettings
        var most: Int?
    }

    /// Every provider's model that the configuration names, each once.
    private static func namedTargets(_ configuration: KanmonConfiguration) -> [NamedTarget] {
        var found: [NamedTarget] = []
        var places: [TargetID: Int] = [:]
        // A branch's own breaker is the same wherever it stands; that of a model counts for branches that have none.
        func add(_ id: TargetID, _ own: BreakerPolicy?, _ breaker: BreakerPolicy, _ most: Int?) {
            if let place = places[id] {
                found[place].most = found[place].most ?? most
                if let own { found[place].settings.breaker = own }
                return
            }
            places[id] = found.count
            found.append(NamedTarget(id: id, settings: TargetSettings(breaker: own ?? breaker), most: most))
        }
        for model in configuration.models {
            for target in model.targets + model.contextWindowFallback + model.contentPolicyFallback {
                guard case .provider(let place) = target.destination else { continue }
                let id = TargetID(provider: place.provider, model: place.model)
                add(id, target.breaker, model.breaker, target.maxConcurrent)
            }
        }
        // Who is only mirrored to goes by the model that does so.
        for model in configuration.models {
            if let mirror = model.mirror { add(mirror.target, nil, model.breaker, nil) }
        }
        return found
    }

    /// The credentials of providers that have a choice of them; a single one's health is its targets' own.
    private static func credentials(
        _ configuration: KanmonConfiguration,
        after previous: KanmonConfiguration?
    ) -> [String: [CredentialSettings]] {
        let lists = configuration.providers.filter { $0.credentials.count > 1 }.map { provider in
            let before = previous?.provider(named: provider.name)?.credentials ?? []
            let settings = provider.credentials.map { credential in
                // A corrected secret must not suffer for the wrong one before it.
                let isReplaced = before.contains { $0.name == credential.name && $0.value != credential.value }
                return CredentialSettings(name: credential.name, weight: credential.weight, isReplaced: isReplaced)
            }
            return (provider.name, settings)
        }
        return Dictionary(lists) { first, _ in first }
    }

    private mutating func addProviders(
        _ configuration: KanmonConfiguration,
        _ simulated: [String: BaseURL],
        _ proxies: ProxySettings,
        _ endpoints: inout EndpointBook
    ) throws(GatewayError) {
        for provider in configuration.providers {
            let url: BaseURL
            switch provider.endpoint {
            case .remote(let base): url = base
            case .simulated:
                guard let base = simulated[provider.name] else {
                    throw GatewayError(.configuration, "the simulated provider \(provider.name) was not started")
                }
                url = base
            }
            let prepared: Provider
            do {
                prepared = try Provider(provider, baseURL: url, proxies: proxies, endpoints: &endpoints)
            } catch {
                throw GatewayError(.configuration, "provider \(provider.name): \(error)")
            }
            providers[provider.name] = Catalog.ProviderSeat(
                provider: prepared,
                credentials: directory.credentials(of: provider.name),
                region: provider.region
            )
            if let check = provider.healthCheck {
                let states = targets.filter { $0.provider == provider.name }.compactMap { directory.target($0) }
                checks.append(HealthCheck(provider: prepared, configuration: check, targets: states))
            }
        }
    }

    private mutating func addSeats(_ health: TargetHealth) throws(GatewayError) {
        for id in targets {
            guard let provider = providers[id.provider], let state = directory.target(id) else {
                throw GatewayError(.configuration, "a model names the unknown provider \(id.provider)")
            }
            seats.append(
                Seat(
                    provider: provider.provider,
                    model: id.model,
                    state: state,
                    series: health.series.index(of: id),
                    credentials: provider.credentials,
                    gate: limits[id].map { health.gates.gate(of: id, $0) },
                    price: prices.price(of: provider.provider, model: id.model)
                )
            )
        }
    }

    // MARK: - Routes

    private mutating func route(_ name: String, inside outer: [String]) throws(GatewayError) -> ModelRoute {
        if let route = routes[name] { return route }
        guard let model = models[name], !outer.contains(name) else {
            let way = (outer + [name]).joined(separator: " → ")
            throw GatewayError(.configuration, "the models lead nowhere or back to themselves: \(way)")
        }
        let way = outer + [name]
        let branches = try self.branches(model.targets, way)
        let longer = try self.branches(model.contextWindowFallback, way)
        let freer = try self.branches(model.contentPolicyFallback, way)
        let settings = ModelSettings(
            timeout: model.timeout,
            isStrict: model.strict,
            mirror: mirroring(model.mirror),
            outliers: detector(branches, model.breaker)
        )
        let route = ModelRoute(
            name: name,
            index: self.settings.count,
            strategy: model.strategy,
            stickyKey: model.sticky,
            branches: branches,
            retry: model.retry,
            breaker: model.breaker,
            hedge: model.hedge,
            mirror: model.mirror,
            contextWindowFallback: longer,
            contentPolicyFallback: freer,
            leastRate: model.minimumTokensPerSecond
        )
        self.settings.append(settings)
        routes[name] = route
        return route
    }

    private func mirroring(_ policy: MirrorPolicy?) -> ModelSettings.Mirroring? {
        guard let policy, let index = targets.firstIndex(of: policy.target) else { return nil }
        let region = providers[policy.target.provider]?.region
        let target = Target(id: policy.target, index: index, region: region)
        return ModelSettings.Mirroring(target: target, seat: seats[index], share: policy.share)
    }

    /// Who watches a route's own targets for one that fails far more often than the others.
    private mutating func detector(_ branches: [Branch], _ policy: BreakerPolicy) -> OutlierDetector? {
        let siblings = branches.compactMap { branch in
            if case .target(let target) = branch.destination { target } else { nil }
        }
        guard siblings.count > 1 else { return nil }
        let members = siblings.map { target in
            OutlierDetector.Member(target: seats[target.index].state, credentials: seats[target.index].credentials)
        }
        let detector = OutlierDetector(members: members, policy: policy)
        for target in siblings { outliers[ObjectIdentifier(target)] = detector }
        return detector
    }

    private mutating func branches(
        _ targets: [TargetConfiguration],
        _ way: [String]
    ) throws(GatewayError) -> [Branch] {
        var branches: [Branch] = []
        for target in targets {
            let condition: Condition?
            do {
                condition = try target.condition?.condition()
            } catch {
                throw GatewayError(.configuration, "model \(way.last ?? ""): \(error)")
            }
            switch target.destination {
            case .model(let name):
                let route = try route(name, inside: way)
                branches.append(Branch(.route(route), weight: target.weight, condition: condition))
            case .provider(let place):
                let id = TargetID(provider: place.provider, model: place.model)
                guard let index = self.targets.firstIndex(of: id) else { continue }
                let prepared = Target(
                    id: id,
                    index: index,
                    region: target.region ?? providers[id.provider]?.region,
                    price: target.price,
                    contextWindow: target.contextWindow
                )
                branches.append(Branch(.target(prepared), weight: target.weight, condition: condition))
            }
        }
        return branches
    }

    // MARK: - Lists

    private mutating func list(_ configuration: KanmonConfiguration, created: Int) {
        for model in configuration.models {
            listed.append(ModelEntry(name: model.name, owner: "kanmon", created: created))
        }
        for id in targets where models[id.description] == nil {
            listed.append(ModelEntry(name: id.description, owner: id.provider, created: created))
        }
        var names = Set(listed.map(\.name))
        for provider in configuration.providers {
            for model in provider.listedModels where names.insert("\(provider.name)/\(model)").inserted {
                listed.append(
                    ModelEntry(name: "\(provider.name)/\(model)", owner: provider.name, created: created)
                )
            }
        }
    }
}

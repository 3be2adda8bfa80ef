import Governance
import JSONText
import Settings
import Store

/// The operations on what the configuration says of models and providers, and on the configuration itself.
struct CatalogOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/models",
                id: "listModels",
                query: Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "Model")),
                handle: listModels
            ),
            try Operation(
                .get,
                "/models/{name}",
                id: "getModel",
                answer: .json(status: 200, .reference("Model"))
            ) { request throws(AdminError) in
                try request.authorize()
                let name = try request.parameter("name")
                guard let model = services.configuration().model(named: name) else { throw .notFound }
                return .json(Self.json(model, await services.runtime.targets()))
            },
            try Operation(
                .get,
                "/providers",
                id: "listProviders",
                query: Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "Provider")),
                handle: listProviders
            ),
            try Operation(
                .get,
                "/providers/{name}",
                id: "getProvider",
                answer: .json(status: 200, .reference("Provider"))
            ) { request throws(AdminError) in
                try request.authorize()
                let name = try request.parameter("name")
                guard let provider = services.configuration().provider(named: name) else { throw .notFound }
                return .json(Self.json(provider, await services.runtime.targets()))
            },
            try Operation(
                .get,
                "/config",
                id: "getConfiguration",
                answer: .json(status: 200, .map(.any))
            ) { request throws(AdminError) in
                try request.authorize()
                return .json(ConfigurationText.json(services.configuration()))
            },
            try Operation(
                .post,
                "/config/reload",
                id: "reloadConfiguration",
                answer: .nothing,
                handle: reload
            ),
        ]
    }

    private func listModels(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let targets = await services.runtime.targets()
        return try await Listing.page(
            of: services.configuration().models,
            request,
            list: "models",
            cursor: { ListCursor(name: $0.name, identity: "") },
            json: { Self.json($0, targets) }
        )
    }

    private func listProviders(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let targets = await services.runtime.targets()
        return try await Listing.page(
            of: services.configuration().providers,
            request,
            list: "providers",
            cursor: { ListCursor(name: $0.name, identity: "") },
            json: { Self.json($0, targets) }
        )
    }

    private func reload(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let problems = await services.runtime.reloadConfiguration()
        let outcome = problems.isEmpty ? "config.reload" : "config.reload_refused"
        let entry = services.audit(request, outcome, AuditEntry.Object(kind: "configuration", id: "file"))
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        guard let first = problems.first else { return .done }
        var error = AdminError(409, .conflict, "The configuration cannot be used: \(first)")
        error.problems = problems.map { .init(code: "invalid_configuration", field: "", message: $0) }
        throw error
    }

    private static func json(_ model: ModelConfiguration, _ targets: [TargetStatus]) -> JSONValue {
        var object: JSONObject = ["name": .string(model.name)]
        for member in ConfigurationText.model(model).object ?? JSONObject() { object.append(member.name, member.value) }
        let own = model.targets.compactMap { target -> TargetStatus? in
            guard case .provider(let destination) = target.destination else { return nil }
            return targets.first { $0.provider == destination.provider && $0.model == destination.model }
        }
        object.append("health", .array(own.map(\.json)))
        return .object(object)
    }

    private static func json(_ provider: ProviderConfiguration, _ targets: [TargetStatus]) -> JSONValue {
        var object: JSONObject = ["name": .string(provider.name)]
        for member in ConfigurationText.provider(provider).object ?? JSONObject() {
            object.append(member.name, member.value)
        }
        object.append("health", .array(targets.filter { $0.provider == provider.name }.map(\.json)))
        return .object(object)
    }
}

extension TargetStatus {
    /// The target as the admin API shows it.
    var json: JSONValue {
        [
            "target": .string("\(provider)/\(model)"), "state": .string(state.rawValue),
            "in_flight": JSONValue(inFlight), "latency_ms": latency.map { JSONValue($0) } ?? .null,
        ]
    }
}

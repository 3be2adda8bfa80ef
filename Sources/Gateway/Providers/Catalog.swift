import Configuration
import ModelAPI
import NIOCore
import Upstream

/// What the configuration offers, prepared for look-up: the providers, the public model names and what stands behind them.
struct Catalog: Sendable {
    /// A public model name, or a provider's model addressed as such.
    struct Entry: Sendable {
        /// Whom to ask, in the order to try them.
        var candidates: [Candidate]
        /// The time limits of each attempt.
        var timeouts: UpstreamTimeouts
        /// Whether a request that cannot be expressed whole is refused.
        var isStrict: Bool
    }

    /// One provider's model.
    struct Candidate: Sendable {
        var provider: Provider
        /// The model's name in the provider's words.
        var model: String
    }

    private let providers: [String: Provider]
    private let entries: [String: Entry]
    private let isStrict: Bool
    private let standardTimeouts: UpstreamTimeouts
    /// The names that the lists of models show.
    let listed: [ModelEntry]

    /// Prepares a configuration.
    /// - Parameters:
    ///   - simulated: where the simulated providers were started, by name.
    ///   - proxies: what the environment says of proxies.
    ///   - created: the time the lists of models give, in seconds since 1970.
    ///   - endpoints: gives the endpoints of the configuration before where they are the same.
    init(
        _ configuration: KanmonConfiguration,
        simulated: [String: BaseURL],
        proxies: ProxySettings,
        created: Int,
        endpoints: inout EndpointBook
    ) throws(GatewayError) {
        var providers: [String: Provider] = [:]
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
            do {
                providers[provider.name] = try Provider(provider, baseURL: url, proxies: proxies, endpoints: &endpoints)
            } catch {
                throw GatewayError(.configuration, "provider \(provider.name): \(error)")
            }
        }
        var entries: [String: Entry] = [:]
        var listed: [ModelEntry] = []
        var targets: [String] = []
        for model in configuration.models {
            var candidates: [Candidate] = []
            for target in model.targets {
                guard let provider = providers[target.provider] else {
                    throw GatewayError(
                        .configuration,
                        "model \(model.name) names the unknown provider \(target.provider)"
                    )
                }
                candidates.append(Candidate(provider: provider, model: target.model))
                if !targets.contains(target.description) { targets.append(target.description) }
            }
            entries[model.name] = Entry(
                candidates: candidates,
                timeouts: UpstreamTimeouts(model.timeout),
                isStrict: model.strict
            )
            listed.append(ModelEntry(name: model.name, owner: "kanmon", created: created))
        }
        for target in targets where entries[target] == nil {
            let owner = String(target.prefix { $0 != "/" })
            listed.append(ModelEntry(name: target, owner: owner, created: created))
        }
        self.providers = providers
        self.entries = entries
        self.listed = listed
        isStrict = configuration.server.strict
        standardTimeouts = UpstreamTimeouts(TimeoutConfiguration())
    }

    /// What stands behind a model's name: a public name first, otherwise `provider/model`.
    /// - Throws: ``APIError`` of kind `modelNotFound`.
    func entry(for name: String) throws(APIError) -> Entry {
        if let entry = entries[name] { return entry }
        if let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")), let provider = providers[String(name[..<slash])] {
            let model = String(name[name.utf8.index(after: slash)...])
            if !model.isEmpty {
                return Entry(
                    candidates: [Candidate(provider: provider, model: model)],
                    timeouts: standardTimeouts,
                    isStrict: isStrict
                )
            }
        }
        throw APIError(
            .modelNotFound,
            "There is no model '\(name.prefix(128))'. Use a name of the models list, or provider/model.",
            parameter: "model"
        )
    }
}

extension UpstreamTimeouts {
    init(_ configuration: TimeoutConfiguration) {
        self.init(
            connect: TimeAmount(configuration.connect),
            firstByte: TimeAmount(configuration.firstByte),
            idle: TimeAmount(configuration.idle),
            total: TimeAmount(configuration.total)
        )
    }
}

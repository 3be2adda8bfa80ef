import Governance
import ModelAPI
import Routing
import Settings
import Upstream

/// What the configuration offers, prepared for look-up: public model names, providers' models, and what stands behind them.
struct Catalog: Sendable {
    /// What stands behind a name that can be asked for.
    final class Entry: Sendable {
        /// The name's route.
        let route: ModelRoute
        /// What ``Routing/Target/index`` of the route's targets leads to.
        let seats: [Seat]
        /// Those of the seats that the route or one of its other lists may lead to.
        let reachable: [Seat]
        /// What counts for the targets, by ``Routing/ModelRoute/index`` of the innermost route.
        let settings: [ModelSettings]

        /// What sets a target aside that its siblings put to shame, by the target's identity.
        let outliers: [ObjectIdentifier: OutlierDetector]

        init(
            route: ModelRoute,
            seats: [Seat],
            settings: [ModelSettings],
            outliers: [ObjectIdentifier: OutlierDetector] = [:]
        ) {
            self.route = route
            self.seats = seats
            reachable = route.reachableTargets.map { seats[$0.index] }
            self.settings = settings
            self.outliers = outliers
        }

        /// What counts for the whole request.
        var own: ModelSettings { settings[route.index] }
    }

    private let providers: [String: ProviderSeat]
    private let entries: [String: Entry]
    private let addressed: AddressedModels
    private let standard: ModelSettings
    /// The names that the lists of models show.
    let listed: [ModelEntry]
    /// The environments of the public models that have any: other keys do not see them.
    private let environments: [String: Set<Environment>]

    /// A provider as far as models of its own are addressed directly.
    struct ProviderSeat: Sendable {
        var provider: Provider
        var credentials: CredentialPool?
        var region: String?
    }

    init(_ builder: CatalogBuilder, addressed: AddressedHealth) {
        providers = builder.providers
        entries = builder.entries
        listed = builder.listed
        standard = builder.standard
        environments = builder.environments
        self.addressed = AddressedModels(addressed, prices: builder.prices)
    }

    /// A provider of the configuration.
    func provider(named name: String) -> Provider? { providers[name]?.provider }

    /// Whether a model is there for a caller at all.
    func isVisible(_ name: String, to caller: Caller) -> Bool {
        guard !environments.isEmpty, let environments = environments[name] else { return true }
        return caller.principal?.environment.map(environments.contains) ?? false
    }

    /// What stands behind a model's name for a caller.
    /// - Throws: ``ModelAPI/APIError`` of kind `modelNotFound`, also for a model of another environment.
    func entry(for name: String, caller: Caller) throws(APIError) -> Entry {
        guard isVisible(name, to: caller) else { throw Self.notFound(name) }
        return try entry(for: name)
    }

    private static func notFound(_ name: String) -> APIError {
        APIError(
            .modelNotFound,
            "There is no model '\(name.prefix(128))'. Use a name of the models list, or provider/model.",
            parameter: "model"
        )
    }

    /// What stands behind a model's name: a public name first, otherwise `provider/model`.
    /// - Throws: ``ModelAPI/APIError`` of kind `modelNotFound`.
    func entry(for name: String) throws(APIError) -> Entry {
        if let entry = entries[name] { return entry }
        if let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")), let seat = providers[String(name[..<slash])] {
            let model = String(name[name.utf8.index(after: slash)...])
            if !model.isEmpty {
                return addressed.entry(TargetID(provider: seat.provider.name, model: model), seat, standard)
            }
        }
        throw Self.notFound(name)
    }
}

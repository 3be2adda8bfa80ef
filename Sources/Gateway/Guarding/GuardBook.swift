import Governance
import Guardrails
import ModelAPI
import Settings
import Upstream

/// The guardrails of one configuration, and for whom they hold.
final class GuardBook: Sendable {
    /// What they look with.
    let suite: GuardSuite
    /// How each of them looks at streamed answers, in the order of the configuration.
    let streaming: [StreamingMode]
    /// Those that only note what they find in streamed answers.
    let audited: GuardSelection
    /// Where each of them is counted, in the order of the configuration.
    let series: [Int]
    /// Those that other services look for.
    let externals: [ExternalGuard]
    private let places: [String: Int]
    /// Those that hold for every call.
    private let always: GuardSelection
    /// Those of models.
    private let models: [String: GuardSelection]

    /// - Parameters:
    ///   - configuration: what the document says.
    ///   - hash: hashes the values of findings.
    ///   - series: where guardrails are counted.
    ///   - proxies: what the environment says of proxies.
    ///   - endpoints: gives the endpoints of the configuration before where they are the same.
    /// - Returns: `nil` where the document has no guardrails.
    /// - Throws: what the built-in patterns throw where they do not compile, or ``GatewayError`` where a service cannot be asked.
    init?(
        _ configuration: KanmonConfiguration,
        hash: ValueHash,
        series: GuardSeries,
        proxies: ProxySettings,
        endpoints: inout EndpointBook
    ) throws {
        let guardrails = configuration.guardrails
        guard !guardrails.isEmpty else { return nil }
        suite = try GuardSuite(guardrails.map { try GuardRule($0) }, hash: hash)
        streaming = guardrails.map(\.streaming)
        audited = guardrails.indices.reduce(into: []) { audited, place in
            if guardrails[place].streaming == .audit { audited.insert(GuardSelection(index: place)) }
        }
        self.series = guardrails.map { series.index(of: $0.name) }
        var externals: [ExternalGuard] = []
        for (place, guardrail) in guardrails.enumerated() {
            guard case .adapter(let adapter) = guardrail.kind else { continue }
            externals.append(
                try ExternalGuard(
                    guardrail,
                    adapter,
                    place: place,
                    in: configuration,
                    proxies: proxies,
                    endpoints: &endpoints
                )
            )
        }
        self.externals = externals
        var places: [String: Int] = [:]
        var always: GuardSelection = []
        for (index, guardrail) in guardrails.enumerated() {
            places[guardrail.name] = index
            if guardrail.isDefault { always.insert(GuardSelection(index: index)) }
        }
        var models: [String: GuardSelection] = [:]
        for model in configuration.models where !model.guardrails.isEmpty {
            models[model.name] = Self.selection(model.guardrails, places)
        }
        self.places = places
        self.always = always
        self.models = models
    }

    /// Those of a selection that other services look for on one side of the model.
    func externals(of selection: GuardSelection, at stage: GuardStage) -> [ExternalGuard] {
        externals.filter {
            selection.contains(index: $0.place) && suite.rules[$0.place].policy.stages.contains(stage)
        }
    }

    private static func selection(_ names: [String], _ places: [String: Int]) -> GuardSelection {
        names.reduce(into: []) { selection, name in
            // Whoever made a key may have named one that a later document does not have; the key says which it wants.
            if let place = places[name] { selection.insert(GuardSelection(index: place)) }
        }
    }

    /// The header in which a caller asks for more guardrails.
    static let header = "x-kanmon-guardrails"
    /// No caller asks for more.
    private static let longestHeader = 4096

    /// The guardrails that hold for a call: everybody's, its model's, its key's with all that this belongs to, and what it asks
    /// for itself. Nobody can ask for fewer.
    /// - Throws: ``ModelAPI/APIError`` of kind `invalidRequest` where the caller asks for one that there is not; of kind
    ///   `guardrailUnavailable` where its key demands one that there is not.
    func selection(for call: Call, of caller: Caller, asked: String?) throws(APIError) -> GuardSelection {
        var selection = always
        if let own = models[call.model] { selection.formUnion(own) }
        for name in caller.principal?.guardrails ?? [] {
            guard let place = places[name] else {
                throw APIError(
                    .guardrailUnavailable,
                    "This key demands the guardrail '\(name.prefix(64))', which the gateway does not have."
                )
            }
            selection.insert(GuardSelection(index: place))
        }
        guard let asked else { return selection }
        guard asked.utf8.count <= Self.longestHeader else {
            throw APIError(.invalidRequest, "The header '\(Self.header)' is too long.", parameter: Self.header)
        }
        for name in asked.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) {
            guard let place = places[String(name)] else {
                throw APIError(
                    .invalidRequest,
                    "There is no guardrail '\(name.prefix(64))'.",
                    parameter: Self.header
                )
            }
            selection.insert(GuardSelection(index: place))
        }
        return selection
    }
}

/// The document itself: its sections, and what must hold between them.
enum RootSection: Section {
    static let schema = Field<String?>.optional(
        "$schema",
        .anyText,
        "Where editors find the JSON Schema of this document. Kanmon does not read it."
    )
    static let version = Field<Int?>.required(
        "version",
        .integer(1...1),
        "Version of the document's format."
    )
    static let server = Field(
        "server",
        ServerSection.type,
        default: ServerSection.Value(),
        "The listener and its limits."
    )
    static let providers = Field<[Named<ProviderSection.Value>]?>.required(
        "providers",
        .map(.provider, to: ProviderSection.type, minimumCount: 1),
        "The providers by name. Callers reach every model of theirs as `name/model`."
    )
    static let models = Field(
        "models",
        .map(.model, to: ModelSection.type),
        default: [],
        "Public model names and what stands behind them."
    )
    static let teams = Field(
        "teams",
        .map(.key, to: TeamSection.type),
        default: [],
        "Teams by name: what their keys share."
    )
    static let keys = Field(
        "keys",
        .list(of: KeySection.type),
        default: [],
        "The virtual keys that callers present."
    )

    static let description = SectionDescription(
        help: "Configuration of Kanmon, a self-hosted LLM gateway.",
        fields: [
            schema.description, version.description, server.description, providers.description, models.description,
            teams.description, keys.description,
        ]
    )

    static func read(_ section: SectionReader) -> KanmonConfiguration? {
        let reading = section.reading
        _ = section[schema]
        _ = section[version]
        var server = section[server]
        reading.declaredProviders = names(in: section.place(of: providers.name), rule: .provider)
        reading.declaredModels = names(in: section.place(of: models.name), rule: .model)
        reading.declaredTeams = names(in: section.place(of: teams.name), rule: .key)
        let providers = section[providers] ?? []
        let models = section[models]
        let teams = section[teams].map {
            TeamConfiguration(name: $0.name, models: $0.value.models, regions: $0.value.regions)
        }
        let keys = section[keys]
        refuseShadowing(models, reading)
        ModelGraph.check(models, reading)
        let limits = TargetLimits.find(models, reading)
        let breakers = TargetBreakers.find(models, reading)
        refuseRepetition(keys, reading)
        refuseNowhere(keys, teams, reading)
        decideOnKeys(&server, hasKeys: section.place(of: Self.keys.name).map(isFilledList) ?? false, reading)
        let named = providers.map { $0.value($0.name) }
        let regions = Dictionary(named.map { ($0.name, $0.region) }) { first, _ in first }.compactMapValues(\.self)
        let shared = SharedSettings(
            strict: server.configuration.strict,
            regions: regions,
            limits: limits,
            breakers: breakers
        )
        return KanmonConfiguration(
            server: server.configuration,
            providers: named,
            models: models.map { $0.value.configuration(named: $0.name, shared) },
            teams: teams,
            keys: keys.map(\.key)
        )
    }

    /// The names of a mapping's entries, well-formed or not.
    private static func names(in place: Located?, rule: NameRule) -> DeclaredNames {
        guard case .mapping(let entries) = place?.node.content else { return DeclaredNames(rule: rule) }
        return DeclaredNames(entries.map(\.name), rule: rule)
    }

    /// `provider/model` always addresses that provider's model, so no public name may look like one.
    private static func refuseShadowing(_ models: [Named<ModelSection.Value>], _ reading: Reading) {
        for model in models {
            guard let target = ModelTarget(model.name), reading.declaredProviders.contains(target.provider) else {
                continue
            }
            reading.report(
                .conflict,
                at: model.position,
                model.path,
                "the name hides the model \(Quoting.quoted(target.model)) of the provider "
                    + "\(Quoting.quoted(target.provider)); choose a name that does not start with a provider's name "
                    + "and \"/\""
            )
        }
    }

    private static func refuseRepetition(_ keys: [KeySection.Value], _ reading: Reading) {
        var names: Set<String> = []
        var owners: [Secret: String] = [:]
        for entry in keys {
            if !names.insert(entry.key.name).inserted, let place = entry.namePlace {
                reading.report(.duplicate, at: place, "another key is named \(Quoting.quoted(entry.key.name)) already")
            }
            if let owner = owners[entry.key.key], let place = entry.keyPlace {
                reading.report(.duplicate, at: place, "the same key as that of \(Quoting.quoted(owner))")
            } else {
                owners[entry.key.key] = entry.key.name
            }
        }
    }

    /// A key and its team both limit the regions; a key to which nothing is left is a mistake.
    private static func refuseNowhere(
        _ keys: [KeySection.Value],
        _ teams: [TeamConfiguration],
        _ reading: Reading
    ) {
        let teamRegions = Dictionary(teams.map { ($0.name, $0.regions) }) { first, _ in first }
        for entry in keys {
            guard let own = entry.key.regions, let place = entry.regionsPlace, let team = entry.key.team,
                let shared = teamRegions[team] ?? nil, own.isDisjoint(with: shared), !own.isEmpty, !shared.isEmpty
            else { continue }
            reading.report(.conflict, at: place, "none of these is a region of the key's team, so nothing is left")
        }
    }

    /// An open gateway spends its owner's money, so being open to a network takes an explicit word.
    private static func decideOnKeys(_ server: inout ServerSection.Value, hasKeys: Bool, _ reading: Reading) {
        let listen = server.configuration.listen
        server.configuration.requireKeys = server.requireKeys ?? (hasKeys || !listen.isLoopback)
        guard !hasKeys, server.configuration.requireKeys else { return }
        if server.requireKeys == true, let place = server.requireKeysPlace {
            reading.report(.conflict, at: place, "keys are required but none is declared; add `keys`")
        } else if let place = server.listenPlace {
            reading.report(
                .conflict,
                at: place,
                "\(listen) can be reached from other machines and no key is declared; add `keys`, listen on "
                    + "127.0.0.1, or say `require_keys: false` under `server` if everyone who can connect may use it"
            )
        }
    }

    /// Whether keys were meant, so that a mistake inside one of them is not told twice.
    private static func isFilledList(_ place: Located) -> Bool {
        if case .list(let elements) = place.node.content { !elements.isEmpty } else { false }
    }
}

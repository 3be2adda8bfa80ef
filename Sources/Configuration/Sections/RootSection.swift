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
            keys.description,
        ]
    )

    static func read(_ section: SectionReader) -> KanmonConfiguration? {
        let reading = section.reading
        _ = section[schema]
        _ = section[version]
        var server = section[server]
        if let place = section.place(of: providers.name), case .mapping(let entries) = place.node.content {
            reading.declaredProviders = entries.map(\.name)
        }
        let providers = section[providers] ?? []
        let models = section[models]
        let keys = section[keys]
        refuseShadowing(models, reading)
        refuseRepetition(keys, reading)
        decideOnKeys(&server, hasKeys: section.place(of: Self.keys.name).map(isFilledList) ?? false, reading)
        let strict = server.configuration.strict
        return KanmonConfiguration(
            server: server.configuration,
            providers: providers.map { $0.value($0.name) },
            models: models.map {
                ModelConfiguration(
                    name: $0.name,
                    targets: $0.value.targets,
                    timeout: $0.value.timeout,
                    strict: $0.value.strict ?? strict
                )
            },
            keys: keys.map(\.key)
        )
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

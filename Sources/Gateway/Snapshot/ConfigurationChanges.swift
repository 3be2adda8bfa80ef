import Settings

/// What is different in a new configuration, by name and without any value: values may be secrets.
struct ConfigurationChanges: Hashable, Sendable {
    /// Providers, with `+` for a new one, `-` for one that is gone and `~` for another under the same name.
    let providers: [String]
    /// Public models, marked in the same way.
    let models: [String]
    /// Teams, marked in the same way.
    let teams: [String]
    /// Virtual keys by name, marked in the same way.
    let keys: [String]
    /// Whether a setting of the server that takes effect is another.
    let server: Bool
    /// Whether projects, users, tags, prices or what holds for the organization are others.
    let governance: Bool
    /// Whether what is logged or traced, or where to, is another.
    let telemetry: Bool
    /// Settings that are other ones in the document, but keep their value until the next start.
    let needingRestart: [String]

    /// - Parameter started: the settings that the process was started with.
    init(from old: KanmonConfiguration, to new: KanmonConfiguration, started: ServerConfiguration) {
        providers = Self.marked(old.providers, new.providers, \.name)
        models = Self.marked(old.models, new.models, \.name)
        teams = Self.marked(old.teams, new.teams, \.name)
        keys = Self.marked(old.keys, new.keys, \.name)
        server = old.server != new.server
        governance =
            old.organization != new.organization || old.projects != new.projects || old.users != new.users
            || old.tags != new.tags || old.prices != new.prices || old.budgetDefaults != new.budgetDefaults
        telemetry = old.telemetry != new.telemetry
        needingRestart = [
            ("server.listen", started.listen != new.server.listen),
            ("server.admin_listen", started.adminListen != new.server.adminListen),
            ("data", old.data != new.data),
            ("ledger", old.ledger != new.ledger),
            ("server.loops", started.loops != new.server.loops),
            ("server.reuse_port", started.reusePort != new.server.reusePort),
            ("server.reload", started.reload != new.server.reload),
            ("server.tls", (started.tls == nil) != (new.server.tls == nil)),
        ]
        .filter(\.1).map(\.0)
    }

    /// All of it on one line.
    var description: String {
        let lists = [("providers", providers), ("models", models), ("teams", teams), ("keys", keys)]
        let parts = lists.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: " "))" }
        let all =
            parts + (governance ? ["governance"] : []) + (server ? ["server"] : [])
            + (telemetry ? ["telemetry"] : [])
        return all.isEmpty ? "nothing" : all.joined(separator: "; ")
    }

    private static func marked<Item: Hashable>(
        _ old: [Item],
        _ new: [Item],
        _ name: KeyPath<Item, String>
    ) -> [String] {
        let before = Dictionary(old.map { ($0[keyPath: name], $0) }) { first, _ in first }
        let after = Set(new.map { $0[keyPath: name] })
        let kept = new.compactMap { item -> String? in
            guard let was = before[item[keyPath: name]] else { return "+" + item[keyPath: name] }
            return was == item ? nil : "~" + item[keyPath: name]
        }
        return kept + old.map { $0[keyPath: name] }.filter { !after.contains($0) }.map { "-" + $0 }
    }
}

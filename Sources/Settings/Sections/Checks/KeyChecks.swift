import Governance

/// What must hold between keys and the rest of a document.
enum KeyChecks {
    /// Reports keys that stand twice, by name or by themselves.
    static func refuseRepetition(_ keys: [KeySection.Value], _ server: ServerSection.Value, _ reading: Reading) {
        var names: Set<String> = []
        var owners: [Secret: String] = [:]
        for entry in keys {
            if !names.insert(entry.key.name).inserted, let place = entry.place(of: KeySection.name.description) {
                reading.report(.duplicate, at: place, "another key is named \(Quoting.quoted(entry.key.name)) already")
            }
            if let owner = owners[entry.key.key], let place = entry.place(of: KeySection.key.description) {
                reading.report(.duplicate, at: place, "the same key as that of \(Quoting.quoted(owner))")
            } else {
                owners[entry.key.key] = entry.key.name
            }
        }
        if let token = server.configuration.adminToken, let owner = owners[token], let place = server.adminTokenPlace {
            reading.report(
                .conflict,
                at: place,
                "the same as the key of \(Quoting.quoted(owner)), whose holder would be an owner"
            )
        }
    }

    /// The keys with the teams of their projects and the environments of their teams; reports what does not fit.
    static func completed(
        _ keys: [KeySection.Value],
        _ teams: [Named<TeamSection.Value>],
        _ projects: [Named<ProjectSection.Value>],
        _ reading: Reading
    ) -> [KeySection.Value] {
        let teams = Dictionary(teams.map { ($0.name, $0.value) }) { first, _ in first }
        let projects = Dictionary(projects.map { ($0.name, $0.value) }) { first, _ in first }
        return keys.map { entry in
            var entry = entry
            if let project = entry.key.project.flatMap({ projects[$0] }) {
                if entry.place(of: KeySection.team.description) == nil { entry.key.team = project.team }
                if let team = entry.key.team, team != project.team,
                    let place = entry.place(of: KeySection.project.description)
                {
                    let own = Quoting.quoted(project.team)
                    reading.report(.conflict, at: place, "the project belongs to the team \(own), not to the key's")
                }
            }
            if let environments = entry.key.team.flatMap({ teams[$0] })?.environments {
                fit(&entry, environments, reading)
            }
            return entry
        }
    }

    /// Reports keys that could never use anything, or whose owners are of other teams.
    static func refuseNowhere(
        _ keys: [KeySection.Value],
        _ teams: [Named<TeamSection.Value>],
        _ users: [Named<UserSection.Value>],
        _ reading: Reading
    ) {
        let teams = Dictionary(teams.map { ($0.name, $0.value) }) { first, _ in first }
        let users = Dictionary(users.map { ($0.name, $0.value) }) { first, _ in first }
        for entry in keys {
            guard let name = entry.key.team, let team = teams[name] else { continue }
            if let own = entry.key.regions, let place = entry.place(of: KeySection.regions.description),
                let shared = team.regions, own.isDisjoint(with: shared), !own.isEmpty, !shared.isEmpty
            {
                reading.report(.conflict, at: place, "none of these is a region of the key's team, so nothing is left")
            }
            if let own = entry.key.models, let place = entry.place(of: KeySection.models.description),
                let shared = team.models, !own.isEmpty, !shared.isEmpty,
                own.allSatisfy({ pattern in pattern.isName && !shared.contains { $0.matches(pattern.text) } })
            {
                reading.report(.conflict, at: place, "none of these is a model of the key's team, so nothing is left")
            }
            if let user = entry.key.user.flatMap({ users[$0] }), !user.teams.isEmpty, !user.teams.contains(name),
                let place = entry.place(of: KeySection.user.description)
            {
                reading.report(.conflict, at: place, "the user is not of the key's team, \(Quoting.quoted(name))")
            }
        }
    }

    /// Reports keys that the organization's limits and budgets would not count.
    static func refuseUncounted(
        _ keys: [KeySection.Value],
        _ organization: OrganizationSection.Value,
        _ reading: Reading
    ) {
        guard !organization.limits.isEmpty || !organization.budgets.isEmpty else { return }
        for entry in keys
        where entry.key.team == nil && entry.place(of: KeySection.team.description) == nil
            && entry.place(of: KeySection.project.description) == nil
        {
            reading.report(
                .missingField,
                at: entry.place.position,
                entry.place.path.appending(KeySection.team.name),
                "this field is required, because the organization has limits or budgets, which count teams' keys"
            )
        }
    }

    private static func fit(_ entry: inout KeySection.Value, _ environments: Set<Environment>, _ reading: Reading) {
        let allowed = Environment.allCases.filter(environments.contains).map(\.rawValue).joined(separator: ", ")
        if let own = entry.key.environment {
            guard !environments.contains(own), let place = entry.place(of: KeySection.environment.description) else {
                return
            }
            reading.report(.conflict, at: place, "the key's team has no keys for \(own.rawValue); allowed: \(allowed)")
        } else if entry.place(of: KeySection.environment.description) == nil {
            if environments.count == 1 {
                entry.key.environment = environments.first
            } else {
                reading.report(
                    .missingField,
                    at: entry.place.position,
                    entry.place.path.appending(KeySection.environment.name),
                    "the key's team has several environments, so this field is required; allowed: \(allowed)"
                )
            }
        }
    }
}

extension ModelPattern {
    /// Whether it stands for one name only.
    var isName: Bool { !text.utf8.contains(UInt8(ascii: "*")) }
}

import Governance

/// Which models keys see: refuses names that could never be asked for.
enum EnvironmentChecks {
    /// Reports names of models that those who list them never see, and downgrades to models that callers do not see.
    static func check(
        _ models: [Named<ModelSection.Value>],
        _ teams: [Named<TeamSection.Value>],
        _ projects: [Named<ProjectSection.Value>],
        _ keys: [KeySection.Value],
        _ reading: Reading
    ) {
        let environments = Dictionary(models.map { ($0.name, $0.value.environments) }) { first, _ in first }
            .compactMapValues(\.self)
        guard !environments.isEmpty else { return }
        for team in teams {
            guard let own = team.value.environments else { continue }
            refuse(team.value.models, at: team.value.modelsPlace, environments, reading, who: "the team's keys are") {
                !own.isDisjoint(with: $0)
            }
        }
        let teams = Dictionary(teams.map { ($0.name, $0.value) }) { first, _ in first }
        for project in projects {
            guard let own = teams[project.value.team]?.environments else { continue }
            refuse(
                project.value.models,
                at: project.value.modelsPlace,
                environments,
                reading,
                who: "the team's keys are"
            ) {
                !own.isDisjoint(with: $0)
            }
        }
        for entry in keys {
            let place = entry.place(of: KeySection.models.description)
            refuse(entry.key.models, at: place, environments, reading, who: "the key is") { environments in
                entry.key.environment.map(environments.contains) ?? false
            }
        }
        refuseDowngrades(models, environments, reading)
    }

    private static func refuse(
        _ patterns: [ModelPattern]?,
        at place: Located?,
        _ environments: [String: Set<Environment>],
        _ reading: Reading,
        who: String,
        isSeen: (Set<Environment>) -> Bool
    ) {
        guard let place else { return }
        for pattern in patterns ?? [] where pattern.isName {
            guard let those = environments[pattern.text], !isSeen(those) else { continue }
            let words = Environment.allCases.filter(those.contains).map(\.rawValue).joined(separator: ", ")
            let name = Quoting.quoted(pattern.text)
            reading.report(.conflict, at: place, "the model \(name) is for \(words) alone, which \(who) not for")
        }
    }

    /// A caller who may use a model must also see the one that takes over.
    private static func refuseDowngrades(
        _ models: [Named<ModelSection.Value>],
        _ environments: [String: Set<Environment>],
        _ reading: Reading
    ) {
        for model in models {
            for budget in model.value.budgets {
                guard case .downgrade(let name) = budget.policy.action, let those = environments[name],
                    let place = budget.downgradePlace,
                    model.value.environments.map({ !$0.isSubset(of: those) }) ?? true
                else { continue }
                let words = Environment.allCases.filter(those.contains).map(\.rawValue).joined(separator: ", ")
                reading.report(.conflict, at: place, "that model is for \(words) alone, this one for more callers")
            }
        }
    }
}

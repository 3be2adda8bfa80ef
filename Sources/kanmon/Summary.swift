import Governance
import Settings

/// A configuration in a few words.
enum Summary {
    static func text(of configuration: KanmonConfiguration) -> String {
        let counts = [
            count(configuration.providers.count, "provider"), count(configuration.models.count, "model"),
            count(configuration.keys.count, "key"),
        ]
        return counts.joined(separator: ", ")
    }

    /// What is stored of whose prompts and answers, a line each; empty where nothing is and nobody forbids it.
    static func bodies(of configuration: KanmonConfiguration) -> [String] {
        let rules = configuration.bodyRules
        let teams = configuration.teams.map { (name: $0.name, settings: rules.settings(ofTeam: $0.name)) }
        var lines: [String] = []
        let organization = configuration.organization
        if organization.zeroRetention {
            let overruled = configuration.teams.filter { $0.retention.bodies.store == true }.map(\.name)
            let but =
                overruled.isEmpty
                ? "" : ", also not of \(overruled.joined(separator: ", ")), whose own word does not count"
            return ["zero retention: no byte of any prompt or answer is stored\(but)"]
        }
        let silent = teams.filter(\.settings.isZero).map(\.name)
        if !silent.isEmpty {
            lines.append(
                "zero retention: no byte of prompts and answers of \(silent.joined(separator: ", ")) is stored"
            )
        }
        for (name, settings) in teams where settings.isStored { lines.append(stored("of \(name)", settings.policy)) }
        let others = rules.settings(ofTeam: nil)
        if others.isStored { lines.append(stored("of every other team, and of keys without one,", others.policy)) }
        return lines
    }

    private static func stored(_ whose: String, _ policy: BodyPolicy) -> String {
        let masks = BodyMask.allCases.filter(policy.masks.contains).map(\.rawValue)
        let hidden = masks.isEmpty ? "nothing hidden" : "hidden: \(masks.joined(separator: ", "))"
        let hours = policy.retention.components.seconds / 3600
        let age = hours % 24 == 0 ? "\(hours / 24) days" : "\(hours) hours"
        return "prompts and answers \(whose) are stored: \(policy.maxSize) bytes of each, for \(age), \(hidden)"
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

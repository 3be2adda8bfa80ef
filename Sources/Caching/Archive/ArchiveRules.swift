import Governance

/// Whose answers may be on a disk, and how much room they may take there.
///
/// What is said of a team counts before what is said of a model, and both before what is said of all; of a team with zero
/// retention nothing is ever there, whatever else is said.
public struct ArchiveRules: Hashable, Sendable {
    /// The most bytes that the file may have.
    public var maximumBytes: Int
    /// What is said of keeping answers.
    public var policies: CachePolicies
    /// Of each team that is known by name, whether nothing of it may be on a disk.
    public var sealedTeams: [String: Bool]
    /// The same of teams that are not known by name, and of callers without one.
    public var sealsOthers: Bool

    /// Creates rules; those without a word keep nothing.
    public init(
        maximumBytes: Int = 0,
        policies: CachePolicies = CachePolicies(),
        sealedTeams: [String: Bool] = [:],
        sealsOthers: Bool = false
    ) {
        self.maximumBytes = maximumBytes
        self.policies = policies
        self.sealedTeams = sealedTeams
        self.sealsOthers = sealsOthers
    }

    /// Whether there is anything to be kept at all.
    public var isOn: Bool { policies.persistsAny }

    /// Whether an answer may be on a disk, as far as that depends on whose it is: a request's path may say otherwise when it
    /// is stored.
    /// - Parameters:
    ///   - team: the name of the team that asked; `nil` for callers without one.
    ///   - model: the public model's name.
    public func mayKeep(team: String?, model: String) -> Bool {
        guard !(team.flatMap { sealedTeams[$0] } ?? sealsOthers) else { return false }
        if let word = team.flatMap({ policies.teams[$0]?.persists }) { return word }
        let word = policies.models.last { $0.overrides.persists != nil && $0.subject.matches(model) }
        if let persists = word?.overrides.persists { return persists }
        return policies.general.persists || policies.paths.contains { $0.overrides.persists == true }
    }

    /// Whether a stored answer may be on a disk.
    public func mayKeep(_ answer: CachedAnswer) -> Bool { mayKeep(team: answer.team, model: answer.model ?? "") }
}

extension CachePolicies {
    /// Whether anybody's answers are to outlive the process.
    public var persistsAny: Bool {
        let overrides = paths.map(\.overrides) + models.map(\.overrides) + teams.values
        return general.persists || overrides.contains { $0.persists == true }
    }
}

extension CachedAnswer {
    /// The name of the team that asked for it first; `nil` of a caller without one.
    public var team: String? {
        for case .team(let name) in tags { return name }
        return nil
    }

    /// The public model that it was given for.
    public var model: String? {
        for case .model(let name) in tags { return name }
        return nil
    }
}

public import Governance

/// Of whom prompts and answers are stored, and how: worked out once for all requests of a configuration.
///
/// `zero_retention` wins over everything beneath it, a team over the organization, and where nobody says anything nothing is
/// stored. An organization that was made at run time has not opted in.
public struct BodyRules: Sendable, Hashable {
    /// What holds for one team.
    private struct Rule: Sendable, Hashable {
        var isStored: Bool
        var isZero: Bool
        var policy: BodyPolicy
    }

    private let organization: String
    private let teams: [String: Rule]
    /// For teams made at run time, and keys without a team.
    private let others: Rule

    init(_ configuration: KanmonConfiguration) {
        let organization = configuration.organization
        let common = Self.rule(organization.bodies, isZero: organization.zeroRetention, beneath: nil)
        self.organization = organization.name
        others = common
        teams = Dictionary(
            configuration.teams.map { team in
                (team.name, Self.rule(team.retention.bodies, isZero: team.zeroRetention, beneath: common))
            }
        ) { first, _ in first }
    }

    private static func rule(_ bodies: RetentionConfiguration.Bodies, isZero: Bool, beneath upper: Rule?) -> Rule {
        let standard = RetentionConfiguration.Bodies.standard
        let policy = upper?.policy ?? standard.policy
        let isZero = isZero || upper?.isZero == true
        return Rule(
            isStored: !isZero && bodies.store ?? upper?.isStored ?? standard.store,
            isZero: isZero,
            policy: BodyPolicy(
                maxSize: bodies.maxSize ?? policy.maxSize,
                retention: bodies.retention ?? policy.retention,
                masks: bodies.masks ?? policy.masks
            )
        )
    }

    /// Whether anything is stored of anybody.
    public var storesAny: Bool { others.isStored || teams.values.contains { $0.isStored } }

    /// How the prompts and answers of a key's requests are stored; nil where they are not.
    /// - Parameters:
    ///   - organization: the name of the organization that the key belongs to, if there is one.
    ///   - team: the name of its team, if it has one.
    public func policy(organization: String?, team: String?) -> BodyPolicy? {
        guard organization == nil || organization == self.organization else { return nil }
        let rule = rule(of: team)
        return rule.isStored ? rule.policy : nil
    }

    /// How long what is stored of a team is kept; nil where no byte of it may be there at all.
    public func retention(ofTeam team: String?) -> Duration? {
        let rule = rule(of: team)
        return rule.isZero ? nil : rule.policy.retention
    }

    /// What counts for a team; nil for those that the document does not have, and keys without one.
    /// - Returns: whether its prompts and answers are stored, whether no byte of them may be, and how they are stored.
    public func settings(ofTeam team: String?) -> (isStored: Bool, isZero: Bool, policy: BodyPolicy) {
        let rule = rule(of: team)
        return (rule.isStored, rule.isZero, rule.policy)
    }

    private func rule(of team: String?) -> Rule { team.flatMap { teams[$0] } ?? others }
}

extension KanmonConfiguration {
    /// Of whom prompts and answers are stored.
    public var bodyRules: BodyRules { BodyRules(self) }
}

import Synchronization

/// Who sends a request: a key with everything that it belongs to, worked out once for all its requests.
public final class Principal: Sendable {
    /// Longer names of models fit no pattern: they are nobody's.
    private static let longestName = 512

    /// The key.
    public let key: VirtualKey
    /// The regions that requests may be processed in, common to all levels; `nil` for all, empty for none.
    public let regions: Set<String>?
    /// The tags of all levels, each once, the key's last.
    public let tags: [String]
    /// The names of the guardrails of all levels, each once, the key's last.
    public let guardrails: [String]
    /// All that the key's requests count for: its organization, team, project, user, itself and its tags. What depends on
    /// the request, models and providers, is not in it.
    public let scopes: [Scope]
    /// The limits and budgets of those levels that have any; what is put on tags, models and providers is not in it.
    public let policies: [ScopePolicies]
    /// What requests must be signed with; `nil` where they need not be.
    public let signingSecret: SigningSecret?

    /// The name of the team, if the key has one.
    public let teamName: String?
    /// The name of the organization that the key belongs to, if there is one.
    public let organizationName: String?
    /// What the key is for: what it names, or its team's only environment.
    public let environment: Environment?
    /// Whether it matters where requests come from.
    public let hasAddressRules: Bool
    /// Whether parameters of requests have bounds.
    public let hasParameterBounds: Bool
    /// Whether limits or budgets of its own levels apply.
    public let hasPolicies: Bool

    /// Whether it or something that it belongs to is disabled or missing.
    private let isUnusable: Bool
    /// Whether its team does not admit its environment.
    private let isForeign: Bool
    /// See ``series(_:)``; below zero until it is known.
    private let knownSeries = Atomic<Int>(-1)
    private let lineage: Lineage
    /// The rules of all levels, without those that allow everything.
    private let rules: [AccessRules]

    init(_ key: VirtualKey, _ lineage: Lineage, pepper: KeyPepper) {
        self.key = key
        self.lineage = lineage
        isUnusable = key.isDisabled || !lineage.isUsable
        isForeign = lineage.team?.admits(key.environment) == false
        rules = key.access == AccessRules() ? lineage.rules : lineage.rules + [key.access]
        regions = rules.lazy.compactMap(\.regions).reduce(nil) { $0?.intersection($1) ?? $1 }
        var named: Set<String> = []
        guardrails = rules.flatMap(\.guardrails).filter { named.insert($0).inserted }
        var seen: Set<String> = []
        tags = lineage.tags.isEmpty ? key.tags : (lineage.tags + key.tags).filter { seen.insert($0).inserted }
        scopes = lineage.scopes + [.key(key.id)] + tags.map(Scope.tag)
        let own = ScopePolicies(
            scope: .key(key.id),
            limits: key.limits,
            limitsPerModel: key.modelLimits,
            budgets: key.budgets
        )
        policies = own.isEmpty ? lineage.policies : lineage.policies + [own]
        teamName = lineage.team?.name
        environment = lineage.team?.environment(of: key.environment) ?? key.environment
        organizationName = lineage.organization?.name
        hasAddressRules = rules.contains { $0.addresses != nil }
        hasParameterBounds = rules.contains { !$0.parameters.isEmpty }
        hasPolicies = !policies.isEmpty
        signingSecret = key.signing?.secret(keyID: key.id, pepper: pepper)
    }

    /// The organization, if the key has one.
    public var organization: Organization? { lineage.organization }
    /// The team, if the key has one.
    public var team: Team? { lineage.team }
    /// The project, if the key has one.
    public var project: Project? { lineage.project }
    /// The user that the key belongs to, if it has one.
    public var user: User? { lineage.user }

    /// Whether a model may be asked for: its name has to fit one pattern of each level that has any.
    /// - Parameter model: the name in the request, or `provider/model`.
    public func mayUse(model: String) -> Bool {
        var isShort: Bool?
        for level in rules {
            guard let models = level.models else { continue }
            if isShort == nil { isShort = model.utf8.count <= Self.longestName }
            guard isShort == true, models.contains(where: { $0.matches(model) }) else { return false }
        }
        return true
    }

    /// Whether a surface may be used.
    public func mayUse(_ surface: Surface) -> Bool { rules.allSatisfy { $0.surfaces?.contains(surface) ?? true } }

    /// Whether a model of an environment is there for the key.
    /// - Parameter environment: the model's; `nil` for a model that belongs to all.
    public func maySee(_ environment: Environment?) -> Bool { environment == nil || environment == self.environment }

    /// Whether requests may come from an address: one range of each level that has any must hold it.
    /// - Parameter address: the client's; `nil` where it is not known, which no list lets through.
    public func mayCome(from address: NetworkAddress?) -> Bool {
        rules.allSatisfy { level in
            guard let ranges = level.addresses else { return true }
            guard let address else { return false }
            return ranges.contains { $0.contains(address) }
        }
    }

    /// Checks a request's parameters against the bounds of all levels.
    /// - Parameter asked: what the request asks for.
    /// - Returns: what to send on, which differs from `asked` where something is clamped or filled in.
    /// - Throws: ``ParameterRefusal`` for the first parameter that is out of bounds.
    public func check(_ asked: RequestParameters) throws(ParameterRefusal) -> RequestParameters {
        var result = asked
        for level in rules where !level.parameters.isEmpty { result = try level.parameters.check(result) }
        return result
    }

    /// The place at which whoever counts requests counts those of its team: looked up once, so that no request has to.
    /// - Parameter find: finds the place of a team, not below zero; `nil` stands for none. There is one such in a process.
    public func series(_ find: (_ team: String?) -> Int) -> Int {
        let known = knownSeries.load(ordering: .relaxed)
        guard known < 0 else { return known }
        let found = find(teamName)
        knownSeries.store(found, ordering: .relaxed)
        return found
    }

    /// Why the key is refused now, if it is.
    func failure(at now: Timestamp) -> IdentityFailure? {
        if key.revoked != nil { return .revoked }
        if isUnusable { return .disabled }
        if isForeign { return .foreignEnvironment }
        if let start = key.notBefore, now < start { return .notYetValid(from: start) }
        if let end = key.expires, now >= end { return .expired(at: end) }
        return nil
    }

    /// Whether a change of one of these objects changes what the principal says.
    func belongs(to changed: ChangedParents) -> Bool {
        key.team.map(changed.teams.contains) == true || key.project.map(changed.projects.contains) == true
            || key.owner.map(changed.users.contains) == true
            || lineage.organizationName.map(changed.organizations.contains) == true
    }
}

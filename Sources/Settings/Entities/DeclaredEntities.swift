public import Governance

/// What a configuration declares of identities, in the form in which those made at run time have: read-only there, and before
/// the store's where both have one of a name.
public struct DeclaredEntities: Sendable, Hashable {
    /// The organizations; a document has one.
    public var organizations: [Organization]
    /// The teams in the order of the document, all of its organization.
    public var teams: [Team]
    /// The projects in the order of the document.
    public var projects: [Project]
    /// The people in the order of the document.
    public var users: [User]
    /// The keys in the order of the document.
    public var keys: [VirtualKey]

    /// What a configuration declares.
    public init(
        organizations: [Organization] = [],
        teams: [Team] = [],
        projects: [Project] = [],
        users: [User] = [],
        keys: [VirtualKey] = []
    ) {
        self.organizations = organizations
        self.teams = teams
        self.projects = projects
        self.users = users
        self.keys = keys
    }

    /// Whether an object is declared here.
    /// - Parameters:
    ///   - kind: what it is.
    ///   - identity: its name, or id, as its kind has it.
    public func declares(_ kind: EntityKind, _ identity: String) -> Bool {
        switch kind {
        case .organization: organizations.contains { $0.name == identity }
        case .team: teams.contains { $0.name == identity }
        case .project: projects.contains { $0.name == identity }
        case .user: users.contains { $0.id == identity }
        case .key: keys.contains { $0.id == identity }
        }
    }
}

extension KanmonConfiguration {
    /// The identities that the document declares.
    ///
    /// They are known by `file:<name>` where ids are needed, and have the source ``Governance/EntitySource/file``.
    /// - Parameters:
    ///   - pepper: what the keys are hashed with.
    ///   - time: when the document was taken up.
    /// - Returns: the identities; what they refer to is among them.
    public func entities(pepper: KeyPepper, at time: Timestamp) -> DeclaredEntities {
        let revision = Revision(at: time, source: .file)
        return DeclaredEntities(
            organizations: [
                Organization(
                    name: organization.name,
                    access: AccessRules(guardrails: organization.guardrails),
                    limits: organization.limits,
                    budgets: organization.budgets,
                    revision: revision
                )
            ],
            teams: teams.map { $0.entity(of: organization.name, revision) },
            projects: projects.map { $0.entity(revision) },
            users: users.map { $0.entity(revision) },
            keys: keys.map { $0.entity(pepper, revision) }
        )
    }

    /// The limits and budgets of public models, providers and tags, which belong to no identity; those that have any.
    public var policies: [ScopePolicies] {
        let all =
            models.map { ScopePolicies(scope: .model($0.name), limits: $0.limits, budgets: $0.budgets) }
            + providers.map { ScopePolicies(scope: .provider($0.name), budgets: $0.budgets) }
            + tags.map { ScopePolicies(scope: .tag($0.name), limits: $0.limits, budgets: $0.budgets) }
        return all.filter { !$0.isEmpty }
    }
}

extension TeamConfiguration {
    fileprivate func entity(of organization: String, _ revision: Revision) -> Team {
        Team(
            name: name,
            organization: organization,
            access: access,
            environments: environments,
            limits: limits,
            budgets: budgets,
            tags: tags,
            metadata: metadata,
            revision: revision
        )
    }
}

extension ProjectConfiguration {
    fileprivate func entity(_ revision: Revision) -> Project {
        Project(
            name: name,
            team: team,
            access: AccessRules(models: models, guardrails: guardrails),
            limits: limits,
            budgets: budgets,
            tags: tags,
            revision: revision
        )
    }
}

extension UserConfiguration {
    fileprivate func entity(_ revision: Revision) -> User {
        User(
            id: EntityID.file(name),
            name: name,
            displayName: displayName,
            role: role,
            teams: teams,
            access: AccessRules(guardrails: guardrails),
            limits: limits,
            budgets: budgets,
            revision: revision
        )
    }
}

extension GatewayKey {
    fileprivate func entity(_ pepper: KeyPepper, _ revision: Revision) -> VirtualKey {
        VirtualKey(
            id: EntityID.file(name),
            name: name,
            owner: user.map(EntityID.file),
            team: team,
            project: project,
            environment: environment,
            access: access,
            limits: limits,
            modelLimits: modelLimits,
            budgets: budgets,
            tags: tags,
            metadata: metadata,
            notBefore: notBefore,
            expires: expires,
            credential: KeyCredential(ofDeclared: SecretText(key.reveal()), pepper: pepper),
            signing: signingSecret.map(RequestSigning.given),
            revision: revision
        )
    }
}

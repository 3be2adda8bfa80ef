public import Governance

extension DeclaredIdentities {
    /// The identities of a configuration.
    /// - Parameters:
    ///   - pepper: what the digests of keys are made with.
    ///   - now: when the configuration was read.
    public init(_ configuration: KanmonConfiguration, pepper: KeyPepper, at now: Timestamp) {
        let revision = Revision(at: now, source: .file)
        let organization = configuration.organization
        self.init(
            organizations: [
                Organization(
                    name: organization.name,
                    limits: organization.limits,
                    budgets: organization.budgets,
                    revision: revision
                )
            ],
            teams: configuration.teams.map { Team($0, organization: organization.name, revision) },
            projects: configuration.projects.map { Project($0, revision) },
            users: configuration.users.map { User($0, revision) },
            keys: configuration.keys.map { VirtualKey($0, pepper, revision) }
        )
    }
}

extension Team {
    fileprivate init(_ team: TeamConfiguration, organization: String, _ revision: Revision) {
        self.init(
            name: team.name,
            organization: organization,
            access: team.access,
            limits: team.limits,
            budgets: team.budgets,
            tags: team.tags,
            metadata: team.metadata,
            revision: revision
        )
    }
}

extension Project {
    fileprivate init(_ project: ProjectConfiguration, _ revision: Revision) {
        self.init(
            name: project.name,
            team: project.team,
            access: AccessRules(models: project.models),
            limits: project.limits,
            budgets: project.budgets,
            tags: project.tags,
            revision: revision
        )
    }
}

extension User {
    fileprivate init(_ user: UserConfiguration, _ revision: Revision) {
        self.init(
            id: EntityID.file(user.name),
            name: user.name,
            displayName: user.displayName,
            role: user.role,
            teams: user.teams,
            limits: user.limits,
            budgets: user.budgets,
            revision: revision
        )
    }
}

extension VirtualKey {
    fileprivate init(_ key: GatewayKey, _ pepper: KeyPepper, _ revision: Revision) {
        self.init(
            id: EntityID.file(key.name),
            name: key.name,
            owner: key.user.map(EntityID.file),
            team: key.team,
            project: key.project,
            environment: key.environment,
            access: key.access,
            limits: key.limits,
            modelLimits: key.modelLimits,
            budgets: key.budgets,
            tags: key.tags,
            metadata: key.metadata,
            notBefore: key.notBefore,
            expires: key.expires,
            credential: KeyCredential(ofDeclared: SecretText(key.key.reveal()), pepper: pepper),
            signing: key.signingSecret.map { .given($0) },
            revision: revision
        )
    }
}

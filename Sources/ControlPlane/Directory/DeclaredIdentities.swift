public import Governance

/// The objects that the configuration declares: read-only at run time, and before the store's where both have one of a name.
public struct DeclaredIdentities: Sendable {
    /// The organizations.
    public var organizations: [Organization]
    /// The teams.
    public var teams: [Team]
    /// The projects.
    public var projects: [Project]
    /// The users.
    public var users: [User]
    /// The keys.
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

    /// Whether an object is declared here, so that the store's of the same identity does not count.
    func declares(_ kind: EntityKind, _ identity: String) -> Bool {
        switch kind {
        case .organization: organizations.contains { $0.name == identity }
        case .team: teams.contains { $0.name == identity }
        case .project: projects.contains { $0.name == identity }
        case .user: users.contains { $0.id == identity }
        case .key: keys.contains { $0.id == identity }
        }
    }
}

/// What the admin API's rights depend on of the object that is read or changed.
public struct AdminObject: Hashable, Sendable {
    /// The teams it belongs to: one of a key, a project, a budget; several of a user or an organization.
    public var teams: Set<String>
    /// The id of the user it belongs to.
    public var owner: String?
    /// A user's role.
    public var role: Role?
    /// Whether it is about to be made.
    public var isNew: Bool

    /// An object.
    public init(teams: Set<String> = [], owner: String? = nil, role: Role? = nil, isNew: Bool = false) {
        self.teams = teams
        self.owner = owner
        self.role = role
        self.isNew = isNew
    }

    /// A team.
    public init(_ team: Team, isNew: Bool = false) { self.init(teams: [team.name], isNew: isNew) }

    /// A project.
    public init(_ project: Project, isNew: Bool = false) { self.init(teams: [project.team], isNew: isNew) }

    /// A user, who belongs to himself.
    public init(_ user: User, isNew: Bool = false) {
        self.init(teams: user.teams, owner: user.id, role: user.role, isNew: isNew)
    }

    /// A key.
    public init(_ key: VirtualKey, isNew: Bool = false) {
        self.init(teams: key.team.map { [$0] } ?? [], owner: key.owner, isNew: isNew)
    }
}

/// Who uses the admin API.
public struct Actor: Hashable, Sendable {
    /// How somebody has shown who they are.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A person with a session.
        case user
        /// Automation with the configured bearer token, which has the owner's role.
        case adminToken = "admin-token"
        /// The command line on the data folder.
        case commandLine = "command-line"
        /// The gateway itself: the first start, a reload.
        case gateway
    }

    /// How they have shown who they are.
    public let kind: Kind
    /// The user's id, or the kind's name.
    public let id: String
    /// What people call them.
    public let name: String
    /// What they may do.
    public let role: Role
    /// The teams they belong to.
    public let teams: Set<String>

    /// A person who has signed in.
    public init(_ user: User) {
        kind = .user
        id = user.id
        name = user.name
        role = user.role
        teams = user.teams
    }

    private init(_ kind: Kind) {
        self.kind = kind
        id = kind.rawValue
        name = kind.rawValue
        role = .owner
        teams = []
    }

    /// Automation with the configured bearer token.
    public static let adminToken = Actor(.adminToken)
    /// The command line on the data folder.
    public static let commandLine = Actor(.commandLine)
    /// The gateway itself.
    public static let gateway = Actor(.gateway)
}

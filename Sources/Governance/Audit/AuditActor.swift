/// Who did something that the audit log tells of.
public struct AuditActor: Hashable, Sendable {
    /// How the actor came in.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A person with a session.
        case user
        /// A program with the administration token of the configuration.
        case token
        /// The command line on the data folder.
        case commandLine = "command_line"
        /// The gateway itself: a retention that ran, an account that was locked.
        case system
    }

    /// How the actor came in.
    public var kind: Kind
    /// The user's id, or a fixed word for the others.
    public var id: String
    /// The name at the time, for people.
    public var name: String?

    /// An actor.
    public init(_ kind: Kind, id: String, name: String? = nil) {
        self.kind = kind
        self.id = id
        self.name = name
    }
}

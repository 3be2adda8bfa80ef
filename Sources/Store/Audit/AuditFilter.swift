/// Which entries of the audit log are wanted; what is `nil` does not matter.
public struct AuditFilter: Hashable, Sendable {
    /// Not before this time, in nanoseconds since 1970 UTC.
    public var from: Int64?
    /// Before this time, in nanoseconds since 1970 UTC.
    public var until: Int64?
    /// By the actor with this id.
    public var actor: String?
    /// Of this action.
    public var action: String?
    /// On objects of this kind.
    public var objectKind: String?
    /// On the object of this id.
    public var objectID: String?
    /// On what belongs to this team.
    public var team: String?

    /// All entries.
    public static let all = AuditFilter()

    /// A filter; every condition must hold.
    public init(
        from: Int64? = nil,
        until: Int64? = nil,
        actor: String? = nil,
        action: String? = nil,
        objectKind: String? = nil,
        objectID: String? = nil,
        team: String? = nil
    ) {
        self.from = from
        self.until = until
        self.actor = actor
        self.action = action
        self.objectKind = objectKind
        self.objectID = objectID
        self.team = team
    }
}

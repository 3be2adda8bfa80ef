/// Which documents of a kind are wanted; what is `nil` does not matter.
public struct DocumentFilter: Hashable, Sendable {
    /// Those of this organization.
    public var organization: String?
    /// Those of this team.
    public var team: String?
    /// Those of this user.
    public var owner: String?
    /// The one that bears this name.
    public var name: String?
    /// The one with this digest.
    public var digest: [UInt8]?
    /// Those that count, or those that do not.
    public var isLiving: Bool?
    /// Those that cease to be valid before this time, in nanoseconds since 1970 UTC.
    public var expiresBefore: Int64?

    /// All documents.
    public static let all = DocumentFilter()

    /// A filter; every condition must hold.
    public init(
        organization: String? = nil,
        team: String? = nil,
        owner: String? = nil,
        name: String? = nil,
        digest: [UInt8]? = nil,
        isLiving: Bool? = nil,
        expiresBefore: Int64? = nil
    ) {
        self.organization = organization
        self.team = team
        self.owner = owner
        self.name = name
        self.digest = digest
        self.isLiving = isLiving
        self.expiresBefore = expiresBefore
    }
}

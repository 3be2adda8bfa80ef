/// One identity as the store keeps it: its text, and beside it what the store finds it by.
///
/// The store gives the text no meaning; `Governance` does.
public struct StoredDocument: Hashable, Sendable {
    /// What kind of thing a document is. Others than the ones named here may be kept, too.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// The kind's name, lower-case.
        public let rawValue: String

        /// A kind of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// An organization.
        public static let organization = Kind(rawValue: "organization")
        /// A team.
        public static let team = Kind(rawValue: "team")
        /// A project.
        public static let project = Kind(rawValue: "project")
        /// A person.
        public static let user = Kind(rawValue: "user")
        /// A virtual key.
        public static let key = Kind(rawValue: "key")
    }

    /// What kind of thing it is.
    public var kind: Kind
    /// Its identity among its kind, for ever.
    public var id: String
    /// Its name; among the living of a kind there is one of a name.
    public var name: String
    /// Whether it counts: a revoked key's document stays for the records, and its name may be given again.
    public var isLiving: Bool
    /// The organization that it belongs to.
    public var organization: String?
    /// The team that it belongs to.
    public var team: String?
    /// The id of the user that it belongs to.
    public var owner: String?
    /// A digest that is unique among all documents, such as a key's.
    public var digest: [UInt8]?
    /// When it ceases to be valid, in nanoseconds since 1970 UTC.
    public var expires: Int64?
    /// How many times it has been written: 1 when it is new. Given by the store.
    public var version: Int64
    /// The number of the change that wrote it, which grows with every change of any document. Given by the store.
    public var revision: Int64
    /// The text, in JSON.
    public var body: [UInt8]

    /// A document; the store gives it its version and revision.
    public init(
        kind: Kind,
        id: String,
        name: String,
        isLiving: Bool = true,
        organization: String? = nil,
        team: String? = nil,
        owner: String? = nil,
        digest: [UInt8]? = nil,
        expires: Int64? = nil,
        body: [UInt8]
    ) {
        self.kind = kind
        self.id = id
        self.name = name
        self.isLiving = isLiving
        self.organization = organization
        self.team = team
        self.owner = owner
        self.digest = digest
        self.expires = expires
        self.version = 0
        self.revision = 0
        self.body = body
    }
}

/// A person's session at the administration, as the store keeps it.
public struct StoredSession: Hashable, Sendable {
    /// The digest of the session's token, which itself is not kept.
    public var digest: [UInt8]
    /// The user's id.
    public var user: String
    /// When it began, in nanoseconds since 1970 UTC.
    public var created: Int64
    /// When it was last used, in nanoseconds since 1970 UTC.
    public var lastSeen: Int64
    /// When it ends at the latest, in nanoseconds since 1970 UTC.
    public var expires: Int64
    /// What else belongs to it, in JSON.
    public var body: [UInt8]

    /// A session.
    public init(digest: [UInt8], user: String, created: Int64, lastSeen: Int64, expires: Int64, body: [UInt8]) {
        self.digest = digest
        self.user = user
        self.created = created
        self.lastSeen = lastSeen
        self.expires = expires
        self.body = body
    }
}

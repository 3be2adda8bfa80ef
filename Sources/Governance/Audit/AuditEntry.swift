public import JSONText

/// What the audit log keeps of one change: who did what to which object, from where, and what it was before and after.
///
/// Secrets do not get into an entry: ``before`` and ``after`` pass ``AuditMask`` when they are set.
public struct AuditEntry: Hashable, Sendable {
    /// What was changed.
    public struct Object: Hashable, Sendable {
        /// What kind of thing: `key`, `team`, `configuration`.
        public var kind: String
        /// Its id, or its name where that is its identity.
        public var id: String
        /// Its name at the time, where that is not its id.
        public var name: String?
        /// The team that it belongs to: who administers a team may read its part of the log.
        public var team: String?

        /// An object.
        public init(kind: String, id: String, name: String? = nil, team: String? = nil) {
            self.kind = kind
            self.id = id
            self.name = name
            self.team = team
        }
    }

    /// When, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// Who.
    public var actor: AuditActor
    /// The network address that the request came from.
    public var origin: String?
    /// The request's `x-request-id`.
    public var request: String?
    /// What was done, as object and verb: `key.rotate`.
    public var action: String
    /// What it was done to.
    public var object: Object
    /// Why, in the words of who did it.
    public var reason: String?
    /// What the object was, masked; `nil` where it was not there.
    public private(set) var before: JSONValue?
    /// What the object became, masked; `nil` where it is gone.
    public private(set) var after: JSONValue?

    /// An entry. `before` and `after` are masked here, and cut where they are longer than ``AuditMask/byteLimit``.
    public init(
        time: Int64,
        actor: AuditActor,
        origin: String? = nil,
        request: String? = nil,
        action: String,
        object: Object,
        reason: String? = nil,
        before: JSONValue? = nil,
        after: JSONValue? = nil
    ) {
        self.time = time
        self.actor = actor
        self.origin = origin
        self.request = request
        self.action = action
        self.object = object
        self.reason = reason
        self.before = before.map(AuditMask.masked)
        self.after = after.map(AuditMask.masked)
    }
}

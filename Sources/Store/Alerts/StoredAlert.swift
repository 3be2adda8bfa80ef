/// Something that people should look at, such as a budget that nears its end, as the store keeps it.
public struct StoredAlert: Hashable, Sendable {
    /// What makes it the same alert when it is raised again: for a budget its scope, name, period and threshold.
    public var id: String
    /// When it was raised, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// What it is about, in the text that `Governance` gives a scope.
    public var scope: String
    /// The team that it concerns.
    public var team: String?
    /// When somebody said to have seen it, in nanoseconds since 1970 UTC.
    public var acknowledged: Int64?
    /// The id of who has seen it.
    public var acknowledgedBy: String?
    /// What it says, in JSON.
    public var body: [UInt8]

    /// An alert that nobody has seen.
    public init(id: String, time: Int64, scope: String, team: String? = nil, body: [UInt8]) {
        self.id = id
        self.time = time
        self.scope = scope
        self.team = team
        self.body = body
    }
}

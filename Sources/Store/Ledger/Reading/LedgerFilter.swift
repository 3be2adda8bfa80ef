/// Which records are meant; a record must satisfy every member that is not `nil`.
public struct LedgerFilter: Hashable, Sendable {
    /// The earliest time, inclusive, in nanoseconds since 1970 UTC.
    public var from: Int64?
    /// The time that all must be before, in nanoseconds since 1970 UTC.
    public var to: Int64?
    /// The organization's name.
    public var organization: String?
    /// The teams' names: what belongs to one of them passes, and nothing where there is none.
    public var teams: Set<String>?
    /// The project's name.
    public var project: String?
    /// The user's id.
    public var user: String?
    /// The key's id or its name at the time.
    public var key: String?
    /// The model as callers name it.
    public var model: String?
    /// The provider's name.
    public var provider: String?
    /// A tag that it has.
    public var tag: String?
    /// The HTTP status that the caller saw. Not for usage.
    public var status: Int?
    /// The name of a guardrail that found something. Not for usage.
    public var guardrail: String?
    /// What a guardrail found: with ``guardrail`` what that one did. Not for usage.
    public var guardType: String?

    /// A filter that everything passes.
    public init() {}
}

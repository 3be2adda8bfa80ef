public import Governance

/// Where the prompts and answers of teams that have opted in are kept, masked already; never a part of the ledger's chain.
public protocol BodyStore: Sendable {
    /// Adds bodies, in one transaction that is durable when this returns. Entries that are there already are left out.
    /// - Returns: how many were new.
    func insert(_ bodies: [RequestBodies]) async throws(StoreError) -> Int

    /// What is kept of a request; `nil` where nothing is.
    /// - Parameter entry: the entry of its record.
    func bodies(of entry: String) async throws(StoreError) -> RequestBodies?

    /// Removes what is kept of a request, together with the note of who did it.
    /// - Parameters:
    ///   - entry: the entry of its record.
    ///   - audit: goes into the audit log, if anything was there.
    /// - Returns: whether anything was there.
    func removeBodies(of entry: String, audit: AuditEntry) async throws(StoreError) -> Bool

    /// The teams of which anything is kept, `nil` among them for requests of none.
    func teamsWithBodies() async throws(StoreError) -> [String?]

    /// Removes what has become too old. The bytes are overwritten, also in the database's log, unless another process reads
    /// it just then.
    /// - Parameters:
    ///   - team: the team, `nil` for what belongs to none.
    ///   - cutoff: bodies of requests before this go, in nanoseconds since 1970 UTC.
    /// - Returns: of how many requests.
    func expireBodies(team: String?, before cutoff: Int64) async throws(StoreError) -> Int
}

public import Governance

/// Keeps alerts until people have seen them, and after.
public protocol AlertStore: Sendable {
    /// Keeps alerts, all or none; those whose id is there already change nothing.
    /// - Returns: those that are new, which are the ones to tell people of.
    func raise(_ alerts: [StoredAlert]) async throws(StoreError) -> [StoredAlert]

    /// Alerts, the ones that were raised last first.
    /// - Parameters:
    ///   - teams: only those that concern one of these teams; `nil` for all.
    ///   - onlyOpen: only those that nobody has acknowledged.
    func alerts(teams: Set<String>?, onlyOpen: Bool, page: PageRequest) async throws(StoreError) -> Page<StoredAlert>

    /// An alert by its id; `nil` where there is none.
    func alert(id: String) async throws(StoreError) -> StoredAlert?

    /// Says anew what an alert says, such as that it is over; nothing where there is none of the id.
    func amendAlert(id: String, body: [UInt8]) async throws(StoreError)

    /// Notes that somebody has seen an alert, together with the audit log's entry; who has seen it first stays noted.
    /// - Parameters:
    ///   - time: when, in nanoseconds since 1970 UTC.
    /// - Throws: ``StoreError/Code/notFound``.
    func acknowledgeAlert(id: String, at time: Int64, audit: AuditEntry) async throws(StoreError) -> StoredAlert

    /// Forgets alerts that were acknowledged and raised before a time.
    /// - Returns: how many there were.
    func removeAlerts(raisedBefore time: Int64) async throws(StoreError) -> Int
}

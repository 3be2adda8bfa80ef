import Governance
import JSONText
import Store

extension Services {
    /// Writes what has been counted of refused sign-ins into the audit log, of windows that are over.
    ///
    /// To be asked with every refusal and before anybody reads the log: no sum that is due is missing then.
    func noteRefusals() async throws(AdminError) {
        let directory = directory
        for sum in refusals.due(at: now) {
            let user = sum.user.flatMap { directory.users[$0] }
            let entry = AuditEntry(
                time: clock.nanoseconds,
                actor: AuditActor(.user, id: "unknown"),
                origin: sum.network?.description,
                action: "session.refuse",
                object: AuditEntry.Object(kind: "user", id: sum.user ?? "unknown", name: user?.name),
                after: [
                    "count": JSONValue(sum.count), "since": .string(sum.first.description),
                    "until": .string(sum.last.description),
                ]
            )
            let store = store
            _ = try await storing { () async throws(StoreError) in try await store.append(entry) }
        }
    }
}

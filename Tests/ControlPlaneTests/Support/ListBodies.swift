import Governance
import Store
import Synchronization

/// Bodies in a list, for tests that are not about the store.
final class ListBodies: BodyStore {
    private let list = Mutex<[RequestBodies]>([])
    private let failure = Mutex<StoreError?>(nil)

    /// What is kept.
    var all: [RequestBodies] { list.withLock { $0 } }

    /// Lets every writing fail from now on.
    func fail(with error: StoreError?) { failure.withLock { $0 = error } }

    func insert(_ bodies: [RequestBodies]) async throws(StoreError) -> Int {
        if let failure = failure.withLock({ $0 }) { throw failure }
        list.withLock { $0 += bodies }
        return bodies.count
    }

    func bodies(of entry: String) async throws(StoreError) -> RequestBodies? { all.first { $0.entry == entry } }

    func removeBodies(of entry: String, audit: AuditEntry) async throws(StoreError) -> Bool {
        remove { $0.entry == entry } > 0
    }

    func teamsWithBodies() async throws(StoreError) -> [String?] { Array(Set(all.map(\.team))) }

    func expireBodies(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        remove { $0.team == team && $0.time < cutoff }
    }

    private func remove(_ isMeant: (RequestBodies) -> Bool) -> Int {
        list.withLock { list in
            let count = list.count
            list.removeAll(where: isMeant)
            return count - list.count
        }
    }
}

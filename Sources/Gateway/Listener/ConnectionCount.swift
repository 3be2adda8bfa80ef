import NIOCore
import Synchronization

/// Counts the open client connections and refuses those beyond the limit.
final class ConnectionCount: Sendable {
    private let open = Atomic<Int>(0)
    private let accepted = Atomic<Int>(0)
    private let limit: Atomic<Int>

    init(limit: Int) { self.limit = Atomic(limit) }

    /// How many connections have come since the start.
    var total: Int { accepted.load(ordering: .relaxed) }

    /// How many are open.
    var current: Int { open.load(ordering: .relaxed) }

    /// Sets another limit. Connections that are open stay, also where they are more.
    func setLimit(_ limit: Int) { self.limit.store(limit, ordering: .relaxed) }

    /// Takes a place for a connection until it closes.
    /// - Returns: `false` where there is none left.
    func admit(_ channel: any Channel) -> Bool {
        accepted.add(1, ordering: .relaxed)
        guard open.add(1, ordering: .relaxed).newValue <= limit.load(ordering: .relaxed) else {
            open.subtract(1, ordering: .relaxed)
            return false
        }
        channel.closeFuture.whenComplete { _ in self.open.subtract(1, ordering: .relaxed) }
        return true
    }
}

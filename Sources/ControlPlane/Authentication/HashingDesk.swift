internal import Dispatch
import Synchronization

/// Works passwords' hashes out on a thread of its own, one at a time: each takes tens of milliseconds and 32 MiB, and the
/// threads that everything else runs on must not wait for it.
final class HashingDesk: Sendable {
    /// How many may wait.
    private let capacity: Int
    private let waiting = Mutex(0)
    private let queue = DispatchQueue(label: "kanmon.passwords")

    init(capacity: Int = 16) { self.capacity = capacity }

    /// Does some work when its turn comes.
    /// - Throws: `busy` where too many wait already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(AdminError) -> Value {
        let isFree = waiting.withLock { waiting in
            guard waiting < capacity else { return false }
            waiting += 1
            return true
        }
        guard isFree else {
            throw AdminError(503, .busy, "Too many people are signing in; try again.", retryAfter: 2)
        }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

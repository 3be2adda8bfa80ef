internal import Dispatch
import Synchronization

/// Does work that takes long on a thread of its own, one piece at a time: the threads that everything else runs on must not
/// wait for it.
final class WorkDesk: Sendable {
    /// How many may wait.
    private let capacity: Int
    /// What callers are told where too many wait.
    private let busy: String
    private let waiting = Mutex(0)
    private let queue: DispatchQueue

    /// - Parameters:
    ///   - label: the queue's name in a debugger.
    ///   - busy: what callers are told where too many wait.
    ///   - capacity: how many may wait.
    init(label: String, busy: String, capacity: Int = 16) {
        queue = DispatchQueue(label: label)
        self.busy = busy
        self.capacity = capacity
    }

    /// Where passwords are hashed: each hash takes tens of milliseconds and 32 MiB.
    static func passwords() -> WorkDesk {
        WorkDesk(label: "kanmon.passwords", busy: "Too many people are signing in; try again.")
    }

    /// Where texts are tried: a long one takes a good part of a second.
    static func trials() -> WorkDesk {
        WorkDesk(label: "kanmon.trials", busy: "Too many texts are being tried; try again.")
    }

    /// Does some work when its turn comes.
    /// - Throws: `busy` where too many wait already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(AdminError) -> Value {
        let isFree = waiting.withLock { waiting in
            guard waiting < capacity else { return false }
            waiting += 1
            return true
        }
        guard isFree else {
            throw AdminError(503, .busy, busy, retryAfter: 2)
        }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

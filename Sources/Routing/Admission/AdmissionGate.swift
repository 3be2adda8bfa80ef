import Synchronization

/// A ``FairQueue`` that all loops share, with what is needed to wake a waiting request.
///
/// `Waiter` is that: a promise, a continuation, a closure. The gate only keeps it and gives it back, exactly once, in one
/// of the results below; waking it is the caller's, outside the lock.
public final class AdmissionGate<Waiter: Sendable>: Sendable {
    /// What becomes of a request that comes.
    public enum Entry: Sendable {
        /// It may run; ``AdmissionGate/leave(team:served:now:)`` follows.
        case admitted
        /// It waits.
        /// - Parameters:
        ///   - id: names it in ``AdmissionGate/cancel(_:)``.
        ///   - displaced: a waiting request that lost its place to it and is to be refused, as ``QueueRefusal/Reason/full``.
        case queued(id: FairQueue.ID, displaced: Waiter?)
        /// It may neither run nor wait.
        case refused(QueueRefusal)
    }

    /// What follows from a place becoming free.
    public struct Release: Sendable {
        /// The requests that may run now; ``AdmissionGate/leave(team:served:now:)`` follows for each.
        public var resumed: [Waiter] = []
        /// The requests whose time was over before their turn came.
        public var expired: [Waiter] = []
    }

    private struct State {
        var queue: FairQueue
        var waiters: [FairQueue.ID: Waiter] = [:]
        var lastID: FairQueue.ID = 0

        mutating func take(_ ids: [FairQueue.ID]) -> [Waiter] {
            ids.isEmpty ? [] : ids.compactMap { waiters.removeValue(forKey: $0) }
        }

        mutating func take(_ release: FairQueue.Release) -> Release {
            Release(resumed: take(release.resumed), expired: take(release.expired))
        }
    }

    private let state: Mutex<State>

    /// Creates an empty gate.
    public init(policy: QueuePolicy) { state = Mutex(State(queue: FairQueue(policy: policy))) }

    /// Requests that run and requests that wait, for metrics.
    public var load: (inFlight: Int, waiting: Int) { state.withLock { ($0.queue.inFlight, $0.queue.waiting) } }

    /// Whether a request would be let in at once; another one may come first.
    public var hasRoom: Bool { state.withLock { $0.queue.inFlight < $0.queue.policy.limit && $0.queue.waiting == 0 } }

    /// The longest that a request waits.
    public var longestWait: Duration { state.withLock { $0.queue.policy.timeout } }

    /// Lets a request in if nobody has to wait; cheaper than ``enter(team:deadline:now:waiter:)``, and to be asked first.
    public func tryEnter(team: String) -> Bool { state.withLock { $0.queue.tryEnter(team: team) } }

    /// Takes a request in.
    /// - Parameters:
    ///   - team: whose it is.
    ///   - deadline: when its time is over.
    ///   - now: the present moment.
    ///   - waiter: what wakes it; kept only if it is queued.
    public func enter(team: String, deadline: Moment, now: Moment, waiter: Waiter) -> Entry {
        state.withLock { state in
            state.lastID &+= 1
            let id = state.lastID
            switch state.queue.enter(team: team, id: id, deadline: deadline, now: now) {
            case .admitted:
                return .admitted
            case .refused(let refusal):
                return .refused(refusal)
            case .queued(let displaced):
                state.waiters[id] = waiter
                return .queued(id: id, displaced: displaced.flatMap { state.waiters.removeValue(forKey: $0) })
            }
        }
    }

    /// Takes the end of a request that ran; see ``FairQueue/leave(team:served:now:)``.
    public func leave(team: String, served: Duration, now: Moment) -> Release {
        state.withLock { $0.take($0.queue.leave(team: team, served: served, now: now)) }
    }

    /// Takes out a request whose caller has gone.
    /// - Returns: its waiter; `nil` if it was not waiting any more, since another result has given it back already.
    public func cancel(_ id: FairQueue.ID) -> Waiter? {
        state.withLock { $0.queue.cancel(id) ? $0.waiters.removeValue(forKey: id) : nil }
    }

    /// Takes out the requests whose time is over; meant for a timer.
    public func expire(now: Moment) -> [Waiter] {
        state.withLock { $0.take($0.queue.expire(now: now)) }
    }

    /// Takes other limits; see ``FairQueue/update(policy:now:)``.
    public func update(policy: QueuePolicy, now: Moment) -> Release {
        state.withLock { $0.take($0.queue.update(policy: policy, now: now)) }
    }
}

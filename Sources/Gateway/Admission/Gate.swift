import ModelAPI
import NIOCore
import Routing
import Synchronization

/// A limit on requests in flight, with a fair waiting room before it.
struct Gate: Sendable {
    /// What a request that waited is told.
    enum Call: Sendable {
        /// It may run.
        case admitted
        /// Its place went to a team that waits for less, or it waited too long.
        case refused
        /// Its caller has gone.
        case cancelled
    }

    /// Resumed exactly once: the gate gives each waiter back once.
    typealias Waiter = UnsafeContinuation<Call, Never>

    private let gate: AdmissionGate<Waiter>

    init(_ policy: QueuePolicy) { gate = AdmissionGate(policy: policy) }

    /// Lets a request in if nobody has to wait.
    func tryEnter(team: String) -> Bool { gate.tryEnter(team: team) }

    /// Whether a request would be let in at once.
    var hasRoom: Bool { gate.hasRoom }

    /// How many requests wait before it.
    var waiting: Int { gate.load.waiting }

    /// Takes other limits.
    func update(_ policy: QueuePolicy) { wake(gate.update(policy: policy, now: .now())) }

    /// Lets a request in, waiting for its turn if need be. What was let in must ``leave(team:since:)``.
    /// - Parameters:
    ///   - team: whose it is; places go round among teams.
    ///   - deadline: when its time is over.
    ///   - eventLoop: the task's.
    /// - Throws: ``ModelAPI/APIError`` of kind `overloaded` where it cannot be let in.
    func enter(team: String, deadline: NIODeadline, on eventLoop: any EventLoop) async throws(APIError) {
        if gate.tryEnter(team: team) { return }
        let place = Place()
        let gate = gate
        // The queue's own limit may come first; nothing but the timer would tell a request of it.
        let deadline = min(deadline, .now() + TimeAmount(gate.longestWait))
        var timer: Scheduled<Void>?
        defer { timer?.cancel() }
        var hint = Duration.seconds(1)
        let call = await withTaskCancellationHandler {
            await withUnsafeContinuation { (waiter: Waiter) in
                switch gate.enter(team: team, deadline: Moment(deadline), now: .now(), waiter: waiter) {
                case .admitted: waiter.resume(returning: .admitted)
                case .refused(let refusal):
                    hint = refusal.retryAfter
                    waiter.resume(returning: .refused)
                case .queued(let id, let displaced):
                    displaced?.resume(returning: .refused)
                    timer = eventLoop.scheduleTask(deadline: deadline) {
                        for waiter in gate.expire(now: .now()) { waiter.resume(returning: .refused) }
                    }
                    if place.take(id) { gate.cancel(id)?.resume(returning: .cancelled) }
                }
            }
        } onCancel: {
            if let id = place.cancel() { gate.cancel(id)?.resume(returning: .cancelled) }
        }
        switch call {
        case .admitted: return
        case .cancelled: throw APIError(.requestTimeout, "The client has gone.")
        case .refused:
            throw APIError(
                .overloaded,
                "Too many requests are waiting. Try again later.",
                retryAfter: hint.inSeconds
            )
        }
    }

    /// Gives a place back and lets the next ones in.
    func leave(team: String, since begun: NIODeadline) {
        let now = Moment.now()
        wake(gate.leave(team: team, served: now - Moment(begun), now: now))
    }

    private func wake(_ release: AdmissionGate<Waiter>.Release) {
        for waiter in release.resumed { waiter.resume(returning: .admitted) }
        for waiter in release.expired { waiter.resume(returning: .refused) }
    }

    /// A waiting request's place, and whether its task has been cancelled meanwhile.
    private final class Place: Sendable {
        private let state = Mutex<(id: FairQueue.ID?, isCancelled: Bool)>((nil, false))

        /// Notes the place.
        /// - Returns: whether the task was cancelled before, so that nobody else gives the place up.
        func take(_ id: FairQueue.ID) -> Bool {
            state.withLock { state in
                state.id = id
                return state.isCancelled
            }
        }

        /// Notes the cancellation.
        /// - Returns: the place to give up, if there is one already.
        func cancel() -> FairQueue.ID? {
            state.withLock { state in
                state.isCancelled = true
                return state.id
            }
        }
    }
}

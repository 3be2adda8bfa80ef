import NIOCore
import Synchronization

/// What a live client got, and who waits for more.
final class Collector: Sendable {
    private struct State {
        var received = LiveClient.Received()
        var waiter:
            (isEnough: @Sendable (LiveClient.Received) -> Bool, CheckedContinuation<LiveClient.Received, Never>)?
    }

    private let state = Mutex(State())

    func update(_ change: @Sendable (inout LiveClient.Received) -> Void) {
        let ready = state.withLock { state -> (CheckedContinuation<LiveClient.Received, Never>, LiveClient.Received)? in
            change(&state.received)
            guard let waiter = state.waiter, waiter.isEnough(state.received) else { return nil }
            state.waiter = nil
            return (waiter.1, state.received)
        }
        ready?.0.resume(returning: ready?.1 ?? LiveClient.Received())
    }

    func wait(_ isEnough: @escaping @Sendable (LiveClient.Received) -> Bool) async -> LiveClient.Received {
        await withCheckedContinuation { continuation in
            let now = state.withLock { state -> LiveClient.Received? in
                if isEnough(state.received) { return state.received }
                state.waiter = (isEnough, continuation)
                return nil
            }
            if let now { continuation.resume(returning: now) }
        }
    }
}

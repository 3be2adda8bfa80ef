import Routing
import Synchronization
import Testing

private let never = Moment(nanoseconds: .max)

@Suite("Admission gate")
struct AdmissionGateTests {
    /// What wakes a task that waits; whichever comes first of waking and waiting.
    private final class Signal: Sendable {
        private enum State {
            case idle
            case waiting(CheckedContinuation<Void, Never>)
            case woken
        }

        private let state = Mutex(State.idle)

        func wake() {
            let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
                defer { state = .woken }
                guard case .waiting(let continuation) = state else { return nil }
                return continuation
            }
            waiting?.resume()
        }

        func wait() async {
            await withCheckedContinuation { continuation in
                let isWoken = state.withLock { state in
                    if case .woken = state { return true }
                    state = .waiting(continuation)
                    return false
                }
                if isWoken { continuation.resume() }
            }
        }
    }

    @Test("gives each waiter back once: resumed, displaced, cancelled or expired")
    func onceEach() {
        let gate = AdmissionGate<String>(policy: QueuePolicy(limit: 1, length: 2, timeout: .seconds(10)))
        #expect(gate.tryEnter(team: "a"))
        #expect(!gate.tryEnter(team: "a"))
        guard case .queued(let first, nil) = gate.enter(team: "a", deadline: never, now: .zero, waiter: "first"),
            case .queued = gate.enter(team: "a", deadline: never, now: .zero, waiter: "second"),
            case .queued(_, "second") = gate.enter(team: "b", deadline: never, now: .zero, waiter: "third"),
            case .refused = gate.enter(team: "a", deadline: never, now: .zero, waiter: "fourth")
        else {
            Issue.record("not queued as expected")
            return
        }
        #expect(gate.load == (1, 2))
        #expect(gate.cancel(first) == "first")
        #expect(gate.cancel(first) == nil)
        #expect(gate.expire(now: .zero + .seconds(10)) == ["third"])
        #expect(gate.leave(team: "a", served: .zero, now: .zero).resumed.isEmpty)
        #expect(gate.load == (0, 0))
    }

    @Test("never lets more run than the limit, and leaves nobody behind, with many tasks at once")
    func concurrency() async {
        let gate = AdmissionGate<Signal>(policy: QueuePolicy(limit: 4, length: 10_000, timeout: .seconds(1e6)))
        let running = SharedCounter()
        let served = SharedCounter()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<50 {
                group.addTask {
                    let team = "team-\(task % 5)"
                    for _ in 0..<50 {
                        if !gate.tryEnter(team: team) {
                            let signal = Signal()
                            switch gate.enter(team: team, deadline: never, now: .zero, waiter: signal) {
                            case .admitted: break
                            case .queued: await signal.wait()
                            case .refused: continue
                            }
                        }
                        running.add(1)
                        await Task.yield()
                        running.add(-1)
                        served.add(1)
                        for next in gate.leave(team: team, served: .zero, now: .zero).resumed { next.wake() }
                    }
                }
            }
        }
        #expect(served.value == 2500)
        #expect((1...4).contains(running.largest))
        #expect(gate.load == (0, 0))
    }
}

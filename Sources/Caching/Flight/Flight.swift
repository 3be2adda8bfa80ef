import Synchronization

/// One flight: its state behind a lock, and what wakes followers, outside of it.
final class Flight<Head: Sendable>: Sendable {
    private let state: Mutex<FlightState<Head>>
    private let close: @Sendable (Flight) -> Void

    /// Begins a flight.
    /// - Parameter close: takes it out of the table; called once, as soon as nobody may join any more, and not within the lock.
    init(_ limits: FlightTable<Head>.Limits, close: @escaping @Sendable (Flight) -> Void) {
        state = Mutex(FlightState(limits))
        self.close = close
    }

    /// Adds a follower.
    /// - Returns: its number; `nil` where nobody may join any more.
    func addFollower() -> Int? { state.withLock { $0.addFollower() } }

    /// The next event for a follower.
    func next(for follower: Int) async throws -> FlightEvent<Head> {
        try await withTaskCancellationHandler {
            let step = try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { $0.next(for: follower, continuation) }
                if let outcome { continuation.resume(with: outcome) }
            }
            return event(step)
        } onCancel: {
            let waiting = state.withLock { $0.cancel(follower) }
            waiting?.resume(throwing: CancellationError())
        }
    }

    private func event(_ step: FlightState<Head>.Step) -> FlightEvent<Head> {
        switch step {
        case .event(let event): event
        case .lead(let generation): .lead(FlightLeader(self, generation: generation))
        }
    }

    /// Does something to the state, and then what follows from it.
    @discardableResult
    func perform<Result: Sendable>(
        _ body: (inout FlightState<Head>, inout FlightState<Head>.Effects) -> Result
    ) -> Result {
        let (result, effects) = state.withLock { state in
            var effects = FlightState<Head>.Effects()
            let result = body(&state, &effects)
            state.settle(&effects)
            return (result, effects)
        }
        if effects.closes { close(self) }
        for (continuation, step) in effects.wakes { continuation.resume(returning: step) }
        effects.deserted?()
        return result
    }

    /// How many follow.
    var followerCount: Int { state.withLock { $0.followerCount } }

    /// How many bytes are kept.
    var keptBytes: Int { state.withLock { $0.keptBytes } }
}

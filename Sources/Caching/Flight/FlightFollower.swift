/// One of those that wait for what the leader gets.
///
/// It leaves when it is given up.
public final class FlightFollower<Head: Sendable>: Sendable {
    private let flight: Flight<Head>
    private let number: Int

    init(_ flight: Flight<Head>, _ number: Int) {
        self.flight = flight
        self.number = number
    }

    deinit { leave() }

    /// What comes next; waits for it. One call at a time.
    ///
    /// Behind ``FlightEvent/end``, ``FlightEvent/lead(_:)``, ``FlightEvent/alone(_:)`` and ``FlightEvent/failed(_:)`` comes
    /// nothing.
    /// - Throws: `CancellationError` where the task is cancelled, or there is nothing more to come.
    public func next() async throws -> FlightEvent<Head> { try await flight.next(for: number) }

    /// Leaves: nothing is kept for it any more.
    public func leave() {
        flight.perform { [number] state, effects in state.leave(number, &effects) }
    }
}

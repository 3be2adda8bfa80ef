/// The one that asks the provider, and tells the others what comes.
///
/// Given up without an end, it has failed: nobody waits for one that is gone.
public final class FlightLeader<Head: Sendable>: Sendable {
    private let flight: Flight<Head>
    private let generation: Int

    init(_ flight: Flight<Head>, generation: Int) {
        self.flight = flight
        self.generation = generation
    }

    deinit { fail(FlightFailure(.abandoned, "the leader went away")) }

    /// The provider answers.
    /// - Parameter head: what followers must know of the answer before its bytes.
    public func begin(_ head: Head) {
        flight.perform { [generation] state, effects in state.begin(head, by: generation, &effects) }
    }

    /// More of the answer has come.
    public func append(_ chunk: [UInt8]) {
        flight.perform { [generation] state, effects in state.append(chunk, by: generation, &effects) }
    }

    /// The answer is whole. What is to be stored of it is stored before, so that whoever comes next finds it.
    public func finish() {
        flight.perform { [generation] state, effects in state.finish(by: generation, &effects) }
    }

    /// There is no answer, or no more of it.
    /// - Parameters:
    ///   - failure: why.
    ///   - isShared: whether the others could do no better, as where the request itself is wrong; then none takes the place.
    public func fail(_ failure: FlightFailure, isShared: Bool = false) {
        flight.perform { [generation] state, effects in
            state.fail(failure, isShared: isShared, by: generation, &effects)
        }
    }

    /// The leader's own caller has left.
    /// - Parameter onDeserted: called once when the last follower leaves too; then the provider need not go on. It is called
    ///   wherever that follower is.
    /// - Returns: whether anyone follows, so that the provider must go on; otherwise the flight is over.
    public func leave(onDeserted: @escaping @Sendable () -> Void) -> Bool {
        flight.perform { [generation] state, effects in state.leaderLeaves(by: generation, onDeserted, &effects) }
    }

    /// How many follow.
    public var followerCount: Int { flight.followerCount }

    /// How many bytes of the answer are kept for followers.
    public var keptBytes: Int { flight.keptBytes }
}

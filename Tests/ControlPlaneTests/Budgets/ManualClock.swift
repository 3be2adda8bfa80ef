import Synchronization

/// A clock on which nothing wakes until ``advance()``, whatever was asked for.
final class ManualClock: Clock {
    struct Instant: InstantProtocol {
        var offset = Swift.Duration.zero
        func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Swift.Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    let now = Instant()
    let minimumResolution = Swift.Duration.nanoseconds(1)
    private let wakes = AsyncStream<Void>.makeStream()
    private let sleeps = AsyncStream<Swift.Duration>.makeStream()

    func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        sleeps.continuation.yield(deadline.offset)
        for await _ in wakes.stream { return }
        throw CancellationError()
    }

    /// Waits until somebody sleeps.
    /// - Returns: for how long.
    func nextSleep() async -> Swift.Duration? {
        for await duration in sleeps.stream { return duration }
        return nil
    }

    /// Wakes who sleeps.
    func advance() { wakes.continuation.yield() }
}

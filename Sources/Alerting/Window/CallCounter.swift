import Synchronization

/// Counts calls as alerts look at them; fed on event loops.
public final class CallCounter: Sendable {
    private let window = Mutex(CallWindow())

    /// Nothing was counted yet.
    public init() {}

    /// Takes a call that is over. Takes nanoseconds, a lock of that length included.
    public func add(_ sample: CallSample) { window.withLock { $0.add(sample) } }

    /// What the calls of the last minutes come to.
    /// - Parameters:
    ///   - minutes: how many; within 1 and ``CallWindow/minutes``.
    ///   - nanoseconds: the time, since 1970 UTC.
    public func figures(ofLast minutes: Int, at nanoseconds: Int64) -> CallFigures {
        window.withLock { $0 }.figures(ofLast: minutes, at: nanoseconds)
    }
}

import NIOCore
import NIOPosix

/// Waits for what another party does, looking every millisecond.
/// - Parameters:
///   - limit: when to give up.
///   - condition: what is waited for; asked on an event loop of its own.
/// - Returns: how long it took; `nil` where it did not happen in time.
func eventually(within limit: Duration = .seconds(10), _ condition: @escaping @Sendable () -> Bool) async -> Duration? {
    let start = ContinuousClock.now
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let promise = loop.makePromise(of: Duration?.self)
    loop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { task in
        let elapsed = ContinuousClock.now - start
        guard condition() || elapsed > limit else { return }
        task.cancel()
        promise.succeed(elapsed > limit ? nil : elapsed)
    }
    // The promise cannot fail.
    return (try? await promise.futureResult.get()) ?? nil
}

/// A request that waits in line for a connection.
///
/// `@unchecked Sendable`: only touched on the pool's event loop; a cancellation handler merely carries it there.
final class PoolWaiter: @unchecked Sendable {
    private var continuation: UnsafeContinuation<Result<UpstreamConnection, UpstreamError>, Never>?

    func wait(_ continuation: UnsafeContinuation<Result<UpstreamConnection, UpstreamError>, Never>) {
        self.continuation = continuation
    }

    /// Ends the wait. The continuation is taken out before it is resumed, so that it is resumed once, whatever else
    /// happens to the waiter later.
    func resume(_ result: Result<UpstreamConnection, UpstreamError>) {
        guard let continuation else { return }
        self.continuation = nil
        continuation.resume(returning: result)
    }
}

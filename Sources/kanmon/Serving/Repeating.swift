import ServiceLifecycle

/// Does something again and again until the gateway stops.
struct Repeating: NamedService {
    private let body: @Sendable () async -> Void

    /// - Parameter body: what is done, until its task is cancelled.
    init(_ body: @escaping @Sendable () async -> Void) { self.body = body }

    func run() async throws { await cancelWhenGracefulShutdown { await body() } }
}

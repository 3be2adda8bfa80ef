import ServiceLifecycle

/// A service that is up already and has to be taken down.
struct UntilShutdown: NamedService {
    private let stop: @Sendable () async throws -> Void

    /// - Parameter stop: takes it down.
    init(_ stop: @escaping @Sendable () async throws -> Void) { self.stop = stop }

    func run() async throws {
        try? await gracefulShutdown()
        try await stop()
    }
}

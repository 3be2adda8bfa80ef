import NIOCore
import NIOPosix

@testable import SimulatedProvider

/// Runs a provider for the time of a closure, on a port of its own.
func withProvider<Result: Sendable>(
    _ options: SimulatedProvider.Options = .init(),
    _ body: @Sendable (SimulatedProvider, SocketAddress) async throws -> Result
) async throws -> Result {
    let provider = SimulatedProvider(options: options)
    let address = try await provider.start(on: MultiThreadedEventLoopGroup.singleton)
    do {
        let result = try await body(provider, address)
        try await provider.shutdown()
        return result
    } catch {
        try await provider.shutdown()
        throw error
    }
}

/// Polls until a condition holds; gives up after ten seconds.
func eventually(_ condition: () -> Bool) async throws -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(10)
    while clock.now < deadline {
        if condition() { return true }
        try await clock.sleep(for: .milliseconds(2))
    }
    return condition()
}

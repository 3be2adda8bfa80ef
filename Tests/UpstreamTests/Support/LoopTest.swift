import NIOCore
import NIOHTTP1
import NIOPosix

@testable import Upstream

/// A client and the event loop that its caller runs on.
struct LoopTest {
    let client: UpstreamClient
    let loop: any EventLoop

    func send(
        _ request: UpstreamRequest,
        to endpoint: UpstreamEndpoint,
        timeouts: UpstreamTimeouts = UpstreamTimeouts()
    ) async throws(UpstreamError) -> UpstreamResponse {
        try await client.send(request, to: endpoint, timeouts: timeouts, on: loop)
    }

    /// Sends a request and collects the body of its answer as text.
    func text(
        _ request: UpstreamRequest = .post,
        to endpoint: UpstreamEndpoint,
        timeouts: UpstreamTimeouts = UpstreamTimeouts()
    ) async throws(UpstreamError) -> String {
        let response = try await send(request, to: endpoint, timeouts: timeouts)
        return String(buffer: try await response.body.collect(upTo: 1 << 20))
    }

    /// Runs `body` as a gateway would run it: on the executor of one event loop, with a client of its own.
    static func run<Result: Sendable>(
        resolver: (any Resolver & Sendable)? = nil,
        staleDelay: TimeAmount = Dialer.recommendedStaleDelay,
        _ body: @Sendable (LoopTest) async throws -> Result
    ) async throws -> Result {
        let group = MultiThreadedEventLoopGroup.singleton
        let loop = group.next()
        let client = UpstreamClient(
            group: group,
            resolver: resolver,
            tickInterval: .milliseconds(5),
            staleDelay: staleDelay
        )
        let executor = LoopExecutor(loop)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(
                try await withTaskExecutorPreference(executor) {
                    try await body(LoopTest(client: client, loop: loop))
                }
            )
        } catch {
            result = .failure(error)
        }
        await client.shutdown()
        return try result.get()
    }
}

extension UpstreamRequest {
    static let post = UpstreamRequest(target: "/v1/chat/completions", body: ByteBuffer(string: #"{"model":"m"}"#))
    static let get = UpstreamRequest(method: .GET, target: "/v1/models")
}

/// The code of the error that `operation` throws, or `nil` if it throws none.
func code(_ operation: () async throws(UpstreamError) -> Void) async -> UpstreamError.Code? {
    do throws(UpstreamError) {
        try await operation()
        return nil
    } catch {
        return error.code
    }
}

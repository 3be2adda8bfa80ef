import HTTPWire
import NIOCore
import NIOHTTP1
import NIOPosix
import Settings
import Telemetry
import Upstream

/// Sends what leaves the process to one server, on connections of its own beside those to providers.
final class UpstreamTransport: TelemetryTransport {
    private let endpoint: UpstreamEndpoint
    private let client: UpstreamClient
    private let loop: any EventLoop

    private static let timeouts = UpstreamTimeouts(
        connect: .seconds(5),
        firstByte: .seconds(10),
        idle: .seconds(10),
        total: .seconds(30)
    )
    private static let mostOfAnAnswer = 64 * 1024

    /// - Parameters:
    ///   - client: has to be one of the process's own loops, not of those that serve requests.
    ///   - url: where the server is.
    ///   - proxies: what the environment says of proxies.
    init(to url: BaseURL, client: UpstreamClient, loop: any EventLoop, proxies: ProxySettings) throws(UpstreamError) {
        let origin = try UpstreamOrigin(
            scheme: url.scheme == .https ? .https : .http,
            host: url.host,
            port: url.port
        )
        endpoint = try UpstreamEndpoint(origin: origin, proxy: proxies.proxy(for: origin))
        self.client = client
        self.loop = loop
    }

    func send(_ request: TelemetryRequest) async throws -> TelemetryResponse {
        let fields = [(name: "user-agent", value: "kanmon/\(Version.current)"), (name: "accept", value: "*/*")]
        let message = UpstreamRequest(
            method: .init(rawValue: request.method),
            target: request.target,
            headers: try HeaderBlock(fields + request.fields),
            body: ByteBuffer(bytes: request.body)
        )
        // The client is used from its loop alone.
        let task = Task(executorPreference: LoopExecutor(loop)) { [client, endpoint, loop] in
            let response = try await client.send(message, to: endpoint, timeouts: Self.timeouts, on: loop)
            // What it says beside its status is of no use.
            _ = try await response.body.collect(upTo: Self.mostOfAnAnswer)
            return TelemetryResponse(
                status: response.status,
                retryAfter: RetryAfter.seconds(in: response.headers, now: WallSeconds.now)
            )
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

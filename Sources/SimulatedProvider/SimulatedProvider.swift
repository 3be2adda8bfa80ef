public import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A provider on loopback that speaks OpenAI Chat Completions, Anthropic Messages and Gemini `generateContent`, whole
/// and streamed, and the embeddings of OpenAI, Gemini and Cohere; answers deterministically and misbehaves on demand.
///
/// It shares no dialect code with the gateway, so that a mistake there cannot cancel itself out here.
/// What it answers, and the names of the faults, are in `Docs/simulated-provider.md`.
public final class SimulatedProvider: Sendable {
    private enum Phase {
        case idle
        case starting
        case running(any Channel)
        case stopped
    }

    private let phase = Mutex(Phase.idle)
    private let connections = OpenConnections()
    private let ledger: Ledger
    private let options: Options

    /// Creates a provider that does not listen yet.
    /// - Parameter options: how it behaves where a request does not say otherwise.
    public init(options: Options = Options()) {
        self.options = options
        ledger = Ledger(capacity: options.recordedRequests)
    }

    /// The newest requests that arrived, oldest first; those for `/sim/…` are not among them.
    public var requests: [RecordedRequest] { ledger.requests }

    /// Counts since the start.
    public var statistics: Statistics { ledger.statistics }

    /// Forgets ``requests`` and how often limited faults (`…-first-2`) have struck.
    public func clearRequests() { ledger.clear() }

    /// Starts to listen.
    /// - Parameters:
    ///   - group: where connections run; the caller's to shut down, later than this provider.
    ///   - host: the address to bind.
    ///   - port: the port to bind; 0 takes any that is free.
    /// - Returns: the address that was bound.
    /// - Throws: ``SimulatedProviderError/alreadyStarted`` the second time, or the system's reason not to bind.
    @discardableResult
    public func start(
        on group: any EventLoopGroup,
        host: String = "127.0.0.1",
        port: Int = 0
    ) async throws -> SocketAddress {
        try phase.withLock { phase in
            guard case .idle = phase else { throw SimulatedProviderError.alreadyStarted }
            phase = .starting
        }
        let responder = Responder(options: options)
        let channel: any Channel
        do {
            channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 4096)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { [ledger, connections] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(
                            ConnectionHandler(responder: responder, ledger: ledger, connections: connections)
                        )
                    }
                }
                .bind(host: host, port: port)
                .get()
        } catch {
            phase.withLock { $0 = .idle }
            throw error
        }
        // A shutdown may have come while the socket was being bound.
        let isWanted = phase.withLock { phase in
            guard case .starting = phase else { return false }
            phase = .running(channel)
            return true
        }
        guard isWanted else {
            try await channel.close().get()
            throw CancellationError()
        }
        guard let address = channel.localAddress else { throw SimulatedProviderError.noAddress }
        return address
    }

    /// Stops listening and closes every connection, whatever is going on there; a second call does nothing.
    public func shutdown() async throws {
        let channel = phase.withLock { phase -> (any Channel)? in
            defer { phase = .stopped }
            guard case .running(let channel) = phase else { return nil }
            return channel
        }
        try await channel?.close().get()
        await connections.closeAll()
    }
}

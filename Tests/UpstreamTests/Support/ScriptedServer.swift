import NIOCore
import NIOPosix
import NIOSSL
import Upstream

/// A server on a free port of the loopback interface that does with each connection what a test says.
struct ScriptedServer {
    let port: Int

    /// Runs a server for as long as `body` runs.
    /// - Parameters:
    ///   - tls: The server's side of TLS, if the server shall speak it.
    ///   - script: What to do with a connection; the connection is closed when it returns or throws.
    static func run<Result: Sendable>(
        tls: NIOSSLContext? = nil,
        script: @escaping @Sendable (Peer) async throws -> Void,
        body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let (connections, accepted) = AsyncStream.makeStream(of: (any Channel, AsyncStream<ByteBuffer>).self)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
                    try channel.pipeline.syncOperations.addHandler(StreamHandler(continuation))
                    accepted.yield((channel, stream))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { group in
                    var number = 0
                    for await (channel, inbound) in connections {
                        let current = number
                        number += 1
                        group.addTask {
                            let peer = Peer(number: current, channel: channel, inbound: inbound)
                            // How a script ends is what the tests look at from the other side.
                            try? await script(peer)
                            channel.close(promise: nil)
                        }
                    }
                    group.cancelAll()
                }
            }
            defer {
                accepted.finish()
                group.cancelAll()
                listener.close(promise: nil)
            }
            return try await body(ScriptedServer(port: listener.localAddress?.port ?? 0))
        }
    }

    /// An endpoint for this server.
    func endpoint(
        scheme: UpstreamOrigin.Scheme = .http,
        host: String = "127.0.0.1",
        tls: UpstreamTLS = UpstreamTLS(),
        proxy: UpstreamProxy? = nil,
        limits: UpstreamLimits = UpstreamLimits()
    ) throws(UpstreamError) -> UpstreamEndpoint {
        try UpstreamEndpoint(
            origin: UpstreamOrigin(scheme: scheme, host: host, port: port),
            tls: tls,
            proxy: proxy,
            limits: limits
        )
    }
}

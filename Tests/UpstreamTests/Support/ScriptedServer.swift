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
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let port = listener.channel.localAddress?.port ?? 0
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    await withDiscardingTaskGroup { group in
                        var number = 0
                        do {
                            for try await connection in connections {
                                let current = number
                                number += 1
                                group.addTask { await serve(connection, number: current, script: script) }
                            }
                        } catch {
                            // The listener was closed: the test is over.
                            group.cancelAll()
                        }
                        group.cancelAll()
                    }
                }
            }
            let result: Result
            do {
                result = try await body(ScriptedServer(port: port))
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            return result
        }
    }

    /// An endpoint for this server.
    func endpoint(
        scheme: UpstreamOrigin.Scheme = .http,
        host: String = "127.0.0.1",
        tls: UpstreamTLS = UpstreamTLS(),
        proxy: UpstreamProxy? = nil,
        limits: UpstreamLimits = UpstreamLimits()
    ) throws -> UpstreamEndpoint {
        try UpstreamEndpoint(
            origin: UpstreamOrigin(scheme: scheme, host: host, port: port),
            tls: tls,
            proxy: proxy,
            limits: limits
        )
    }

    private static func serve(
        _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        number: Int,
        script: @Sendable (Peer) async throws -> Void
    ) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                let peer = Peer(number: number, channel: connection.channel, inbound: inbound, outbound: outbound)
                try await script(peer)
            }
        } catch {
            // How a script's connection ends is what the tests look at from the other side.
            return
        }
    }
}

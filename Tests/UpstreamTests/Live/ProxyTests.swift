import NIOCore
import NIOPosix
import Testing

@testable import Upstream

@Suite("Proxies", .timeLimit(.minutes(1)))
struct ProxyTests {
    /// Plays a proxy: checks the request for a tunnel and then carries bytes to and from `port`.
    static func tunnel(to port: Int, expecting head: String, _ peer: Peer) async throws {
        guard let request = await peer.request() else { return }
        #expect(request.head == head)
        let client = peer.channel
        let (inbound, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        let target = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StreamHandler(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        try await peer.write("HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await bytes in inbound {
                    try await client.writeAndFlush(bytes)
                }
            }
            try await peer.forward(to: target)
            target.close(promise: nil)
        }
    }

    @Test(
        "A tunnel carries plain and TLS origins, and the proxy sees who asks",
        arguments: [UpstreamOrigin.Scheme.http, .https]
    )
    func tunnels(scheme: UpstreamOrigin.Scheme) async throws {
        let tls = try TLSTests.trusting()
        let context = scheme == .https ? try Certificates.server() : nil
        try await ScriptedServer.run(tls: context, script: TLSTests.answer) { server in
            try await ScriptedServer.run { peer in
                let authority = "provider.test:\(server.port)"
                try await Self.tunnel(
                    to: server.port,
                    expecting: "CONNECT \(authority) HTTP/1.1\r\nhost: \(authority)\r\n"
                        + "proxy-authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\n\r\n",
                    peer
                )
            } body: { proxy in
                // Nobody but the proxy resolves the provider's name.
                try await LoopTest.run(resolver: FixedResolver(v4: [], v6: [])) { test in
                    let endpoint = try server.endpoint(
                        scheme: scheme,
                        host: "provider.test",
                        tls: tls,
                        proxy: UpstreamProxy(url: "http://user:pass%3Aword@127.0.0.1:\(proxy.port)")
                    )
                    for _ in 0..<2 {
                        let text = try await test.text(to: endpoint)
                        #expect(text == "0")
                    }
                }
            }
        }
    }

    @Test(
        "Behind a proxy the certificate must be the origin's, whatever address the connection leads to",
        arguments: [
            ("192.0.2.7", AddressCertificate.elsewhere, true), ("192.0.2.7", .loopback, false),
            ("provider.test", .loopback, false),
        ]
    )
    func identity(host: String, certificate: AddressCertificate, isProof: Bool) async throws {
        let tls = UpstreamTLS(additionalAuthoritiesFile: try Certificates.file(certificate.chain))
        try await ScriptedServer.run(tls: Certificates.server(certificate), script: TLSTests.answer) { server in
            try await ScriptedServer.run { peer in
                let authority = "\(host):\(server.port)"
                let head = "CONNECT \(authority) HTTP/1.1\r\nhost: \(authority)\r\n\r\n"
                try await Self.tunnel(to: server.port, expecting: head, peer)
            } body: { proxy in
                try await LoopTest.run { test in
                    let endpoint = try server.endpoint(
                        scheme: .https,
                        host: host,
                        tls: tls,
                        proxy: UpstreamProxy(url: "http://127.0.0.1:\(proxy.port)")
                    )
                    let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                    #expect(code == (isProof ? nil : .tlsFailed))
                }
            }
        }
    }

    @Test(
        "A proxy that does not open the tunnel is the one to blame",
        arguments: [
            "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nunasked bytes",
            "SSH-2.0-OpenSSH\r\n\r\n",
            "",
        ]
    )
    func refused(_ answer: String) async throws {
        try await ScriptedServer.run { peer in
            _ = await peer.request()
            if !answer.isEmpty {
                try await peer.write(answer)
            }
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try UpstreamEndpoint(
                    origin: UpstreamOrigin(scheme: .http, host: "provider.test"),
                    proxy: UpstreamProxy(url: "127.0.0.1:\(server.port)")
                )
                do throws(UpstreamError) {
                    _ = try await test.text(to: endpoint)
                    Issue.record("no error")
                } catch {
                    #expect(error.code == .proxyFailed)
                    #expect(!error.requestWasSent)
                }
            }
        }
    }
}

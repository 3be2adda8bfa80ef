import NIOCore
import NIOSSL
import Testing

@testable import Upstream

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    /// Answers every request with the number of its connection.
    @Sendable static func answer(_ peer: Peer) async throws {
        while await peer.request() != nil {
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\(peer.number)")
        }
    }

    static let loopback = FixedResolver(v4: ["127.0.0.1"], v6: [])

    static func trusting(client: UpstreamTLS.ClientCertificate? = nil) throws -> UpstreamTLS {
        UpstreamTLS(
            additionalAuthoritiesFile: try Certificates.file(Certificates.authority),
            clientCertificate: client
        )
    }

    @Test("A server whose authority is trusted is spoken to, over one connection")
    func trusted() async throws {
        let tls = try Self.trusting()
        try await ScriptedServer.run(tls: Certificates.server(), script: Self.answer) { server in
            try await LoopTest.run(resolver: Self.loopback) { test in
                let endpoint = try server.endpoint(scheme: .https, host: "provider.test", tls: tls)
                for _ in 0..<3 {
                    let text = try await test.text(to: endpoint)
                    #expect(text == "0")
                }
            }
        }
    }

    @Test(
        "A server that cannot prove who it is gets no byte of the request",
        arguments: [(false, "provider.test"), (true, "other.test"), (true, "127.0.0.1")]
    )
    func refused(isTrusted: Bool, host: String) async throws {
        let tls = isTrusted ? try Self.trusting() : UpstreamTLS()
        try await ScriptedServer.run(tls: Certificates.server()) { peer in
            if await peer.request() != nil {
                Issue.record("the request was sent")
            }
        } body: { server in
            try await LoopTest.run(resolver: Self.loopback) { test in
                let endpoint = try server.endpoint(scheme: .https, host: host, tls: tls)
                do throws(UpstreamError) {
                    _ = try await test.text(to: endpoint)
                    Issue.record("no error")
                } catch {
                    #expect(error.code == .tlsFailed)
                    #expect(!error.requestWasSent)
                    #expect(!"\(error)".contains(host))
                }
            }
        }
    }

    @Test(
        "A certificate for an address proves that address and no name",
        arguments: [
            ("127.0.0.1", AddressCertificate.loopback, true), ("127.0.0.1", .elsewhere, false),
            ("localhost", .loopback, false), ("provider.test", .loopback, false),
        ]
    )
    func address(host: String, certificate: AddressCertificate, isProof: Bool) async throws {
        let tls = UpstreamTLS(additionalAuthoritiesFile: try Certificates.file(certificate.chain))
        try await ScriptedServer.run(tls: Certificates.server(certificate)) { peer in
            if !isProof, await peer.request() != nil { Issue.record("the request was sent") }
            try await Self.answer(peer)
        } body: { server in
            try await LoopTest.run(resolver: Self.loopback) { test in
                let endpoint = try server.endpoint(scheme: .https, host: host, tls: tls)
                let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                #expect(code == (isProof ? nil : .tlsFailed))
            }
        }
    }

    @Test("A server that asks for a client certificate gets it", arguments: [true, false])
    func clientCertificate(isPresented: Bool) async throws {
        let client = UpstreamTLS.ClientCertificate(
            chainFile: try Certificates.file(Certificates.clientChain),
            keyFile: try Certificates.file(Certificates.clientKey)
        )
        let tls = try Self.trusting(client: isPresented ? client : nil)
        try await ScriptedServer.run(tls: Certificates.server(requiresClient: true), script: Self.answer) { server in
            try await LoopTest.run(resolver: Self.loopback) { test in
                let endpoint = try server.endpoint(scheme: .https, host: "provider.test", tls: tls)
                let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                #expect((code == nil) == isPresented)
            }
        }
    }

    @Test("A server that speaks no TLS is refused, with no plain request")
    func plain() async throws {
        try await ScriptedServer.run { peer in
            try await peer.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
            await peer.untilClosed()
        } body: { server in
            try await LoopTest.run { test in
                let endpoint = try server.endpoint(scheme: .https)
                let code = await code { () throws(UpstreamError) in _ = try await test.text(to: endpoint) }
                #expect(code == .tlsFailed)
            }
        }
    }

    @Test("An answer that ends with the connection is whole only if TLS said goodbye", arguments: [true, false])
    func goodbye(isSaid: Bool) async throws {
        let tls = try Self.trusting()
        let read = Gate()
        try await ScriptedServer.run(tls: Certificates.server()) { peer in
            _ = await peer.request()
            try await peer.write("HTTP/1.1 200 OK\r\n\r\nhello")
            await read.wait(for: "hello")
            if !isSaid {
                try await peer.reset()
            }
        } body: { server in
            try await LoopTest.run(resolver: Self.loopback) { test in
                let response = try await test.send(
                    .post,
                    to: server.endpoint(scheme: .https, host: "provider.test", tls: tls)
                )
                let first = try await response.body.next()
                #expect(first == ByteBuffer(string: "hello"))
                read.open("hello")
                let code = await code { () throws(UpstreamError) in _ = try await response.body.next() }
                #expect(code == (isSaid ? nil : .truncatedBody))
            }
        }
    }

    @Test("Files that are no certificates are refused when the endpoint is made")
    func files() throws {
        let origin = try UpstreamOrigin(scheme: .https, host: "provider.test")
        let empty = try Certificates.file("")
        for tls in [
            UpstreamTLS(additionalAuthoritiesFile: "/nonexistent"),
            UpstreamTLS(additionalAuthoritiesFile: empty),
            UpstreamTLS(clientCertificate: .init(chainFile: empty, keyFile: empty)),
        ] {
            let error = #expect(throws: UpstreamError.self) { try UpstreamEndpoint(origin: origin, tls: tls) }
            #expect(error?.code == .invalidConfiguration)
        }
    }
}

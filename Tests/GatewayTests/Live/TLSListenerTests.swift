import Gateway
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Settings
import SimulatedProvider
import Testing

/// The listener with a certificate of its own.
@Suite("TLS listener", .serialized)
struct TLSListenerTests {
    @Test("speaks TLS, whole and streamed, and closes cleanly")
    func speaks() async throws {
        try await TestCertificate.with { identity, client in
            try await GatewayFixture.with(server: ServerConfiguration(tls: identity)) { fixture in
                for surface in Surface.all {
                    try await fixture.connected(tls: client) { connection in
                        try await connection.send(surface.request("openai/echo", stream: false, closes: false))
                        let whole = await connection.read(until: "Hello")
                        #expect(HTTPText.status(whole) == 200)
                        connection.forget()
                        try await connection.send(surface.request("claude/echo", stream: true))
                        #expect(try await HTTPText.unchunked(connection.rest()).contains(surface.lastEvent))
                    }
                }
            }
        }
    }

    @Test("loses nothing of a huge answer to a client that reads late", arguments: [true, false])
    func huge(stream: Bool) async throws {
        try await TestCertificate.with { identity, client in
            try await GatewayFixture.with(server: ServerConfiguration(tls: identity)) { fixture in
                let provider = try fixture.provider("openai")
                try await fixture.connected(tls: client) { connection in
                    let request = Surface.all[0].request("openai/fault-huge-answer-32", stream: stream)
                    try await connection.send(request)
                    _ = await connection.read(until: "\r\n\r\n")
                    try await connection.setReading(false)
                    // Longer than a connection lingers behind its last answer.
                    try await connection.pause(.milliseconds(2500))
                    #expect(provider.statistics.inFlight == (stream ? 1 : 0))
                    try await connection.setReading(true)
                    let answer = await connection.rest()
                    #expect(answer.utf8.count > 32 << 20)
                    #expect(answer.hasSuffix(stream ? "data: [DONE]\n\n\r\n0\r\n\r\n" : "}"))
                }
            }
        }
    }

    @Test("cancels at the provider when a client goes away")
    func clientGone() async throws {
        try await TestCertificate.with { identity, client in
            try await GatewayFixture.with(server: ServerConfiguration(tls: identity)) { fixture in
                let provider = try fixture.provider("openai")
                try await fixture.connected(tls: client) { connection in
                    try await connection.send(Surface.all[0].request("openai/fault-hang-mid-stream", stream: true))
                    _ = await connection.read(until: "data: ")
                }
                #expect(await eventually { provider.statistics.cancelledByClient == 1 } != nil)
            }
        }
    }

    @Test("answers nothing to a client without TLS, and goes on serving others")
    func plain() async throws {
        try await TestCertificate.with { identity, client in
            try await GatewayFixture.with(server: ServerConfiguration(tls: identity)) { fixture in
                let answer = try await fixture.raw("GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n")
                #expect(!answer.contains("HTTP/1.1"))
                try await fixture.connected(tls: client) { connection in
                    try await connection.send("GET /healthz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
                    #expect(await connection.rest().hasSuffix("{\"status\":\"ok\"}"))
                }
            }
        }
    }

    @Test("does not start without a certificate it can read")
    func noCertificate() async throws {
        let identity = TLSIdentity(certificate: "/nowhere/certificate.pem", key: "/nowhere/key.pem")
        let gateway = GatewayServer(
            configuration: KanmonConfiguration(server: ServerConfiguration(tls: identity)),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        await #expect { try await gateway.start(on: MultiThreadedEventLoopGroup.singleton, created: 0) } throws: {
            ($0 as? GatewayError)?.code == .configuration
        }
    }
}

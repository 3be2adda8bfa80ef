import Gateway
import NIOCore
import NIOPosix
import Settings
import SimulatedProvider
import Testing

/// The end of a gateway: what is in flight finishes, nothing new comes.
@Suite("Drain", .serialized)
struct DrainTests {
    private static let ready = "GET /readyz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"

    @Test("fails its readiness at once, serves what still comes, and lets streams finish", arguments: Surface.all)
    func streams(surface: Surface) async throws {
        let options = SimulatedProvider.Options(tokensPerSecond: 20)
        try await GatewayFixture.with(options: options) { fixture in
            try await fixture.connected { idle in
                try await idle.send("GET /healthz HTTP/1.1\r\nhost: h\r\n\r\n")
                _ = await idle.read(until: "ok")
                try await fixture.connected { busy in
                    let model = "\(surface.provider)/m"
                    try await busy.send(surface.request(model, stream: true, prompt: "write 20 tokens", closes: false))
                    _ = await busy.read(until: "data: ")
                    #expect(try await HTTPText.status(fixture.raw(Self.ready)) == 200)

                    async let drained: Void = fixture.gateway.drain()
                    // A connection that waits for its next request is closed at once.
                    _ = await idle.rest()
                    let readiness = try await fixture.raw(Self.ready)
                    #expect(HTTPText.status(readiness) == 503)
                    #expect(HTTPText.field("connection", readiness) == "close")
                    let late = try await fixture.raw("GET /v1/models HTTP/1.1\r\nhost: h\r\n\r\n")
                    #expect(HTTPText.status(late) == 200)
                    #expect(HTTPText.field("connection", late) == "close")

                    let answer = await busy.rest()
                    #expect(try HTTPText.unchunked(answer).contains(surface.lastEvent))
                    await drained
                    await #expect(throws: (any Error).self) { try await fixture.raw(Self.ready) }
                }
            }
        }
    }

    @Test(
        "ends what does not finish in time with an error event",
        arguments: Surface.all,
        Surface.providers
    )
    func cutOffStream(surface: Surface, provider: String) async throws {
        try await GatewayFixture.with(server: ServerConfiguration(drainTimeout: .milliseconds(200))) { fixture in
            try await fixture.connected { connection in
                let model = "\(provider)/fault-hang-mid-stream"
                try await connection.send(surface.request(model, stream: true, closes: false))
                _ = await connection.read(until: "data: ")
                await fixture.gateway.drain()
                let body = try await HTTPText.unchunked(connection.rest())
                #expect(!body.contains(surface.terminal))
                let last = try #require(HTTPText.events(body).last)
                #expect(last.contains("shutting down"), "\(body.suffix(300))")
            }
        }
    }

    @Test("answers what does not finish in time with an error", arguments: Surface.all)
    func cutOffWhole(surface: Surface) async throws {
        try await GatewayFixture.with(server: ServerConfiguration(drainTimeout: .milliseconds(200))) { fixture in
            let provider = try fixture.provider(surface.provider)
            try await fixture.connected { connection in
                let model = "\(surface.provider)/fault-hang-before-headers"
                try await connection.send(surface.request(model, stream: false, closes: false))
                #expect(await eventually { provider.statistics.inFlight == 1 } != nil)
                await fixture.gateway.drain()
                let answer = await connection.rest()
                #expect([503, 529].contains(HTTPText.status(answer)))
                #expect(HTTPText.field("connection", answer) == "close")
                #expect(try surface.isError(HTTPText.json(answer)))
                #expect(await eventually { provider.statistics.inFlight == 0 } != nil)
            }
        }
    }

    @Test("waits for a client that is still reading its answer", arguments: [true, false])
    func slowReader(stream: Bool) async throws {
        try await GatewayFixture.with { fixture in
            let provider = try fixture.provider("openai")
            try await fixture.connected { connection in
                let request = Surface.all[0].request("openai/fault-huge-answer-32", stream: stream, closes: false)
                try await connection.send(request)
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                if !stream { #expect(await eventually { provider.statistics.completed == 1 } != nil) }
                async let drained: Void = fixture.gateway.drain()
                try await connection.pause(.milliseconds(300))
                try await connection.setReading(true)
                let answer = await connection.rest()
                if stream {
                    #expect(try HTTPText.unchunked(answer).hasSuffix(Surface.all[0].lastEvent))
                } else {
                    let length = try #require(HTTPText.field("content-length", answer).flatMap { Int($0) })
                    #expect(try HTTPText.body(answer).utf8.count == length)
                }
                await drained
            }
        }
    }

    @Test("closes a connection whose request never became whole")
    func halfRequests() async throws {
        try await GatewayFixture.with(server: ServerConfiguration(drainTimeout: .milliseconds(200))) { fixture in
            try await fixture.connected { head in
                try await head.send("POST /v1/messages HTTP/1.1\r\nhost:")
                try await fixture.connected { body in
                    try await body.send(
                        "POST /v1/messages HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n"
                    )
                    _ = await body.read(until: "100 Continue\r\n\r\n")
                    await fixture.gateway.drain()
                    #expect(await head.rest() == "")
                    _ = await body.rest()
                }
            }
        }
    }
}

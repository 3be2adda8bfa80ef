import NIOCore
import Settings
import SimulatedProvider
import Testing

/// A client that goes away takes its request at the provider with it.
@Suite("Client gone", .serialized)
struct ClientGoneTests {
    private static let limit = Duration.milliseconds(100)
    /// The middle of so many counts, so that a moment of the machine's own does not.
    private static let rounds = 5

    /// Leaves again and again, and looks how long the provider's answer goes on.
    private func leave(
        _ surface: Surface,
        _ model: String,
        stream: Bool,
        seen text: String?
    ) async throws {
        try await GatewayFixture.with { fixture in
            for name in Surface.providers {
                let provider = try fixture.provider(name)
                var times: [Duration] = []
                for round in 1...Self.rounds {
                    try await fixture.connected { connection in
                        try await connection.send(surface.request("\(name)/\(model)", stream: stream))
                        if let text { #expect(await connection.read(until: text).contains("HTTP/1.1 200")) }
                        #expect(await eventually { provider.statistics.inFlight == 1 } != nil)
                        try await connection.close()
                        let time = await eventually { provider.statistics.inFlight == 0 }
                        times.append(try #require(time))
                    }
                    #expect(provider.statistics.cancelledByClient == round)
                }
                #expect(times.sorted()[Self.rounds / 2] < Self.limit, "\(name): \(times)")
            }
        }
    }

    @Test("before the provider's header", arguments: Surface.all, [true, false])
    func beforeHeaders(surface: Surface, stream: Bool) async throws {
        try await leave(surface, "fault-hang-before-headers", stream: stream, seen: nil)
    }

    @Test("before the first content", arguments: Surface.all)
    func beforeContent(surface: Surface) async throws {
        try await leave(surface, "fault-hang-after-headers", stream: true, seen: nil)
    }

    @Test("in the middle of a stream", arguments: Surface.all)
    func midStream(surface: Surface) async throws {
        try await leave(surface, "fault-hang-mid-stream", stream: true, seen: "\r\n\r\n")
    }

    @Test("in the middle of a whole answer", arguments: Surface.all)
    func midAnswer(surface: Surface) async throws {
        try await leave(surface, "fault-hang-mid-stream", stream: false, seen: nil)
    }

    @Test("while it does not read")
    func notReading() async throws {
        try await GatewayFixture.with { fixture in
            let provider = try fixture.provider("openai")
            try await fixture.connected { connection in
                try await connection.send(Surface.all[0].request("openai/fault-huge-answer-64", stream: true))
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                try await connection.close()
                #expect(await eventually { provider.statistics.inFlight == 0 } != nil)
                #expect(provider.statistics.cancelledByClient == 1)
            }
        }
    }

    @Test("in the middle of its body, without a provider being asked")
    func midBody() async throws {
        try await GatewayFixture.with { fixture in
            try await fixture.connected { connection in
                try await connection.send(
                    "POST /v1/messages HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 100\r\n\r\n"
                )
                #expect(await connection.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await connection.send("{\"model\":")
            }
            // The gateway still serves others, and nothing of the broken request went on.
            let answer = try await fixture.raw("GET /healthz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
            #expect(HTTPText.status(answer) == 200)
            #expect(fixture.providers.values.allSatisfy { $0.statistics.requests == 0 })
        }
    }
}

import NIOCore
import Settings
import SimulatedProvider
import Testing

/// A client that does not read makes its provider wait instead of filling memory.
@Suite("Back-pressure", .serialized)
struct BackPressureTests {
    /// Much more than the sockets between provider and client take together.
    private static let mebibytes = 32

    @Test(
        "stops reading from the provider while the client does not read, and loses nothing",
        arguments: Surface.all.prefix(2)
    )
    func stops(surface: Surface) async throws {
        try await GatewayFixture.with { fixture in
            let provider = try fixture.provider("openai")
            let request = surface.request("openai/fault-huge-answer-\(Self.mebibytes)", stream: true)
            // How long the provider takes for a client that reads.
            let time = try await fixture.connected { connection in
                try await connection.send(request)
                return try #require(await eventually(within: .seconds(60)) { provider.statistics.completed == 1 })
            }
            try await fixture.connected { connection in
                try await connection.send(request)
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                let done = await eventually(within: time * 2 + .seconds(2)) { provider.statistics.inFlight == 0 }
                #expect(done == nil, "the provider could write all of its answer; with a reader it took \(time)")
                try await connection.setReading(true)
                let answer = await connection.rest()
                #expect(provider.statistics.completed == 2)
                let filler = answer.utf8.count { $0 == UInt8(ascii: "x") }
                #expect(filler >= Self.mebibytes << 20)
                #expect(answer.suffix(1000).contains(surface.terminal))
                #expect(answer.hasSuffix("\r\n0\r\n\r\n"))
            }
        }
    }

    /// What a gateway may hold against a client that takes its time.
    struct Patience: CustomTestStringConvertible, Sendable {
        var name: String
        var server: ServerConfiguration
        var closes: Bool
        var pause: TimeAmount
        var testDescription: String { name }
    }

    static let patience = [
        // Longer than a connection lingers behind its last answer.
        Patience(name: "closing", server: ServerConfiguration(), closes: true, pause: .milliseconds(2500)),
        Patience(
            name: "keeping alive",
            server: ServerConfiguration(idleTimeout: .milliseconds(100)),
            closes: false,
            pause: .milliseconds(500)
        ),
    ]

    @Test("loses nothing of a whole answer to a client that takes its time", arguments: patience)
    func whole(patience: Patience) async throws {
        try await GatewayFixture.with(server: patience.server) { fixture in
            try await fixture.connected { connection in
                let model = "openai/fault-huge-answer-\(Self.mebibytes)"
                try await connection.send(Surface.all[0].request(model, stream: false, closes: patience.closes))
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                try await connection.pause(patience.pause)
                try await connection.setReading(true)
                let answer = await connection.rest()
                let length = try #require(HTTPText.field("content-length", answer).flatMap { Int($0) })
                #expect(try HTTPText.body(answer).utf8.count == length)
            }
        }
    }

    @Test("gives up a client that takes nothing of a whole answer", arguments: [true, false])
    func stalled(closes: Bool) async throws {
        let server = ServerConfiguration(
            bodyTimeout: .milliseconds(300),
            idleTimeout: .milliseconds(300),
            maxConnections: 1
        )
        try await GatewayFixture.with(server: server) { fixture in
            try await fixture.connected { connection in
                let model = "openai/fault-huge-answer-\(Self.mebibytes)"
                try await connection.send(Surface.all[0].request(model, stream: false, closes: closes))
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                // The only place is free again without the client's doing.
                var answer = ""
                let deadline = ContinuousClock.now + .seconds(10)
                while answer.isEmpty, ContinuousClock.now < deadline {
                    // A connection that is not admitted is closed before it can send.
                    let health = "GET /healthz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
                    answer = (try? await fixture.raw(health)) ?? ""
                }
                #expect(HTTPText.status(answer) == 200)
            }
        }
    }
}

import NIOCore
import SimulatedProvider
import Testing

/// A client that does not read makes its provider wait instead of filling memory.
@Suite("Back-pressure", .serialized)
struct BackPressureTests {
    /// Much more than the sockets between provider and client take together.
    private static let mebibytes = 32

    @Test("stops reading from the provider while the client does not read, and loses nothing", arguments: Surface.all)
    func stops(surface: Surface) async throws {
        try await GatewayFixture.with { fixture in
            let provider = try fixture.provider("openai")
            try await fixture.connected { connection in
                let model = "openai/fault-huge-answer-\(Self.mebibytes)"
                try await connection.send(surface.request(model, stream: true))
                _ = await connection.read(until: "\r\n\r\n")
                try await connection.setReading(false)
                // Unhindered the provider is done in a fraction of this.
                #expect(await eventually(within: .milliseconds(700)) { provider.statistics.inFlight == 0 } == nil)
                try await connection.setReading(true)
                let answer = await connection.rest()
                #expect(provider.statistics.completed == 1)
                let filler = answer.utf8.count { $0 == UInt8(ascii: "x") }
                #expect(filler >= Self.mebibytes << 20)
                #expect(answer.suffix(1000).contains(surface.terminal))
                #expect(answer.hasSuffix("\r\n0\r\n\r\n"))
            }
        }
    }
}

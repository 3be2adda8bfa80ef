import Gateway
import Governance
import ModelAPI
import NIOCore
import Routing
import Settings
import SimulatedProvider
import Testing

/// Limits on requests in flight, and the queues before them.
@Suite("Limits on requests in flight", .serialized, .timeLimit(.minutes(2)))
struct ConcurrencyTests {
    private let letters = ["openai": "A", "claude": "B"]

    private static func server(
        _ most: Int? = nil,
        length: Int = 100,
        timeout: Duration = .seconds(10)
    ) -> ServerConfiguration {
        ServerConfiguration(maxConcurrent: most, queue: QueueConfiguration(length: length, timeout: timeout))
    }

    /// Runs a body while a request has the only place there is; closing its connection gives the place back.
    private func busy(
        _ fixture: GatewayFixture,
        _ model: String,
        fields: [String] = [],
        _ body: (RawConnection) async throws -> Void
    ) async throws {
        try await fixture.connected { connection in
            try await connection.send(Surface.all[0].request(model, stream: true, fields: fields, closes: false))
            let provider = try fixture.provider("openai")
            #expect(await eventually { provider.statistics.inFlight == 1 } != nil)
            try await body(connection)
        }
    }

    @Test("asks another target where one is full, also one with a limit of its own", arguments: [nil, 1])
    func another(limit: Int?) async throws {
        let slow = "openai/fault-hang-before-headers"
        let models = [
            ModelConfiguration(
                name: "chat",
                targets: [.to(slow, maxConcurrent: 1), .to("claude/echo", maxConcurrent: limit)]
            )
        ]
        try await GatewayFixture.with(server: Self.server(), models: models) { fixture in
            try await busy(fixture, "chat") { _ in
                for (index, surface) in Surface.all.enumerated() {
                    let answer = try await fixture.raw(surface.request("chat", stream: true))
                    #expect(HTTPText.status(answer) == 200)
                    let record = try #require(await fixture.records.first(index + 1).last)
                    #expect(record.course(letters) == ["B answered"])
                    #expect(record.skipped.map(\.target) == [slow])
                    #expect(record.duration < .seconds(5), "it did not wait")
                }
                #expect(try fixture.provider("openai").statistics.requests == 1)
            }
        }
    }

    @Test("refuses after the queue's time, and says when to come again", arguments: Surface.all, [true, false])
    func expires(surface: Surface, isGlobal: Bool) async throws {
        let slow = TargetConfiguration.to("openai/fault-hang-before-headers", maxConcurrent: isGlobal ? nil : 1)
        let server = Self.server(isGlobal ? 1 : nil, timeout: .milliseconds(200))
        try await GatewayFixture.with(
            server: server,
            models: [ModelConfiguration(name: "chat", targets: [slow])]
        ) { fixture in
            try await busy(fixture, "chat") { _ in
                let begun = ContinuousClock.now
                let answer = try await fixture.raw(surface.request("chat", stream: true))
                let waited = ContinuousClock.now - begun
                #expect(HTTPText.status(answer) == (surface.name == "Anthropic" ? 529 : 503))
                #expect(waited >= .milliseconds(200) && waited < .seconds(5), "\(waited)")
                #expect((1...60).contains(HTTPText.field("retry-after", answer).flatMap { Int($0) } ?? 0))
                #expect(try surface.isError(HTTPText.json(answer)))
                #expect(try fixture.provider("openai").statistics.requests == 1)
            }
        }
    }

    @Test("does not let a request wait longer than its caller does", arguments: [true, false])
    func deadline(isGlobal: Bool) async throws {
        let slow = TargetConfiguration.to("openai/fault-hang-before-headers", maxConcurrent: isGlobal ? nil : 1)
        try await GatewayFixture.with(
            server: Self.server(isGlobal ? 1 : nil),
            models: [ModelConfiguration(name: "chat", targets: [slow])]
        ) { fixture in
            try await busy(fixture, "chat") { _ in
                let begun = ContinuousClock.now
                let request = Surface.all[0].request("chat", stream: true, fields: ["x-kanmon-timeout: 200ms"])
                let answer = try await fixture.raw(request)
                #expect(HTTPText.status(answer) == 503)
                #expect(ContinuousClock.now - begun < .seconds(5))
            }
        }
    }

    /// Hangs once, and answers from then on.
    private static let hangsOnce = "openai/fault-hang-before-headers-first-1"

    @Test("refuses at once what finds the queue full, and lets in who waits when there is room")
    func full() async throws {
        let models = [ModelConfiguration(name: "chat", targets: [.to(Self.hangsOnce)])]
        try await GatewayFixture.with(server: Self.server(1, length: 1), models: models) { fixture in
            try await busy(fixture, "chat") { first in
                try await fixture.connected { waiting in
                    try await waiting.send(Surface.all[0].request("chat", stream: false))
                    try await fixture.settle()
                    let refused = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                    #expect(HTTPText.status(refused) == 503)
                    #expect(HTTPText.field("retry-after", refused) != nil)
                    // It did not wait for anybody.
                    let record = try #require(await fixture.records.only())
                    #expect(
                        record.ending == .failed(.overloaded) && record.ledger.modelAsked == "chat"
                            && record.attempts.isEmpty
                    )
                    try await first.close()
                    #expect(HTTPText.status(await waiting.rest()) == 200)
                }
            }
            #expect(try fixture.provider("openai").statistics.requests == 2)
        }
    }

    @Test("takes turns among teams: many requests of one do not make another's wait", arguments: [true, false])
    func fairness(isGlobal: Bool) async throws {
        let target = TargetConfiguration.to(Self.hangsOnce, maxConcurrent: isGlobal ? nil : 1)
        try await GatewayFixture.with(
            server: Self.server(isGlobal ? 1 : nil),
            models: [ModelConfiguration(name: "chat", targets: [target])],
            teams: [TeamConfiguration(name: "many"), TeamConfiguration(name: "few")],
            keys: ["many", "few"].map { GatewayKey(name: $0, key: Secret("sk-km-\($0)"), team: $0) }
        ) { fixture in
            try await busy(fixture, "chat", fields: ["x-api-key: sk-km-many"]) { first in
                var waiting: [RawConnection] = []
                for team in ["many", "many", "many", "few"] {
                    let connection = try await RawConnection.open(fixture.group, port: fixture.port)
                    let fields = ["x-api-key: sk-km-\(team)"]
                    try await connection.send(Surface.all[0].request("chat", stream: false, fields: fields))
                    try await fixture.settle()
                    waiting.append(connection)
                }
                try await first.close()
                for connection in waiting { #expect(HTTPText.status(await connection.rest()) == 200) }
            }
            let teams = await fixture.records.first(5).compactMap(\.ledger.team)
            #expect(teams == ["many", "many", "few", "many", "many"])
        }
    }

    @Test("gives up the place of a caller that goes", arguments: [true, false])
    func clientGone(isGlobal: Bool) async throws {
        let target = TargetConfiguration.to(Self.hangsOnce, maxConcurrent: isGlobal ? nil : 1)
        try await GatewayFixture.with(
            server: Self.server(isGlobal ? 1 : nil, length: 1),
            models: [ModelConfiguration(name: "chat", targets: [target])]
        ) { fixture in
            try await busy(fixture, "chat") { first in
                try await fixture.connected { gone in
                    try await gone.send(Surface.all[0].request("chat", stream: false))
                    try await fixture.settle()
                }
                try await fixture.settle()
                // The only place in the queue is free again.
                try await fixture.connected { waiting in
                    try await waiting.send(Surface.all[0].request("chat", stream: false))
                    try await fixture.settle()
                    try await first.close()
                    #expect(HTTPText.status(await waiting.rest()) == 200)
                }
            }
            #expect(try fixture.provider("openai").statistics.requests == 2)
        }
    }
}

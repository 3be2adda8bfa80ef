import Routing
import Settings
import SimulatedProvider
import Testing

/// What becomes of a request when there must be no more retries.
@Suite("Retry budget", .serialized)
struct RetryBudgetTests {
    private let nothing = ServerConfiguration(retryBudget: RetryBudgetPolicy(share: 0, floor: 0))

    @Test("a spent budget forbids another try of the same target, not the first change to another one")
    func firstChangeIsFree() async throws {
        let model = ModelConfiguration(
            name: "chat",
            targets: [
                ModelTarget(provider: "openai", model: "fault-status-500"),
                ModelTarget(provider: "claude", model: "echo"),
            ]
        )
        try await GatewayFixture.with(server: nothing, models: [model]) { fixture in
            let answer = try await fixture.raw(Surface.all[0].request("chat", stream: false))
            #expect(HTTPText.status(answer) == 200, "\(answer)")
            #expect(HTTPText.field("x-kanmon-provider", answer) == "claude")
            #expect(try fixture.provider("openai").statistics.requests == 1)
        }
    }

    @Test("a spent budget ends a request that has nobody else to go to")
    func noRetryWithoutBudget() async throws {
        let model = ModelConfiguration(
            name: "chat",
            targets: [ModelTarget(provider: "openai", model: "fault-status-500")]
        )
        try await GatewayFixture.with(server: nothing, models: [model]) { fixture in
            let answer = try await fixture.raw(Surface.all[0].request("chat", stream: false))
            #expect(HTTPText.status(answer) == 502, "\(answer)")
            #expect(try fixture.provider("openai").statistics.requests == 1)
        }
    }
}

import Testing

@testable import Telemetry

@Suite("Delivery")
struct DeliveryTests {
    @Test(
        "goes on as the server's answer says",
        arguments: [
            (200, 1, DeliveryPolicy.Step.delivered), (204, 6, .delivered), (400, 1, .givenUp), (401, 1, .givenUp),
            (404, 1, .givenUp), (500, 1, .givenUp), (301, 1, .givenUp), (429, 1, .again(milliseconds: 250)),
            (502, 1, .again(milliseconds: 250)), (503, 2, .again(milliseconds: 500)),
            (504, 5, .again(milliseconds: 4000)),
            (503, 6, .givenUp),
        ]
    )
    func statuses(status: Int, tries: Int, step: DeliveryPolicy.Step) {
        #expect(DeliveryPolicy().step(after: TelemetryResponse(status: status), tries: tries, chance: 0) == step)
    }

    @Test("waits as long as the server asks, but not for ever")
    func retryAfter() {
        func step(_ seconds: Int) -> DeliveryPolicy.Step {
            DeliveryPolicy().step(after: TelemetryResponse(status: 429, retryAfter: seconds), tries: 1, chance: 0)
        }
        #expect(step(0) == .again(milliseconds: 0))
        #expect(step(7) == .again(milliseconds: 7000))
        #expect(step(.max) == .again(milliseconds: 30_000))
        #expect(step(-1) == .again(milliseconds: 250))
        #expect(DeliveryPolicy().step(after: nil, tries: 1, chance: 1) == .again(milliseconds: 500))
        #expect(DeliveryPolicy().step(after: nil, tries: 6, chance: 1) == .givenUp)
    }

    @Test("hands over what fits, in order, and counts what does not")
    func queue() {
        let queue = HandoverQueue<Int>(limit: 10)
        #expect(queue.push(1, weight: 4) == 4)
        #expect(queue.push(2, weight: 6) == 10)
        #expect(queue.push(3, weight: 1, lostCount: 5) == nil)
        #expect(queue.dropped == 5)
        #expect(queue.takeAll() == [1, 2] && queue.isEmpty)
        #expect(queue.push(4, weight: 10) == 10)
        queue.lose(2)
        #expect(queue.dropped == 7)
    }
}

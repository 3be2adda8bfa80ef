import Gateway
import Governance
import JSONText
import Testing

@testable import ControlPlane

/// What is kept of the last calls, and what is made of it.
struct RecentCallsTests {
    @Test("are kept up to a number, the newest of them, and whoever comes late learns how many are gone")
    func number() {
        let calls = RecentCalls(capacity: 5, maximumBytes: 1 << 20)
        for index in 0..<12 { calls.observe(CallSamples.call("e\(index)")) }
        let kept = calls.calls(from: 3)
        #expect(kept.calls.map(\.ledger.entry) == ["e7", "e8", "e9", "e10", "e11"])
        #expect(kept.missed == 4 && kept.next == 12)
        #expect(calls.calls(from: 10).calls.count == 2)
        #expect(calls.calls(from: 99).calls.isEmpty)
        #expect(calls.call(entry: "e9") != nil && calls.call(entry: "e6") == nil)
    }

    @Test("are kept up to a number of bytes")
    func bytes() {
        let one = CallSamples.call("e")
        let calls = RecentCalls(capacity: 100, maximumBytes: one.size * 3 + 10)
        for index in 0..<50 { calls.observe(CallSamples.call("\(index % 10)")) }
        #expect(calls.calls(from: 0).calls.count == 3)
        // One that is too large for all others is kept alone.
        let small = RecentCalls(capacity: 100, maximumBytes: 10)
        small.observe(CallSamples.call("a"))
        small.observe(CallSamples.call("b"))
        #expect(small.calls(from: 0).calls.map(\.ledger.entry) == ["b"])
    }

    @Test("may be told of by many at once")
    func concurrent() async {
        let calls = RecentCalls(capacity: 64, maximumBytes: 1 << 20)
        await withTaskGroup { group in
            for task in 0..<4 {
                group.addTask {
                    for index in 0..<500 {
                        calls.observe(CallSamples.call("\(task)-\(index)"))
                        if index % 50 == 0 { _ = calls.calls(from: 0) }
                    }
                }
            }
        }
        #expect(calls.next == 2000)
        #expect(calls.calls(from: 0).calls.count == 64)
    }

    @Test("figures are those of the last ten whole seconds")
    func figures() throws {
        var figures = LiveFigures(begun: 0)
        let now: Int64 = 1_790_000_000
        for age in 0..<15 {
            for _ in 0..<4 { figures.add(CallSamples.call("e", ended: now - Int64(age)), now: now) }
            figures.add(CallSamples.call("e", ended: now - Int64(age), status: 500), now: now)
        }
        let json = figures.json(now: now, load: GatewayLoad(inFlight: 7, openStreams: 2), currency: nil)
        #expect(json["requests_per_second"] == 5)
        #expect(json["errors_per_second"] == 1)
        #expect(json["tokens_per_second"] == 210)
        #expect(json["cost_usd_per_minute"] == "0.3")
        #expect(json["in_flight"] == 7 && json["open_streams"] == 2)
        let median = try #require(json["p50_ms"]?.number?.double)
        #expect(abs(median - 2) < 0.07)
        // What comes a minute later finds nothing of it.
        #expect(figures.json(now: now + 60, load: nil, currency: nil)["requests_per_second"] == 0)
        #expect(figures.json(now: now + 60, load: nil, currency: nil)["p50_ms"] == .null)
    }

    @Test("figures of a shorter time are of that time")
    func young() {
        let now: Int64 = 1_790_000_000
        var figures = LiveFigures(begun: now - 2)
        for _ in 0..<6 { figures.add(CallSamples.call("e", ended: now - 1), now: now) }
        let json = figures.json(now: now, load: nil, currency: nil)
        #expect(json["window_seconds"] == 2 && json["requests_per_second"] == 3)
    }
}

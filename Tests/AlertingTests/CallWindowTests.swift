import Alerting
import Governance
import Testing

@Suite("The calls of the last hour")
struct CallWindowTests {
    private static let minute: Int64 = 60_000_000_000
    private static let start: Int64 = 1_760_000_000 * 1_000_000_000

    @Test("Every window comes to what the calls in it come to, one by one")
    func equalsBruteForce() {
        var numbers = SystemRandomNumberGenerator()
        var window = CallWindow()
        var samples: [CallSample] = []
        var now = Self.start
        for _ in 0..<20_000 {
            now += Int64.random(in: 0...1_000_000_000, using: &numbers)
            var sample = CallSample(time: now - Int64.random(in: 0...90_000_000_000, using: &numbers))
            sample.isError = Int.random(in: 0..<10, using: &numbers) == 0
            sample.isFallback = Int.random(in: 0..<5, using: &numbers) == 0
            sample.isHit = Bool.random(using: &numbers)
            sample.latency = sample.isError ? nil : Int.random(in: 50...30_000_000, using: &numbers)
            if Int.random(in: 0..<100, using: &numbers) == 0 { sample.refusing = ["a", "b"] }
            if Int.random(in: 0..<100, using: &numbers) == 0 { sample.unpriced = "m" }
            window.add(sample)
            samples.append(sample)
        }
        for minutes in [1, 5, 10, 59, 60] {
            let first = now / Self.minute - Int64(minutes)
            let meant = samples.filter { $0.time / Self.minute >= first && $0.time <= now }
            let figures = window.figures(ofLast: minutes, at: now)
            #expect(figures.calls == meant.count)
            #expect(figures.errors == meant.count { $0.isError })
            #expect(figures.fallbacks == meant.count { $0.isFallback })
            #expect(figures.hits == meant.count { $0.isHit })
            #expect(figures.refusals["b", default: 0] == meant.count { !$0.refusing.isEmpty })
            #expect(figures.unpriced["m", default: 0] == meant.count { $0.unpriced != nil })
            let latencies = meant.compactMap(\.latency).sorted()
            let exact = Double(latencies[(latencies.count * 99 + 99) / 100 - 1]) / 1_000_000
            let p99 = figures.p99 ?? 0
            #expect(abs(p99 - exact) <= exact / 16, "\(p99) for \(exact)")
        }
    }

    @Test("After an hour nothing is left, and what comes too late counts nowhere")
    func forgets() {
        var window = CallWindow()
        window.add(CallSample(time: Self.start))
        #expect(window.figures(ofLast: 60, at: Self.start).calls == 1)
        #expect(window.figures(ofLast: 60, at: Self.start + 62 * Self.minute).calls == 0)
        window.add(CallSample(time: Self.start + 61 * Self.minute))
        window.add(CallSample(time: Self.start))
        #expect(window.figures(ofLast: 60, at: Self.start + 61 * Self.minute).calls == 1)
    }

    @Test("A clock that is put back by hours does not stop the count")
    func survivesTheClock() {
        var window = CallWindow()
        window.add(CallSample(time: Self.start))
        let earlier = Self.start - 61 * 5 * Self.minute
        window.add(CallSample(time: earlier))
        #expect(window.figures(ofLast: 5, at: earlier).calls == 1)
    }

    @Test("Names of rare things are bounded")
    func boundsNames() {
        var window = CallWindow()
        for index in 0..<100 {
            var sample = CallSample(time: Self.start)
            sample.unpriced = "model-\(index)"
            window.add(sample)
        }
        let unpriced = window.figures(ofLast: 1, at: Self.start).unpriced
        #expect(unpriced.count == CallWindow.names + 1 && unpriced[CallWindow.others] == 100 - CallWindow.names)
    }

    @Test("Only failures that are not the callers' count as errors")
    func readsRecords() throws {
        func record(_ status: Int, _ outcome: LedgerRecord.Outcome, _ targets: [String] = ["a/m"]) -> LedgerRecord {
            var record = LedgerRecord(
                entry: "e",
                id: "i",
                time: Self.start,
                surface: "openai-chat",
                modelAsked: "chat",
                status: status,
                outcome: outcome,
                durationMicroseconds: 2_000_000
            )
            record.attempts = targets.map { .init(target: $0, credential: nil, outcome: "answered", milliseconds: 1) }
            return record
        }
        #expect(CallSample(record(429, .failed, [])) == nil)
        #expect(try #require(CallSample(record(400, .failed))).isError == false)
        #expect(try #require(CallSample(record(502, .failed))).isError)
        #expect(try #require(CallSample(record(503, .failed, []))).isError)
        #expect(try #require(CallSample(record(200, .partial))).isError)
        #expect(try #require(CallSample(record(200, .aborted))).isError == false)
        #expect(try #require(CallSample(record(200, .answered, ["a/m", "a/m"]))).isFallback == false)
        #expect(try #require(CallSample(record(200, .answered, ["a/m", "b/m"]))).isFallback)
        var refused = record(200, .answered, ["a/x/y", "b/m"])
        refused.attempts[0].outcome = "credential"
        refused.flags = [.unknownPrice]
        let sample = try #require(CallSample(refused))
        #expect(sample.refusing == ["a"] && sample.unpriced == "chat" && sample.latency == 2_000_000)
        #expect(sample.time == Self.start + 2_000_000_000)
    }
}

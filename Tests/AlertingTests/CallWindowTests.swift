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
            #expect(abs(p99 - exact) <= exact / 28, "\(p99) for \(exact)")
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
        func sample(
            _ status: Int,
            _ outcome: LedgerRecord.Outcome,
            attempts: Int = 1,
            isHit: Bool = false,
            firstContent: Int? = nil
        ) -> CallSample? {
            CallSample(
                begun: Self.start,
                status: status,
                outcome: outcome,
                isHit: isHit,
                attempts: attempts,
                microseconds: 2_000_000,
                firstContent: firstContent
            )
        }
        #expect(sample(429, .failed, attempts: 0) == nil)
        #expect(try #require(sample(400, .failed)).isError == false)
        #expect(try #require(sample(502, .failed)).isError)
        #expect(try #require(sample(502, .failed)).latency == nil)
        #expect(try #require(sample(503, .failed, attempts: 0)).isError)
        #expect(try #require(sample(200, .partial)).isError)
        #expect(try #require(sample(200, .aborted)).isError == false)
        #expect(try #require(sample(200, .answered, attempts: 0, isHit: true)).isHit)
        #expect(try #require(sample(200, .answered)).latency == 2_000_000)
        #expect(try #require(sample(200, .answered, firstContent: 300)).latency == 300)
        #expect(try #require(sample(200, .answered)).time == Self.start + 2_000_000_000)
    }
}

import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

/// A sample of a hundred requests.
private func sample(_ percent: Int, isAvailable: Bool = true) -> OutlierSample {
    OutlierSample(totals: OutcomeTotals(successes: percent, failures: 100 - percent), isAvailable: isAvailable)
}

@Suite("Outliers")
struct OutlierTests {
    private static let table: [(percents: [Int], share: Double, ejected: [Int])] = [
        // One far worse than the best.
        ([99, 40], 0.5, [1]),
        ([40, 99], 0.5, [0]),
        // Not far enough, or all bad alike.
        ([99, 60], 0.5, []),
        ([10, 12], 0.5, []),
        ([0, 0], 0.5, []),
        // Alone.
        ([0], 1, []),
        // The worst first, never more than the share, never all.
        ([99, 10, 20, 5], 0.5, [3, 1]),
        ([99, 10, 20, 5], 0.25, [3]),
        ([99, 10, 20, 5], 0, []),
        ([99, 10, 20, 5], 1, [3, 1, 2]),
        ([99, 10, 20, 5], -3, []),
        // Statistics: 70 of 99 is not below half, but stands out among eight.
        ([99, 99, 99, 99, 99, 99, 99, 70], 0.5, [7]),
        ([99, 99, 99, 99, 99, 99, 99, 95], 0.5, []),
    ]

    @Test(
        "who is ejected",
        arguments: OutlierTests.table
    )
    func ejected(_ percents: [Int], _ share: Double, _ expected: [Int]) {
        var ejector = OutlierEjector(count: percents.count, policy: BreakerPolicy(maximumEjected: share))
        #expect(ejector.evaluate(percents.map { sample($0) }, now: at(0)) == expected)
    }

    @Test("few requests are no reason, and who has few is no measure")
    func volume() {
        var ejector = OutlierEjector(count: 2, policy: BreakerPolicy(minimumRequests: 20))
        let few = OutlierSample(totals: OutcomeTotals(successes: 0, failures: 19))
        #expect(ejector.evaluate([sample(99), few], now: at(0)) == [])
        #expect(ejector.evaluate([OutlierSample(totals: OutcomeTotals(successes: 19)), sample(1)], now: at(0)) == [])
    }

    @Test("the last one that can be asked stays")
    func lastAvailable() {
        var ejector = OutlierEjector(count: 2, policy: BreakerPolicy())
        #expect(ejector.evaluate([sample(99, isAvailable: false), sample(10)], now: at(0)) == [])
        #expect(ejector.evaluate([sample(99), sample(10)], now: at(0)) == [1])
    }

    @Test("an ejection ends by itself, is not repeated for the same failures, and doubles when there are new ones")
    func duration() {
        let policy = BreakerPolicy(window: .seconds(30), openFor: .seconds(15))
        var ejector = OutlierEjector(count: 2, policy: policy)
        ejector.evaluate([sample(99), sample(10)], now: at(0))
        #expect(ejector.ejectedUntil(1, now: at(14)) == at(15))
        #expect(ejector.ejectedUntil(1, now: at(15)) == nil)
        #expect(ejector.evaluate([sample(99), sample(10)], now: at(44)) == [])
        #expect(ejector.evaluate([sample(99), sample(10)], now: at(45)) == [1])
        #expect(ejector.ejectedUntil(1, now: at(45)) == at(75))
        #expect(ejector.ejectedUntil(7, now: at(0)) == nil)
    }

    @Test("never more than allowed, never all, whatever the targets do", arguments: 1...20)
    func bounds(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        let count = Int.random(in: 1...8, using: &random)
        let share = Double.random(in: 0...1, using: &random)
        var ejector = OutlierEjector(count: count, policy: BreakerPolicy(window: .seconds(1), maximumEjected: share))
        for step in 0..<500 {
            let now = at(Double(step))
            let samples = (0..<count).map { _ in
                sample(Int.random(in: 0...100, using: &random), isAvailable: Int.random(in: 0..<5, using: &random) > 0)
            }
            let newly = ejector.evaluate(samples, now: now)
            let ejected = (0..<count).filter { ejector.ejectedUntil($0, now: now) != nil }
            #expect(Double(ejected.count) <= share * Double(count))
            #expect(ejected.count < count)
            if newly.contains(where: { samples[$0].isAvailable }) {
                #expect((0..<count).contains { samples[$0].isAvailable && !ejected.contains($0) })
            }
        }
    }

    @Test("the detector looks once a second and shows the ejection in the snapshot of its model only")
    func detector() {
        let good = TargetState(id: TargetID(provider: "a", model: "m"))
        let bad = TargetState(id: TargetID(provider: "b", model: "m"))
        let policy = BreakerPolicy(failures: 1000, failureShare: 1.1)
        bad.update(TargetSettings(breaker: policy))
        let detector = OutlierDetector(
            members: [OutlierDetector.Member(target: good), OutlierDetector.Member(target: bad)],
            policy: policy
        )
        #expect(detector.evaluateIfDue(now: at(0)).isEmpty)
        for _ in 0..<50 {
            for (state, outcome) in [(good, AttemptOutcome.success), (bad, .failure(.status(500), retryAfter: nil))] {
                guard case .admitted(let ticket) = state.tryBegin(now: at(0.1)) else { continue }
                state.finish(ticket, outcome, duration: .zero, now: at(0.1))
            }
        }
        #expect(detector.evaluateIfDue(now: at(0.9)).isEmpty)
        #expect(detector.snapshot(of: bad, now: at(0.9)).availability == .available)
        #expect(detector.evaluateIfDue(now: at(1)).map(\.id) == [bad.id])
        #expect(detector.snapshot(of: bad, now: at(1)).availability == .ejected(until: at(16)))
        #expect(detector.snapshot(of: good, now: at(1)).availability == .available)
        #expect(bad.snapshot(now: at(1)).availability == .available)
        #expect(detector.snapshot(of: bad, now: at(16)).availability == .available)
    }
}

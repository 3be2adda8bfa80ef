import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Latency")
struct LatencyTests {
    @Test("an average believes bad news at once and good news within its half way")
    func peaks() {
        var average = DecayingAverage()
        #expect(average.value(now: at(0)) == nil)
        for step in 0..<100 { average.record(1, now: at(Double(step) / 10)) }
        #expect(average.value(now: at(10)) == 1)
        average.record(11, now: at(10))
        let risen = average.value(now: at(10)) ?? 0
        #expect(risen >= 4)
        average.record(1, now: at(10.001))
        #expect((average.value(now: at(10.001)) ?? 0) > risen * 0.99, "one fast answer does not outweigh a slow one")
        for step in 0..<600 { average.record(1, now: at(10.1 + Double(step) / 10)) }
        #expect((average.value(now: at(71)) ?? 9) < 1.1)
    }

    @Test("an average of long ago is forgotten; nonsense is not taken in")
    func forgets() {
        var average = DecayingAverage()
        for sample in [Double.nan, -.infinity, .infinity, -1] { average.record(sample, now: at(0)) }
        #expect(average.value(now: at(0)) == nil)
        average.record(2, now: at(0))
        #expect(average.value(now: at(599)) == 2)
        #expect(average.value(now: at(600)) == nil)
    }

    @Test("percentiles are those of the sorted samples, at most an eighth above", arguments: 1...10)
    func percentiles(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        var histogram = LatencyHistogram()
        let scale = Double.random(in: 10...10_000_000, using: &random)
        let samples = (0..<1000).map { _ in
            let unit = Double.random(in: 0..<1, using: &random)
            return Int64(scale * unit * unit) + 1
        }
        for sample in samples { histogram.record(.microseconds(sample), now: at(0)) }
        let sorted = samples.sorted()
        for share in [0.5, 0.9, 0.95, 0.99] {
            let exact = sorted[Int(share * 1000) - 1]
            let told = Int64((histogram.percentile(share, now: at(0)) ?? .zero) / .microseconds(1))
            #expect(told >= exact && told <= exact + exact / 8 + 1)
        }
    }

    @Test("too few samples give no percentile; old ones fade")
    func fading() {
        var histogram = LatencyHistogram()
        for _ in 0..<9 { histogram.record(.seconds(10), now: at(0)) }
        #expect(histogram.percentile(0.95, now: at(0)) == nil)
        for _ in 0..<991 { histogram.record(.seconds(10), now: at(0)) }
        #expect((histogram.percentile(0.95, now: at(0)) ?? .zero) >= .seconds(10))
        // After ten half-lives one sample is left of a thousand, against a hundred new ones.
        for _ in 0..<100 { histogram.record(.milliseconds(100), now: at(600)) }
        #expect((histogram.percentile(0.95, now: at(600)) ?? .seconds(9)) < .milliseconds(120))
        #expect(histogram.percentile(0.5, now: at(100_000)) == nil)
    }

    @Test("durations of any size have a bucket", arguments: [Int64.min, -1, 0, 1, 7_999, 8_000, 1 << 50, .max])
    func extremes(_ nanoseconds: Int64) {
        var histogram = LatencyHistogram()
        for _ in 0..<10 { histogram.record(.nanoseconds(nanoseconds), now: at(0)) }
        #expect(histogram.percentile(1, now: at(0)) != nil)
    }

    @Test("streams tell both times, whole answers a guess that adds up to what they took")
    func estimates() {
        var stream = LatencyEstimate()
        stream.recordFirstToken(after: .milliseconds(400), now: at(0))
        stream.recordStream(outputTokens: 101, after: .seconds(2), now: at(2))
        #expect(stream.timeToFirstToken(now: at(2)) == 0.4)
        #expect(stream.timePerToken(now: at(2)) == 0.02)
        var whole = LatencyEstimate()
        whole.recordWhole(outputTokens: 100, duration: .seconds(6), now: at(0))
        let first = whole.timeToFirstToken(now: at(0)) ?? 0
        let each = whole.timePerToken(now: at(0)) ?? 0
        #expect(abs(first + 100 * each - 6) < 1e-9)
        #expect(whole.timeToFirstToken(percentile: 0.95, now: at(0)) == nil)
    }

    @Test("an attempt that was given up makes the target look slower, never faster")
    func givenUp() {
        var estimate = LatencyEstimate()
        estimate.recordFirstToken(after: .seconds(2), now: at(0))
        estimate.recordGivenUp(after: .seconds(1), now: at(1))
        #expect(estimate.timeToFirstToken(now: at(1)) == 2)
        estimate.recordGivenUp(after: .seconds(30), now: at(1))
        #expect((estimate.timeToFirstToken(now: at(1)) ?? 0) > 10)
    }
}

import Testing

@testable import Telemetry

struct HistogramBucketsTests {
    private static let all: [HistogramBuckets] = [.requests, .firstTokens, .gaps, .own, .lag]

    @Test(arguments: all) func boundsRiseAndStandOnce(buckets: HistogramBuckets) {
        for (low, high) in zip(buckets.bounds, buckets.bounds.dropFirst()) { #expect(low < high) }
        #expect(Set(buckets.labels).count == buckets.bounds.count)
    }

    @Test(arguments: all) func aTimeFallsIntoTheFirstRangeThatHoldsIt(buckets: HistogramBuckets) {
        for (index, bound) in buckets.bounds.enumerated() {
            #expect(buckets.index(of: bound) == index)
            #expect(buckets.index(of: bound - 1) == index)
            #expect(buckets.index(of: bound + 1) == index + 1)
        }
        #expect(buckets.index(of: 0) == 0)
        #expect(buckets.index(of: .max) == buckets.count - 1)
    }

    @Test func reachFromMicrosecondsToMinutes() {
        #expect(HistogramBuckets.own.labels.prefix(4) == ["1e-05", "1.5e-05", "2e-05", "3e-05"])
        #expect(HistogramBuckets.own.bounds.last == 1_000_000_000)
        #expect(HistogramBuckets.requests.labels.first == "0.0001")
        #expect(HistogramBuckets.requests.labels.last == "600.0")
        #expect(HistogramBuckets.firstTokens.bounds.last == 120_000_000_000)
    }

    @Test func readingsAddUp() {
        let buckets = HistogramBuckets.gaps
        var slots = [UInt64](repeating: 0, count: buckets.slots)
        for time: UInt64 in [5, 500_000, 20_000_000_000] { buckets.observe(time, in: &slots, at: 0) }
        let old = Exemplar(trace: (1, 2), value: 3, time: 4)
        let new = Exemplar(trace: (5, 6), value: 7, time: 8)
        var one = HistogramReading(buckets, in: slots, at: 0, exemplars: [0: new, 1: old])
        one.add(HistogramReading(buckets, in: slots, at: 0, exemplars: [0: old, 1: new]))
        #expect(one.count == 6 && one.sum == 2 * 20_000_500_005)
        #expect(one.exemplars == [0: new, 1: new])
        #expect(one.counts.last == 2)
    }
}

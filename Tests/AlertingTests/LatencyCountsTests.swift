import Alerting
import Testing

@Suite("Counts of latencies")
struct LatencyCountsTests {
    @Test("times are counted to about three percent", arguments: [1, 2, 3, 15, 16, 17, 1000, 123_456, 987_654_321])
    func precision(value: Int) throws {
        var counts = LatencyCounts()
        for _ in 0..<99 { counts.add(value) }
        counts.add(.max)
        let found = try #require(counts.percentile(50))
        #expect(abs(Double(found - value)) <= max(0, Double(value) * 0.035), "\(found)")
        #expect(try #require(counts.percentile(100)) > 1 << 39)
    }

    @Test("nothing has no percentile, and what is no time is the shortest")
    func ends() {
        var counts = LatencyCounts()
        #expect(counts.percentile(50) == nil)
        for value in [Int.min, -1, 0] { counts.add(value) }
        #expect(counts.percentile(100) == 1 && counts.total == 3)
    }

    @Test("adds up, whichever was first")
    func adding() {
        var (one, other) = (LatencyCounts(), LatencyCounts())
        for value in stride(from: 10, to: 100_000, by: 7) { value % 3 == 0 ? one.add(value) : other.add(value) }
        var (sum, reversed) = (one, other)
        sum.add(other)
        reversed.add(one)
        #expect(sum == reversed && sum.total == one.total + other.total)
        sum.add(LatencyCounts())
        #expect(sum == reversed)
    }
}

import Testing

@testable import Gateway

@Suite("Places of guardrails")
struct GuardSeriesTests {
    @Test("stay what they are, and are bounded")
    func places() {
        let series = GuardSeries()
        let places = (0..<GuardSeries.most).map { series.index(of: "guardrail \($0)") }
        #expect(Set(places).count == GuardSeries.most && !places.contains(GuardSeries.other))
        #expect(series.index(of: "one more") == GuardSeries.other)
        #expect(series.index(of: "") == GuardSeries.other && series.index(of: "other") == GuardSeries.other)
        #expect((0..<GuardSeries.most).map { series.index(of: "guardrail \($0)") } == places)
        #expect(series.names.count == GuardSeries.most + 1 && series.names[GuardSeries.other] == "other")
    }
}

import Testing

@testable import Gateway

@Suite("Places of teams")
struct TeamSeriesTests {
    @Test("stay what they are, and are bounded")
    func places() {
        let series = TeamSeries()
        #expect(series.index(of: "") == TeamSeries.nobody)
        let places = (0..<TeamSeries.most).map { series.index(of: "team \($0)") }
        #expect(Set(places).count == TeamSeries.most && !places.contains(TeamSeries.nobody))
        let other = series.index(of: "one more")
        #expect(!places.contains(other) && series.names[other] == "other")
        #expect(series.index(of: "yet another") == other && series.index(of: "other") == other)
        #expect((0..<TeamSeries.most).map { series.index(of: "team \($0)") } == places)
        #expect(series.names.count == TeamSeries.most + 2)
    }

    @Test("a name that is too long has none of its own")
    func longNames() {
        let series = TeamSeries()
        let place = series.index(of: String(repeating: "x", count: 257))
        #expect(series.names[place] == "other")
        // Somebody called so is counted there too: no label is given twice.
        #expect(series.index(of: "other") == place)
    }
}

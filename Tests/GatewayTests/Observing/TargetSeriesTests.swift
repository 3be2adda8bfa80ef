import Routing
import Testing

@testable import Gateway

@Suite("Places of targets")
struct TargetSeriesTests {
    private func id(_ number: Int, _ provider: String = "p") -> TargetID {
        TargetID(provider: provider, model: "m\(number)")
    }

    /// What the place of a target is called; it is given before the names are looked at.
    private func name(_ id: TargetID, _ series: TargetSeries) -> TargetID {
        let place = series.index(of: id)
        return series.names[place]
    }

    @Test("stay what they are")
    func stability() {
        let series = TargetSeries()
        let places = (0..<10).map { series.index(of: id($0)) }
        #expect(Set(places).count == 10 && !places.contains(TargetSeries.nobody))
        #expect((0..<10).map { series.index(of: id($0), .addressed) } == places)
        #expect(places.map { series.names[$0] } == (0..<10).map { id($0) })
    }

    @Test("names that callers choose do not take the room of those of the configuration")
    func addressed() {
        let series = TargetSeries()
        for number in 0..<TargetSeries.mostAddressed { _ = series.index(of: id(number), .addressed) }
        let other = series.index(of: id(-1), .addressed)
        #expect(series.names[other] == TargetID(provider: "p", model: "other"))
        #expect(series.index(of: id(-2), .addressed) == other)
        #expect(series.index(of: id(-1, "q"), .addressed) != other)
        #expect(name(id(-1), series) == id(-1))
    }

    @Test("are bounded, also where providers are")
    func bound() {
        let series = TargetSeries()
        for number in 0..<TargetSeries.most { _ = series.index(of: id(number)) }
        #expect(name(id(0), series) == id(0))
        for number in 0..<TargetSeries.most * 2 { _ = series.index(of: id(-1, "q\(number)")) }
        #expect(series.names.count <= 2 * TargetSeries.most + 2)
        #expect(name(id(-1, "new"), series) == TargetID(provider: "other", model: "other"))
        let long = TargetID(provider: "p", model: String(repeating: "x", count: 257))
        #expect(TargetSeries().index(of: long) == 1)
    }
}

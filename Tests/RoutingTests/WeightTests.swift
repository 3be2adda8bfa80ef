import Routing
import Testing

@Suite("Weights")
struct WeightTests {
    @Test(
        "a ramp moves evenly from its first weight to its last, and stays there",
        arguments: [(0.0, 1.0), (100, 1), (150, 26), (200, 51), (300, 101), (1e9, 101)]
    )
    func ramp(_ clock: Double, _ expected: Double) {
        let weight = Weight(101, ramp: Weight.Ramp(from: 1, start: 100, over: .seconds(200)))
        #expect(weight.value(at: clock) == expected)
    }

    @Test("a ramp without length is a switch")
    func noLength() {
        let weight = Weight(5, ramp: Weight.Ramp(from: 0, start: 100, over: .zero))
        #expect([99, 100, 101].map { weight.value(at: $0) } == [0, 5, 5])
    }
}

import Routing
import Testing

@Suite("Moments")
struct MomentTests {
    @Test("differences and sums agree")
    func arithmetic() {
        let start = Moment(nanoseconds: 5)
        #expect((start + .seconds(2)) - start == .seconds(2))
        #expect(start - (start + .milliseconds(1)) == .milliseconds(-1))
    }

    @Test("sums beyond the clock saturate instead of trapping")
    func saturation() {
        #expect(Moment(nanoseconds: .max) + .seconds(1) == Moment(nanoseconds: .max))
        #expect(Moment(nanoseconds: .min) + .seconds(-1) == Moment(nanoseconds: .min))
        #expect(Moment.zero + .seconds(Int64.max) == Moment(nanoseconds: .max))
        #expect(Moment(nanoseconds: .max) - Moment(nanoseconds: .min) == .nanoseconds(Int64.max))
    }
}

import Routing
import Testing

@Suite("Outcome window")
struct OutcomeWindowTests {
    @Test("counts what a list of all attempts counts", arguments: 1...10)
    func againstList(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        let length = Duration.seconds(30)
        var window = OutcomeWindow(length: length)
        var attempts: [(slot: Int64, success: Bool)] = []
        var now = Moment(nanoseconds: -50_000_000_000)
        for _ in 0..<2000 {
            now = now + .milliseconds(Int64.random(in: 0...2000, using: &random))
            let slot = Int64((Double(now.nanoseconds) / 3e9).rounded(.down))
            let success = Bool.random(using: &random)
            window.record(success: success, now: now)
            attempts.append((slot, success))
            let recent = attempts.filter { $0.slot > slot - 10 }
            let expected = OutcomeTotals(
                successes: recent.count { $0.success },
                failures: recent.count { !$0.success }
            )
            #expect(window.totals(now: now) == expected)
        }
    }

    @Test("the ends of the clock do not trap")
    func extremes() {
        var window = OutcomeWindow(length: .zero)
        for moment in [Moment(nanoseconds: .min), .zero, Moment(nanoseconds: .max)] {
            window.record(success: false, now: moment)
            #expect(window.totals(now: moment).failures == 1)
        }
        window.clear()
        #expect(window.totals(now: Moment(nanoseconds: .max)) == OutcomeTotals())
    }
}

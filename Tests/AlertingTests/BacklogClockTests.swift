import Alerting
import Governance
import Testing

@Suite("How long things wait between two counters")
struct BacklogClockTests {
    @Test("The wait is that of the oldest thing that is not through")
    func waits() {
        var clock = BacklogClock()
        let looks: [(time: Int64, produced: Int, consumed: Int, wait: Int)] = [
            (0, 0, 7, 0), (15, 10, 17, 0), (30, 20, 17, 0), (45, 30, 17, 15), (60, 30, 17, 30), (75, 30, 26, 45),
            (90, 30, 27, 45), (105, 30, 37, 0), (120, 31, 37, 0), (150, 31, 37, 30),
        ]
        for look in looks {
            let now = WallTime(seconds: look.time)
            #expect(clock.wait(produced: look.produced, consumed: look.consumed, at: now) == look.wait, "\(look)")
        }
    }
}

import Testing

@testable import Lifecycle

/// Bursts of changes are waited out.
@Suite("Settling")
struct SettlingTests {
    private let start = ContinuousClock.now

    /// Which of these times, in milliseconds, are found due, asked one after the other.
    private func due(_ settling: inout Settling, at times: [Int]) -> [Int] {
        times.filter { time in settling.isDue(at: start + .milliseconds(time)) }
    }

    @Test("waits until nothing has happened for a while")
    func quiet() {
        var settling = Settling(quiet: .milliseconds(200), longest: .seconds(2))
        #expect(settling.deadline == nil)
        settling.notice(at: start)
        settling.notice(at: start + .milliseconds(150))
        #expect(due(&settling, at: [150, 340, 350, 351, 9000]) == [350])
        #expect(settling.deadline == nil)
    }

    @Test("does not wait for a burst without an end")
    func endless() {
        var settling = Settling(quiet: .milliseconds(200), longest: .seconds(1))
        for step in 0..<10 { settling.notice(at: start + .milliseconds(100 * step)) }
        #expect(due(&settling, at: [999, 1000, 1001]) == [1000])
        settling.notice(at: start + .seconds(2))
        #expect(settling.deadline == start + .milliseconds(2200))
    }
}

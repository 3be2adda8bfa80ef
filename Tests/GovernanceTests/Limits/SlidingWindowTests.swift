import Testing

@testable import Governance

/// What ``SlidingWindow`` promises, against a log that forgets nothing.
@Suite struct SlidingWindowTests {
    private static let length: Int64 = 60_000

    /// Everything that was counted, exactly.
    private struct ExactLog {
        var events: [(at: Int64, units: Int)] = []

        /// What lies in the window that ends with `now`.
        func total(at now: Int64, length: Int64) -> Int {
            events.reduce(0) { $0 + ($1.at > now - length && $1.at <= now ? $1.units : 0) }
        }
    }

    @Test(arguments: [1, 7, 60, 61, 600, 6000, 1_000_000], UInt64(1)...6)
    func neverMoreThanTheAmountInAnyWindowAndNeverMuchLess(amount: Int, seed: UInt64) {
        var random = HistoryGenerator(seed: seed &+ UInt64(amount) &* 1000)
        var window = SlidingWindow(length: Self.length)
        var log = ExactLog()
        var now: Int64 = 0
        var mostEntries = 0
        var wrong = 0
        for _ in 0..<2000 {
            // Bursts, a steady flow and long silences.
            now += [0, 0, 1, 20, Self.length / Int64(max(1, amount)), 3000].randomElement(using: &random) ?? 0
            if Int.random(in: 0..<300, using: &random) == 0 { now += Self.length / 2 }
            let units = Int.random(in: 1...max(1, amount / 50), using: &random)
            window.expire(at: now)
            let exact = log.total(at: now, length: Self.length)
            let late = log.total(at: now, length: Self.length + Self.length / 60)
            // Let go too early, or kept for more than a sixtieth too long. One expectation for all, since each is slow.
            if window.total < exact || window.total > late { wrong += 1 }
            if window.total + units <= amount {
                _ = window.count(units, amount: amount, at: now)
                log.events.append((now, units))
            }
            mostEntries = max(mostEntries, window.entryCount)
        }
        for event in log.events where log.total(at: event.at, length: Self.length) > amount { wrong += 1 }
        #expect(wrong == 0)
        #expect(mostEntries <= SlidingWindow.capacity)
    }

    @Test func amountsUpToSixtyAreExactToTheNanosecond() {
        var window = SlidingWindow(length: Self.length)
        for at in [0, 1, 500] as [Int64] { _ = window.count(1, amount: 3, at: at) }
        window.expire(at: Self.length - 1)
        #expect(window.total == 3)
        window.expire(at: Self.length)
        #expect(window.total == 2)
        window.expire(at: Self.length + 1)
        #expect(window.total == 1)
        window.expire(at: Self.length + 500)
        #expect(window.isEmpty)
    }

    @Test(arguments: UInt64(1)...6)
    func refundsComeBackOnceAndOnlyWhileTheyCount(seed: UInt64) {
        var random = HistoryGenerator(seed: seed)
        var window = SlidingWindow(length: Self.length)
        var open: [(units: Int, at: Int64)] = []
        var now: Int64 = 0
        var wrong = 0
        for _ in 0..<6000 {
            now += Int64.random(in: 0...40, using: &random)
            window.expire(at: now)
            if Bool.random(using: &random) || open.isEmpty {
                let units = Int.random(in: 1...90, using: &random)
                open.append((units, window.count(units, amount: 6000, at: now)))
            } else {
                let hold = open.remove(at: Int.random(in: 0..<open.count, using: &random))
                window.refund(hold.units, countedAt: hold.at)
            }
            // What is open and younger than the window is counted in any case, and all that is counted was counted once.
            let counting = open.reduce(0) { $0 + ($1.at > now - Self.length ? $1.units : 0) }
            let known = open.reduce(0) { $0 + ($1.at > now - Self.length - Self.length / 60 ? $1.units : 0) }
            if window.total < counting || window.total > known { wrong += 1 }
            if window.entryCount > SlidingWindow.capacity { wrong += 1 }
        }
        #expect(wrong == 0)
        for hold in open { window.refund(hold.units, countedAt: hold.at) }
        #expect(window.total == 0)
        window.expire(at: now + 2 * Self.length)
        #expect(window.total == 0)
    }

    @Test func aClockThatLagsBetweenThreadsCountsAtTheNewestMoment() {
        var window = SlidingWindow(length: 100)
        #expect(window.count(1, amount: 2, at: 50) == 50)
        #expect(window.count(1, amount: 2, at: 40) == 50)
        window.expire(at: 149)
        #expect(window.total == 2)
        window.expire(at: 150)
        #expect(window.total == 0)
    }

    @Test func absurdCountsSaturate() {
        var window = SlidingWindow(length: 100)
        _ = window.count(.max, amount: 10, at: 0)
        _ = window.count(.max, amount: 10, at: 1)
        #expect(window.total == .max)
        #expect(window.wait(for: .max, at: 1) == 99)
        window.expire(at: 200)
        #expect(window.total == 0)
    }
}

import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Overload monitor")
struct OverloadMonitorTests {
    private let policy = OverloadPolicy(memory: 1000, loopLag: .milliseconds(500))

    @Test("memory over its limit refuses at once, and until it has been well below for two seconds")
    func memory() {
        var monitor = OverloadMonitor(policy: policy)
        #expect(monitor.sample(memory: 1000, loopLag: .zero, now: at(0)) == nil)
        #expect(monitor.sample(memory: 1001, loopLag: .zero, now: at(0.1)) == .memory)
        #expect(monitor.sample(memory: 950, loopLag: .zero, now: at(9)) == .memory)
        #expect(monitor.sample(memory: 900, loopLag: .zero, now: at(10)) == .memory)
        #expect(monitor.sample(memory: 901, loopLag: .zero, now: at(11)) == .memory)
        #expect(monitor.sample(memory: 800, loopLag: .zero, now: at(12)) == .memory)
        #expect(monitor.sample(memory: 800, loopLag: .zero, now: at(13.9)) == .memory)
        #expect(monitor.sample(memory: 800, loopLag: .zero, now: at(14)) == nil)
        #expect(monitor.cause == nil)
    }

    @Test("one late loop is an accident, two samples in a row are an overload")
    func lag() {
        var monitor = OverloadMonitor(policy: policy)
        #expect(monitor.sample(memory: 0, loopLag: .seconds(9), now: at(0)) == nil)
        #expect(monitor.sample(memory: 0, loopLag: .zero, now: at(0.1)) == nil)
        #expect(monitor.sample(memory: 0, loopLag: .milliseconds(501), now: at(0.2)) == nil)
        #expect(monitor.sample(memory: 0, loopLag: .milliseconds(501), now: at(0.3)) == .loopLag)
        #expect(monitor.sample(memory: 0, loopLag: .milliseconds(100), now: at(0.4)) == .loopLag)
        #expect(monitor.sample(memory: 0, loopLag: .milliseconds(501), now: at(2)) == .loopLag)
        #expect(monitor.sample(memory: 0, loopLag: .milliseconds(100), now: at(2.4)) == .loopLag)
        #expect(monitor.sample(memory: 0, loopLag: .milliseconds(100), now: at(4.4)) == nil)
    }

    @Test("without limits nothing is ever too much")
    func noLimits() {
        var monitor = OverloadMonitor(policy: OverloadPolicy())
        for step in 0..<10 {
            #expect(monitor.sample(memory: .max, loopLag: .seconds(100), now: at(Double(step))) == nil)
        }
    }

    @Test("does not flutter: between two changes of mind lie two seconds", arguments: 1...10)
    func hysteresis(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        var monitor = OverloadMonitor(policy: policy)
        var begun: Moment?
        var overloads = 0
        for step in 0..<10_000 {
            let now = at(Double(step) / 10)
            let before = monitor.cause
            // Five quiet seconds of each ten.
            let isQuiet = step % 100 < 50
            let memory = Int.random(in: 600...(isQuiet ? 900 : 1003), using: &random)
            let lag = Duration.milliseconds(Int64.random(in: 0...(isQuiet ? 450 : 520), using: &random))
            let after = monitor.sample(memory: memory, loopLag: lag, now: now)
            if memory > 1000 { #expect(after != nil) }
            if before == nil, after != nil {
                begun = now
                overloads += 1
            }
            if before != nil, after == nil, let begun { #expect(now - begun >= .seconds(2)) }
        }
        #expect(overloads > 10)
    }
}

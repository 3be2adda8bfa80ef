import Foundation
import Logging
import Synchronization
import Testing

@testable import Telemetry

@Suite("The end is over in time, whatever hangs", .serialized)
struct DeadlineTests {
    /// Hangs until it is let go, also where it is cancelled.
    private final class Hole: TelemetryTransport, LogSink {
        let name = "hole"
        let encoder = LogEncoder(.json)
        let dropped = 0
        let isOpen = Flag()
        private let entered = Atomic<Int>(0)

        var count: Int { entered.load(ordering: .relaxed) }

        func hang() async {
            entered.add(1, ordering: .relaxed)
            while !isOpen.isRaised { await Task.yield() }
        }

        func send(_ request: TelemetryRequest) async throws -> TelemetryResponse {
            await hang()
            return TelemetryResponse(status: 200)
        }

        func take(_ lines: [UInt8], count: Int) {}
        func close(by deadline: Deadline) async { await hang() }
    }

    /// How long something takes.
    private func time(_ body: () async -> Void) async -> Duration { await ContinuousClock().measure { await body() } }

    @Test("a wait ends with what it waits for, or at its moment")
    func waits() async {
        let flag = Flag()
        let early = await Deadline(in: .milliseconds(20)).wait { flag.isRaised }
        #expect(!early)
        flag.raise()
        let isOver = await Deadline(in: .zero).wait { flag.isRaised }
        #expect(isOver)
        // Who is cancelled waits as long as others do.
        let cancelled = Task { await time { await Deadline(in: .milliseconds(50)).wait { false } } }
        cancelled.cancel()
        #expect(await cancelled.value >= .milliseconds(50))
    }

    @Test("what does not end is left alone")
    func hanging() async {
        let hole = Hole()
        defer { hole.isOpen.raise() }
        let taken = await time { await Deadline(in: .milliseconds(50)).run { await hole.hang() } }
        #expect(taken >= .milliseconds(50) && taken < .seconds(20) && hole.count == 1)
    }

    @Test("a server that never answers does not hold batches' sender, nor a sink of its own kind the log")
    func senders() async {
        let hole = Hole()
        defer { hole.isOpen.raise() }
        let sink = HTTPSink(target: "/", interval: 1, transport: hole)
        sink.take(Array("x".utf8), count: 1)
        while hole.count == 0 { await Task.yield() }
        for _ in 0..<3 { sink.take(Array("x".utf8), count: 1) }
        let hub = LogHub(levels: LogLevels(.init(general: .notice)), sinks: [sink, hole], clock: { 0 })
        hub.logger("m").notice("x")
        let taken = await time { await hub.close(by: Deadline(in: .milliseconds(600))) }
        #expect(taken >= .milliseconds(300) && taken < .seconds(20))
    }

    /// Needs as long for its lines as it is held.
    private final class SlowSink: LogSink {
        let name = "slow"
        let dropped = 0
        let gate = Flag()
        let isAsked = Flag()

        var encoder: LogEncoder {
            isAsked.raise()
            while !gate.isRaised { Thread.sleep(forTimeInterval: 0.001) }
            return LogEncoder(.json)
        }

        func take(_ lines: [UInt8], count: Int) { Issue.record("a line came to a sink that is closed") }
        func close(by deadline: Deadline) async {}
    }

    @Test("lines whose writing takes for ever do not hold the log")
    func writing() async {
        let sink = SlowSink()
        let hub = LogHub(levels: LogLevels(.init(general: .notice)), sinks: [sink], clock: { 0 })
        hub.logger("m").notice("x")
        while !sink.isAsked.isRaised { await Task.yield() }
        let taken = await time { await hub.close(by: Deadline(in: .milliseconds(200))) }
        #expect(taken < .seconds(20))
        sink.gate.raise()
    }

    @Test("lines whose writing takes for ever do not hold the log")
    func making() async {
        let gate = Flag()
        defer { gate.raise() }
        let hub = LogHub(levels: LogLevels(.init(general: .notice)), sinks: [], clock: { 0 })
        hub.write { _ in
            while !gate.isRaised { Thread.sleep(forTimeInterval: 0.001) }
        }
        let taken = await time { await hub.close(by: Deadline(in: .milliseconds(200))) }
        #expect(taken < .seconds(20))
    }
}

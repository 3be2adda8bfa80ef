import Logging
import Synchronization
import Testing

@testable import Telemetry

@Suite("The log of the process")
struct LogHubTests {
    /// Keeps lines.
    private final class ListSink: LogSink {
        let name = "list"
        let encoder = LogEncoder(.human)
        let lines = Mutex<[String]>([])
        let isClosed = Mutex(false)
        var dropped: Int { 2 }

        func take(_ lines: [UInt8], count: Int) {
            let all = String(decoding: lines, as: UTF8.self).split(separator: "\n").map(String.init)
            self.lines.withLock { $0 += all }
        }

        func close(by deadline: Deadline) async { isClosed.withLock { $0 = true } }

        var all: [String] { lines.withLock { $0 } }
    }

    private func hub(_ sinks: [any LogSink], _ levels: LogLevels.Setting = .init(general: .notice)) -> LogHub {
        LogHub(levels: LogLevels(levels), sinks: sinks, clock: { 0 })
    }

    @Test("writes what each module's level lets through, and other levels count at once")
    func levels() async {
        let sink = ListSink()
        let hub = hub([sink], .init(general: .notice, modules: ["store": .debug]))
        let (gateway, store) = (hub.logger("gateway"), hub.logger("store"))
        gateway.info("one")
        store.debug("two")
        hub.levels.setting = LogLevels.Setting(general: .info)
        gateway.info("three")
        store.debug("four")
        var own = hub.logger("gateway")
        own.logLevel = .trace
        own.trace("five", metadata: ["b": "2", "a": ["x": ["y"]]])
        await hub.close()
        #expect(
            sink.all.map { String($0.dropFirst(28)) } == [
                "DEBUG    store: two", "INFO     gateway: three", #"TRACE    gateway: five a={"x":["y"]} b=2"#,
            ]
        )
        #expect(sink.isClosed.withLock { $0 })
    }

    @Test("writes lines beside whoever hands them over, and keeps their order")
    func lazy() async {
        let sink = ListSink()
        let hub = hub([sink])
        for number in 0..<500 {
            hub.write { scribe in
                guard number % 2 == 0 else { return }
                scribe.begin(time: 0, level: .info, module: "m", message: "\(number)")
                scribe.end()
            }
        }
        await hub.close()
        #expect(sink.all.map { $0.split(separator: " ").last.map(String.init) } == (0..<250).map { "\($0 * 2)" })
    }

    @Test("takes lines from each thread's own buffer, all of them once, and counts those for which there is no room")
    func buffers() async {
        let sink = ListSink()
        let hub = hub([sink])
        let (one, other) = (hub.makeBuffer(), hub.makeBuffer())
        func write(_ text: String, _ buffer: LineBuffer) -> Bool {
            buffer.write { scribe in
                scribe.begin(time: 0, level: .info, module: "m", message: text)
                scribe.end()
            }
        }
        // What is refused leaves nothing behind, and is no line.
        #expect(!write("sk-proj-0123456789abcdefghijklmnopqrstuv", one) && one.take().count == 0)
        #expect((0..<1000).allSatisfy { write("\($0)", $0 % 2 == 0 ? one : other) })
        #expect(!write("sk-proj-0123456789abcdefghijklmnopqrstuv", one))
        await hub.close()
        let numbers = sink.all.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        #expect(sink.all.count == 1000 && numbers.sorted() == Array(0..<1000))
        #expect(numbers.filter { $0 % 2 == 0 } == stride(from: 0, to: 1000, by: 2).map { $0 })
        // Nobody fetches any more.
        let long = String(repeating: "x ", count: 32 * 1024)
        #expect((0..<200).allSatisfy { _ in write(long, one) })
        #expect(hub.drops.first { $0.sink == "log" }.map { (100..<200).contains($0.count) } == true)
    }

    @Test("puts lines of several threads in the order of their moments")
    func order() {
        func batch(_ times: [Int64]) -> LineBatch {
            var scribe = LineScribe()
            for time in times {
                scribe.begin(time: time * 1_000_000, level: .info, module: "m", message: "\(time)")
                scribe.end()
            }
            return scribe.take()
        }
        var random = SystemRandomNumberGenerator()
        for most in [0, 1, 5, 3000] {
            let times = (0..<4).map { _ in
                let count = Int.random(in: 0...most, using: &random)
                return (0..<count).map { _ in Int64.random(in: 0...9999, using: &random) }.sorted()
            }
            var (lines, count): ([UInt8], Int) = ([], 0)
            LineBatch.merge(times.map(batch)) { piece in
                lines += piece.lines
                count += piece.count
                #expect(piece.lines.count < 300 * 1024)
            }
            #expect(lines == batch(times.flatMap(\.self).sorted()).lines && count == times.reduce(0) { $0 + $1.count })
        }
    }

    @Test("goes to other sinks without losing a line, and remembers what the ones before let go of")
    func replaces() async {
        let (first, second) = (ListSink(), ListSink())
        let hub = hub([first])
        let logger = hub.logger("m")
        for _ in 0..<100 { logger.notice("x") }
        await hub.replace(sinks: [second])
        for _ in 0..<100 { logger.notice("x") }
        await hub.close()
        #expect(first.all.count + second.all.count == 200)
        #expect(hub.drops == [TelemetryDrops(sink: "list", count: 4), TelemetryDrops(sink: "log", count: 0)])
    }
}

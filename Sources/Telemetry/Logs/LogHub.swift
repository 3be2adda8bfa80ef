public import Logging
import Synchronization

/// The process's log: takes records from every thread without making anybody wait, writes them as lines and gives these to
/// the sinks.
public final class LogHub: Sendable {
    /// A record, or what makes one beside the requests.
    private enum Entry: Sendable {
        case record(LogRecord)
        case lazy(@Sendable () -> LogRecord?)
    }

    /// From which level on each module's records are written.
    public let levels: LogLevels
    private let clock: @Sendable () -> Int64
    private let queue = HandoverQueue<Entry>(limit: LogHub.mostEntries)
    private let sinks: SinkBox
    private let worker: WorkerThread
    /// What sinks let go of that are closed.
    private let past = Mutex<[String: Int]>([:])

    /// How many records wait for being written as lines at most.
    private static let mostEntries = 16_384

    /// Begins a log.
    /// - Parameters:
    ///   - levels: from which level on each module's records are written.
    ///   - sinks: where they go.
    ///   - clock: nanoseconds since 1970 UTC.
    public init(levels: LogLevels, sinks: [any LogSink], clock: @escaping @Sendable () -> Int64) {
        self.levels = levels
        self.clock = clock
        let box = SinkBox(sinks)
        self.sinks = box
        let queue = queue
        worker = WorkerThread("kanmon-log") {
            let entries = queue.takeAll()
            guard !entries.isEmpty else { return false }
            box.write(
                entries.compactMap { entry in
                    switch entry {
                    case .record(let record): record
                    case .lazy(let make): make()
                    }
                }
            )
            return true
        }
    }

    /// What swift-log writes a module's lines with; the label is the module.
    public func handler(_ module: String) -> LogHubHandler {
        LogHubHandler(hub: self, module: module, cell: levels.cell(module))
    }

    /// A module's logger.
    public func logger(_ module: String) -> Logger {
        let handler = handler(module)
        return Logger(label: module, factory: { _ in handler })
    }

    /// Takes a record, whatever its level.
    public func write(_ record: LogRecord) { push(.record(record), isUrgent: record.level >= .error) }

    /// Takes what makes a record beside the requests.
    /// - Parameter make: called on a thread of the log's own; `nil` for nothing to be written.
    public func write(_ make: @escaping @Sendable () -> LogRecord?) { push(.lazy(make), isUrgent: false) }

    private func push(_ entry: Entry, isUrgent: Bool) {
        guard let waiting = queue.push(entry) else { return }
        // At half of the bound the thread is not left to its pause.
        if isUrgent || waiting == Self.mostEntries / 2 { worker.hurry() } else { worker.wake() }
    }

    var now: Int64 { clock() }

    /// Lets other sinks take part from the next record on. Those before bring what they have to its place and end.
    public func replace(sinks: [any LogSink]) async {
        await close(self.sinks.replace(sinks))
    }

    /// Brings what waits to its places and ends, within some seconds.
    public func close() async {
        worker.stop(within: 2)
        await close(sinks.replace([]))
    }

    private func close(_ sinks: [any LogSink]) async {
        // Side by side: one that takes its time does not take the others'.
        await withDiscardingTaskGroup { tasks in
            for sink in sinks { tasks.addTask { await sink.close() } }
        }
        for sink in sinks {
            let dropped = sink.dropped
            past.withLock { $0[sink.name, default: 0] += dropped }
        }
    }

    /// How many records each sink has let go of; sinks of one kind together.
    public var drops: [TelemetryDrops] {
        var counts = past.withLock { $0 }
        for sink in sinks.all { counts[sink.name, default: 0] += sink.dropped }
        counts["log"] = queue.dropped
        return counts.sorted { $0.key < $1.key }.map { TelemetryDrops(sink: $0.key, count: $0.value) }
    }

    /// The sinks, which may change.
    private final class SinkBox: Sendable {
        private let sinks: Mutex<[any LogSink]>

        init(_ sinks: [any LogSink]) { self.sinks = Mutex(sinks) }

        var all: [any LogSink] { sinks.withLock { $0 } }

        func replace(_ sinks: [any LogSink]) -> [any LogSink] {
            self.sinks.withLock { current in
                let before = current
                current = sinks
                return before
            }
        }

        func write(_ records: [LogRecord]) {
            // Under the lock, so that no line comes to a sink that is closed. Taking lines never waits.
            sinks.withLock { sinks in
                for sink in sinks {
                    var lines: [UInt8] = []
                    for record in records { lines += sink.encoder.line(record) }
                    sink.take(lines, count: records.count)
                }
            }
        }
    }
}

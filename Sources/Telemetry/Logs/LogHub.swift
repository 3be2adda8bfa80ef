public import Logging
import Synchronization

/// The process's log: takes records from every thread without making anybody wait, writes them as lines and gives these to
/// the sinks.
public final class LogHub: Sendable {
    /// A record, or what writes a line beside the requests.
    private enum Entry: Sendable {
        case record(LogRecord)
        case lazy(@Sendable (inout LineScribe) -> Void)
    }

    /// From which level on each module's records are written.
    public let levels: LogLevels
    private let clock: @Sendable () -> Int64
    private let queue = HandoverQueue<Entry>(limit: LogHub.mostEntries)
    private let sinks: SinkBox
    private let worker: WorkerThread
    private let memory: MaskMemory
    private let buffers: BufferList
    /// What sinks let go of that are closed.
    private let past = Mutex<[String: Int]>([:])

    /// How many records wait for being written as lines at most.
    private static let mostEntries = 16_384
    /// How many are written as lines at once: who closes the sinks waits for no more.
    private static let part = 256

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
        let (queue, buffers, memory) = (queue, BufferList(), MaskMemory())
        (self.buffers, self.memory) = (buffers, memory)
        worker = WorkerThread("kanmon-log") {
            var batches = buffers.all.map { $0.take() }
            var entries = queue.takeAll()[...]
            while !entries.isEmpty, !box.isClosed {
                var scribe = LineScribe(memory, masksStrangers: true, capacity: min(entries.count, Self.part) * 1024)
                for entry in entries.prefix(Self.part) {
                    switch entry {
                    case .record(let record): scribe.write(record)
                    case .lazy(let write): write(&scribe)
                    }
                }
                batches.append(scribe.take())
                entries = entries.dropFirst(Self.part)
            }
            queue.lose(entries.count)
            var isBusy = !entries.isEmpty
            LineBatch.merge(batches) { batch in
                isBusy = true
                if box.isClosed { queue.lose(batch.count) } else { box.write(batch) }
            }
            return isBusy
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

    /// Takes what writes a line beside the requests.
    /// - Parameter line: called on a thread of the log's own; writes one whole line, or none.
    public func write(_ line: @escaping @Sendable (inout LineScribe) -> Void) { push(.lazy(line), isUrgent: false) }

    /// Another thread's own way into the log, for lines that are written where they come up. It is never given back.
    public func makeBuffer() -> LineBuffer {
        let buffer = LineBuffer(worker, memory)
        buffers.add(buffer)
        return buffer
    }

    private func push(_ entry: Entry, isUrgent: Bool) {
        guard let waiting = queue.push(entry) else { return }
        // At half of the bound the thread is not left to its pause.
        if isUrgent || waiting == Self.mostEntries / 2 { worker.hurry() } else { worker.wake() }
    }

    var now: Int64 { clock() }

    /// Lets other sinks take part from the next record on. Those before bring what they have to its place and end.
    public func replace(sinks: [any LogSink]) async {
        await close(self.sinks.replace(sinks), by: Deadline(in: .seconds(5)))
    }

    /// Brings what waits to its places and ends, as far as that is possible until some moment.
    public func close(by deadline: Deadline = Deadline(in: .seconds(5))) async {
        // Half of the time is the sinks'.
        await worker.stop(by: deadline.earlier(by: deadline.rest / 2))
        await close(sinks.close(), by: deadline)
    }

    private func close(_ sinks: [any LogSink], by deadline: Deadline) async {
        // Side by side: one that takes its time does not take the others'.
        await withDiscardingTaskGroup { tasks in
            for sink in sinks { tasks.addTask { await deadline.run { await sink.close(by: deadline) } } }
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
        counts["log"] = buffers.all.reduce(queue.dropped) { $0 + $1.dropped }
        return counts.sorted { $0.key < $1.key }.map { TelemetryDrops(sink: $0.key, count: $0.value) }
    }

    /// The threads' own ways into the log.
    private final class BufferList: Sendable {
        private let buffers = Mutex<[LineBuffer]>([])

        var all: [LineBuffer] { buffers.withLock { $0 } }

        func add(_ buffer: LineBuffer) { buffers.withLock { $0.append(buffer) } }
    }

    /// The sinks, which may change.
    private final class SinkBox: Sendable {
        private struct State: Sendable {
            var sinks: [any LogSink]
            /// Which sinks these are, counted.
            var generation = 0
            var isClosed = false
        }

        private let state: Mutex<State>

        init(_ sinks: [any LogSink]) { state = Mutex(State(sinks: sinks)) }

        var all: [any LogSink] { state.withLock { $0.sinks } }

        /// Whether there will be no sinks any more.
        var isClosed: Bool { state.withLock { $0.isClosed } }

        func replace(_ sinks: [any LogSink]) -> [any LogSink] {
            state.withLock { state in
                let before = state.sinks
                state.sinks = sinks
                state.generation += 1
                return before
            }
        }

        func close() -> [any LogSink] {
            state.withLock { $0.isClosed = true }
            return replace([])
        }

        func write(_ batch: LineBatch) {
            while true {
                let (sinks, generation) = state.withLock { ($0.sinks, $0.generation) }
                // Outside of the lock: who changes the sinks does not wait for it.
                let lines = Self.lines(batch.lines, for: sinks)
                let isTaken = state.withLock { state in
                    // No line comes to a sink that is closed: then those get it that are there now. Taking lines never waits.
                    guard state.generation == generation else { return false }
                    for (sink, lines) in zip(sinks, lines) { sink.take(lines, count: batch.count) }
                    return true
                }
                if isTaken { return }
            }
        }

        /// The lines for each sink; sinks whose lines look the same share them.
        private static func lines(_ all: [UInt8], for sinks: [any LogSink]) -> [[UInt8]] {
            var written: [(encoder: LogEncoder, lines: [UInt8])] = []
            return sinks.map { sink in
                let encoder = sink.encoder
                if let known = written.first(where: { $0.encoder.writesLike(encoder) }) { return known.lines }
                let lines = encoder.lines(all)
                written.append((encoder, lines))
                return lines
            }
        }
    }
}

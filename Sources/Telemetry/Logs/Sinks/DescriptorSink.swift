import Foundation

/// Writes lines to a descriptor that is open already: standard output or standard error.
public final class DescriptorSink: LogSink {
    /// What metrics call it.
    public let name: String
    /// How its lines look.
    public let encoder: LogEncoder
    private let queue = HandoverQueue<LineBatch>(limit: LineBatch.mostBytes)
    private let worker: WorkerThread

    /// Begins to write.
    /// - Parameters:
    ///   - descriptor: an open descriptor; it stays open.
    ///   - name: `stdout` or `stderr`.
    ///   - format: how lines look; `nil` for lines for people on a terminal, and JSON elsewhere.
    public init(descriptor: Int32, name: String, format: LogFormat?) {
        self.name = name
        let isTerminal = isatty(descriptor) == 1
        encoder = LogEncoder(format ?? (isTerminal ? .human : .json), isColored: isTerminal)
        let queue = queue
        worker = WorkerThread("kanmon-\(name)") {
            let all = queue.takeAll()
            for batch in all where !Descriptor.write(batch.lines, to: descriptor) { queue.lose(batch.count) }
            return !all.isEmpty
        }
    }

    /// How many lines it has let go of.
    public var dropped: Int { queue.dropped }

    /// Takes some lines.
    public func take(_ lines: [UInt8], count: Int) {
        queue.push(LineBatch(lines: lines, count: count), weight: lines.count, lostCount: count)
        worker.wake()
    }

    /// Writes what waits, within a second: whoever reads may have stopped.
    public func close(by deadline: Deadline) async { await worker.stop(by: deadline.within(.seconds(1))) }
}

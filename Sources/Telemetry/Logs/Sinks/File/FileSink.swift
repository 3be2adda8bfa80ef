import Synchronization

/// Writes lines to a file, and begins another one when it is too large or too old. Full ones are compressed between the writing of
/// lines.
public final class FileSink: LogSink {
    /// `file`.
    public let name = "file"
    /// How its lines look.
    public let encoder: LogEncoder
    private let queue = HandoverQueue<LineBatch>(limit: LineBatch.mostBytes)
    private let worker: WorkerThread

    /// Begins to write; the file is made with the first line, for its owner alone.
    /// - Parameters:
    ///   - path: the file.
    ///   - format: how lines look.
    ///   - maximumBytes: from which size on another file is begun.
    ///   - maximumSeconds: from which age on; `nil` for none.
    ///   - keep: how many full files stay, as `PATH.1` (the newest) to `PATH.N`.
    ///   - compresses: whether these become `PATH.1.gz` and so on.
    ///   - clock: seconds since 1970.
    public init(
        path: String,
        format: LogFormat,
        maximumBytes: Int,
        maximumSeconds: Int?,
        keep: Int,
        compresses: Bool,
        clock: @escaping @Sendable () -> Int64
    ) {
        encoder = LogEncoder(format)
        let queue = queue
        // The file belongs to the thread; the lock only says so.
        let policy = RotatingFile.Policy(
            bytes: maximumBytes,
            seconds: maximumSeconds,
            keep: keep,
            compresses: compresses
        )
        let file = FileBox(RotatingFile(path, policy))
        worker = WorkerThread("kanmon-file") {
            let all = queue.takeAll()
            if !all.isEmpty {
                let bytes = all.count == 1 ? all[0].lines : all.flatMap(\.lines)
                if !file.append(bytes, now: clock()) { queue.lose(all.reduce(0) { $0 + $1.count }) }
            }
            return file.compress() || !all.isEmpty
        }
    }

    /// How many lines it has let go of.
    public var dropped: Int { queue.dropped }

    /// Takes some lines.
    public func take(_ lines: [UInt8], count: Int) {
        queue.push(LineBatch(lines: lines, count: count), weight: lines.count, lostCount: count)
        worker.wake()
    }

    /// Writes what waits.
    public func close(by deadline: Deadline) async { await worker.stop(by: deadline) }

    /// A file behind a lock.
    private final class FileBox: Sendable {
        private let file: Mutex<RotatingFile>

        init(_ file: consuming sending RotatingFile) { self.file = Mutex(file) }

        func append(_ bytes: [UInt8], now: Int64) -> Bool { file.withLock { $0.append(bytes, now: now) } }

        func compress() -> Bool { file.withLock { $0.compress() } }
    }
}

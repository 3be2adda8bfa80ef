import Synchronization

/// The lines that one thread has for a log: written at once, by whom they are about, and fetched by the log's thread. The two hardly
/// ever meet at its lock, and nothing else is shared between them.
public final class LineBuffer: Sendable {
    private let scribe: Mutex<LineScribe>
    private let worker: WorkerThread
    private let lost = Atomic<Int>(0)

    /// How many bytes wait at most.
    private static let mostBytes = 4 * 1024 * 1024
    /// Room for so many bytes from the beginning.
    private static let capacity = 64 * 1024

    /// - Parameter worker: fetches the lines.
    init(_ worker: WorkerThread, _ memory: MaskMemory) {
        self.worker = worker
        scribe = Mutex(LineScribe(memory, masksStrangers: false, capacity: Self.capacity))
    }

    /// Writes a line, or lets go of it and counts that where too much waits already. Never waits for I/O.
    /// - Parameter line: writes one whole line.
    /// - Returns: `false` where a text has to be looked through, for which there is no time here: then nothing was written.
    public func write(_ line: (inout LineScribe) -> Void) -> Bool {
        enum Result {
            case taken(isMuch: Bool)
            case lost
            case refused
        }
        let result: Result = scribe.withLock { scribe in
            let mark = scribe.mark
            guard mark.bytes < Self.mostBytes else { return .lost }
            line(&scribe)
            guard scribe.isIncomplete else {
                let half = Self.mostBytes / 2
                return .taken(isMuch: mark.bytes <= half && scribe.mark.bytes > half)
            }
            scribe.rewind(to: mark)
            return .refused
        }
        switch result {
        case .taken(let isMuch):
            // At half of the bound the thread is not left to its pause.
            if isMuch { worker.hurry() } else { worker.wake() }
            return true
        case .lost:
            lost.wrappingAdd(1, ordering: .relaxed)
            return true
        case .refused: return false
        }
    }

    /// How many lines have been let go of.
    var dropped: Int { lost.load(ordering: .relaxed) }

    /// Fetches what waits.
    func take() -> LineBatch { scribe.withLock { $0.count == 0 ? LineBatch(lines: [], count: 0) : $0.take() } }
}

import Logging
import Synchronization

/// Takes what is logged.
final class LogCollector: Sendable {
    private let taken = Mutex<[(level: Logger.Level, text: String)]>([])

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(collector: self) }
        logger.logLevel = .trace
        return logger
    }

    /// The messages of a level.
    func messages(_ level: Logger.Level) -> [String] {
        taken.withLock { $0.filter { $0.level == level }.map(\.text) }
    }

    private struct Handler: LogHandler {
        let collector: LogCollector
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = "\(event.message)"
            let level = event.level
            collector.taken.withLock { $0.append((level, text)) }
        }
    }
}

import Gateway
import Logging
import ModelAPI

/// Tells the log of calls that did not go smoothly: every try at a target, every target that was passed over, and the end.
enum CallLog {
    /// What writes records to a log.
    /// - Returns: `nil` where the log would not show them, so that nothing is collected for it.
    static func recorder(_ logger: Logger) -> (@Sendable (RequestRecord) -> Void)? {
        guard logger.logLevel <= .info else { return nil }
        return { record in write(record, to: logger) }
    }

    private static func write(_ record: RequestRecord, to logger: Logger) {
        let isSmooth = record.attempts.count <= 1 && record.ending == .answered
        guard !isSmooth || logger.logLevel <= .debug else { return }
        var metadata: Logger.Metadata = [
            "request": "\(record.id)",
            "model": "\(LogText.clean(String(record.model.prefix(128))))",
            "attempts": "\(LogText.clean(record.attempts.map(\.description).joined(separator: "; ")))",
        ]
        if !record.skipped.isEmpty {
            metadata["skipped"] =
                "\(LogText.clean(record.skipped.map { "\($0.target): \($0.reason)" }.joined(separator: "; ")))"
        }
        if let key = record.key { metadata["key"] = "\(key)" }
        logger.log(level: isSmooth ? .debug : .info, "\(words(record.ending))", metadata: metadata)
    }

    private static func words(_ ending: RequestRecord.Ending) -> String {
        switch ending {
        case .answered: "answered"
        case .failed(let kind): "failed: \(kind.rawValue)"
        case .clientGone: "the client has gone"
        }
    }
}

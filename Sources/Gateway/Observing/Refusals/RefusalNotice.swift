public import Logging
public import Telemetry

/// What is told of requests that were refused before they became calls: they have no line in the ledger.
public enum RefusalNotice: Sendable {
    /// One such request.
    case request(RefusedRequest)
    /// So many of which nothing else is told, because there were too many.
    case leftOut(Int)
}

extension RefusalNotice {
    /// Its line in a log.
    /// - Parameters:
    ///   - time: nanoseconds since 1970 UTC.
    ///   - level: the line's level.
    public func logRecord(time: Int64, level: Logger.Level) -> LogRecord {
        switch self {
        case .request(let request):
            let message = "refused: \(request.code)"
            return LogRecord(time: time, level: level, module: "access", message: message, fields: request.fields)
        case .leftOut(let count):
            let fields = [LogField(LogFields.leftOut, .int(count))]
            return LogRecord(time: time, level: level, module: "access", message: "more were refused", fields: fields)
        }
    }
}

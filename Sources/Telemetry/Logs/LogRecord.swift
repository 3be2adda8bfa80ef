public import Logging

/// One thing that has happened, for a log.
public struct LogRecord: Sendable {
    /// When, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// How much it matters.
    public var level: Logger.Level
    /// Which part of the gateway tells it.
    public var module: String
    /// What, in words; what must not leave is hidden in it.
    public var message: String
    /// More about it.
    public var fields: [LogField]

    /// A record.
    public init(time: Int64, level: Logger.Level, module: String, message: String, fields: [LogField] = []) {
        self.time = time
        self.level = level
        self.module = module
        self.message = message
        self.fields = fields
    }
}

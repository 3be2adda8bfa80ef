public import Settings

/// Knows from which level on each module's lines are written, and changes it.
public protocol LogControl: Sendable {
    /// What counts now.
    var logLevels: LogLevelReading { get }

    /// Lets other levels count, until the next reload or start.
    func setLogLevels(general: LogLevel, modules: [LogModule: LogLevel])
}

/// From which level on lines are written.
public struct LogLevelReading: Sendable, Hashable {
    /// The level of modules without one of their own.
    public var general: LogLevel
    /// The modules that have one of their own.
    public var modules: [LogModule: LogLevel]

    /// A reading.
    public init(general: LogLevel, modules: [LogModule: LogLevel]) {
        self.general = general
        self.modules = modules
    }
}

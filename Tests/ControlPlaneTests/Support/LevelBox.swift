import ControlPlane
import Settings
import Synchronization

/// Levels of a log that nobody writes.
final class LevelBox: LogControl {
    private let reading = Mutex(LogLevelReading(general: .notice, modules: [:]))

    var logLevels: LogLevelReading { reading.withLock { $0 } }

    func setLogLevels(general: LogLevel, modules: [LogModule: LogLevel]) {
        reading.withLock { $0 = LogLevelReading(general: general, modules: modules) }
    }
}

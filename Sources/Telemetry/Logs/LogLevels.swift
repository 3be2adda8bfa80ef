public import Logging
import Synchronization

/// From which level on each module's records are written; changed while the process runs.
public final class LogLevels: Sendable {
    /// One module's level, for whoever asks often.
    final class Cell: Sendable {
        private let ordinal: Atomic<Int>

        init(_ level: Logger.Level) { ordinal = Atomic(Self.ordinal(level)) }

        var level: Logger.Level {
            get { Logger.Level.allCases[ordinal.load(ordering: .relaxed)] }
            set { ordinal.store(Self.ordinal(newValue), ordering: .relaxed) }
        }

        private static func ordinal(_ level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
    }

    /// What counts: of a module that is not named, the general level.
    public struct Setting: Hashable, Sendable {
        /// The general level.
        public var general: Logger.Level
        /// The levels of single modules.
        public var modules: [String: Logger.Level]

        /// A setting.
        public init(general: Logger.Level, modules: [String: Logger.Level] = [:]) {
            self.general = general
            self.modules = modules
        }
    }

    private struct State {
        var setting: Setting
        var cells: [String: Cell] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter setting: what counts at first.
    public init(_ setting: Setting) { state = Mutex(State(setting: setting)) }

    /// What counts now.
    public var setting: Setting {
        get { state.withLock { $0.setting } }
        set {
            state.withLock { state in
                state.setting = newValue
                for (module, cell) in state.cells { cell.level = newValue.modules[module] ?? newValue.general }
            }
        }
    }

    /// A module's level now.
    public func level(of module: String) -> Logger.Level { cell(module).level }

    func cell(_ module: String) -> Cell {
        state.withLock { state in
            if let cell = state.cells[module] { return cell }
            let cell = Cell(state.setting.modules[module] ?? state.setting.general)
            // Modules are a handful of words in the code, but nobody checks.
            if state.cells.count < 256 { state.cells[module] = cell }
            return cell
        }
    }
}

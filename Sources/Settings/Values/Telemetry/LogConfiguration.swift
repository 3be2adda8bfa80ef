/// What is logged, how, and where to.
public struct LogConfiguration: Sendable, Hashable {
    /// From which level on lines are written; `nil` for what the environment says, or `notice`.
    public var level: LogLevel?
    /// The levels of single modules.
    public var levels: [LogModule: LogLevel]
    /// Whether every request is logged.
    public var access: Bool
    /// The teams whose questions are logged beside their length; masked.
    public var promptTeams: Set<String>
    /// How many characters of them.
    public var promptCharacters: Int
    /// Where lines go.
    public var sinks: [LogSinkConfiguration]

    /// A log; without anything said, lines from `notice` on go to standard error.
    public init(
        level: LogLevel? = nil,
        levels: [LogModule: LogLevel] = [:],
        access: Bool = false,
        promptTeams: Set<String> = [],
        promptCharacters: Int = 200,
        sinks: [LogSinkConfiguration] = [.standardError(.auto)]
    ) {
        self.level = level
        self.levels = levels
        self.access = access
        self.promptTeams = promptTeams
        self.promptCharacters = promptCharacters
        self.sinks = sinks
    }
}

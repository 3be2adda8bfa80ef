/// How much a line of the log matters, from least to most.
public enum LogLevel: String, Sendable, Hashable, CaseIterable {
    /// Every step.
    case trace
    /// What helps to find a mistake.
    case debug
    /// What happens in the ordinary course.
    case info
    /// What is worth knowing.
    case notice
    /// What may become a problem.
    case warning
    /// What went wrong.
    case error
    /// What stops the gateway.
    case critical
}

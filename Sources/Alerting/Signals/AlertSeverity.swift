/// How much an alert matters.
public enum AlertSeverity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Somebody should look at it in working hours.
    case warning
    /// Somebody should look at it now.
    case critical

    /// Whether the left one matters less.
    public static func < (left: AlertSeverity, right: AlertSeverity) -> Bool { left == .warning && right == .critical }
}

public import Settings

/// What the configuration's file says now.
public enum ConfigurationInFile: Sendable {
    /// The gateway was started without one.
    case none
    /// It cannot be used; what is wrong with it, one line each.
    case invalid([String])
    /// What it would be.
    case valid(KanmonConfiguration)
}

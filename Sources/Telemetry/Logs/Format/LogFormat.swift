/// How lines of a log look.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// For people.
    case human
}

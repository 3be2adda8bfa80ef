/// How lines of a log look.
public enum LogLayout: String, Sendable, Hashable, CaseIterable {
    /// For people on a terminal, JSON elsewhere.
    case auto
    /// One JSON object a line.
    case json
    /// For people.
    case human
}

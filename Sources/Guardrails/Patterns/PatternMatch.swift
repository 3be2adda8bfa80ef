/// A place that a pattern matches. Every end of a repetition is a match of its own.
public struct PatternMatch: Sendable, Hashable {
    /// The pattern's index in its database.
    public var pattern: Int
    /// Where it begins, in bytes; 0 where the pattern does not report it.
    public var start: Int
    /// Where it ends, in bytes.
    public var end: Int
}

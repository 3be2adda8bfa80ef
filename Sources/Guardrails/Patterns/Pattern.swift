/// An expression that proposes candidates. A detector's own code looks closer at what it proposes.
///
/// The dialect is Vectorscan's (a subset of PCRE without look-around and back-references) over bytes of UTF-8: Japanese
/// literals and groups of them work, a class such as `[ぁ-ん]` does not; `\b` and `\w` would know ASCII alone, so classes are
/// written out.
public struct Pattern: Sendable, Hashable {
    /// The expression.
    public var expression: String
    /// Whether ASCII letters match in both cases.
    public var isCaseInsensitive: Bool
    /// Whether matches say where they begin. It costs time; keywords do without.
    public var reportsStart: Bool
    /// Whether one match in a text is enough, as it is for a gate.
    public var matchesOnce: Bool

    /// Whether it is about characters instead of bytes: classes and counts of Japanese work, and the text has to be UTF-8.
    public var isUnicode: Bool

    /// Whether it may match without any characters, as `a*` does: the engine refuses such patterns otherwise.
    public var matchesEmpty: Bool

    /// A pattern.
    public init(
        _ expression: String,
        isCaseInsensitive: Bool = false,
        reportsStart: Bool = true,
        matchesOnce: Bool = false,
        isUnicode: Bool = false,
        matchesEmpty: Bool = false
    ) {
        self.expression = expression
        self.isCaseInsensitive = isCaseInsensitive
        self.reportsStart = reportsStart
        self.matchesOnce = matchesOnce
        self.isUnicode = isUnicode
        self.matchesEmpty = matchesEmpty
    }
}

/// Why a text is not a regular expression that ``Pattern`` takes.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        /// A `(` without its `)`.
        case unclosedGroup = "the group is not closed"
        /// A `)` without its `(`.
        case unexpectedClosing = "there is no group to close"
        /// A `[` without its `]`.
        case unclosedClass = "the class is not closed"
        /// A range whose end comes before its beginning, or whose ends are classes.
        case invalidRange = "the range is not valid"
        /// A class without elements.
        case emptyClass = "the class is empty"
        /// `*`, `+`, `?` or `{` without anything before it.
        case nothingToRepeat = "there is nothing to repeat"
        /// Bounds that are no numbers, the wrong way round, or above 1,000.
        case invalidBounds = "the bounds of the repetition are not valid"
        /// A `\` before something without a meaning, or at the end.
        case unknownEscape = "the escape has no meaning"
        /// `(?…` other than `(?:` and, at the very beginning, `(?i)`: lookaround, references and captures by name are
        /// not supported.
        case unsupportedGroup = "only (?:…) and, at the beginning, (?i) are supported"
        /// Groups nested too deeply.
        case tooDeep = "groups are nested too deeply"
        /// The expression, with its repetitions written out, is too large.
        case tooLarge = "the expression is too large with its repetitions written out"
    }

    /// What is wrong.
    public let reason: Reason
    /// Where: the number of characters (Unicode scalars) before it.
    public let position: Int

    /// The reason and the place, counted from 1.
    public var description: String { "\(reason.rawValue), at character \(position + 1)" }
}

/// A regular expression that is matched in time proportional to the text, whatever expression and text are.
///
/// Text from callers is matched while other requests wait, so nothing here goes back: all ways through the expression
/// are followed at once (Thompson's construction; K. Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968).
///
/// Supported: literals, `.` (anything but a line feed), classes with ranges and negation, `\d \w \s` and their opposites
/// (ASCII), `\b \B`, `\t \n \r` and escaped punctuation, groups (none captures), `|`, `* + ?` and `{m} {m,} {m,n}`,
/// `^ $` (the text's ends), and `(?i)` at the beginning. A lazy `?` behind a repetition is taken and changes nothing.
public struct Pattern: Hashable, Sendable {
    /// The most instructions of a program.
    public static let maximumInstructions = 512
    /// The most Unicode scalars of a text that are looked at. `$` and `\b` know where the text really ends.
    public static let maximumText = 4096

    /// The expression as it was written.
    public let source: String
    private let program: PatternProgram

    /// Reads an expression.
    /// - Throws: ``PatternError`` with the place and the reason.
    public init(parsing source: String) throws(PatternError) {
        self.source = source
        var parser = PatternParser(source)
        let node = try parser.parse()
        program = try PatternProgram(compiling: node, ignoresCase: parser.ignoresCase)
    }

    /// Whether the expression matches somewhere in the text.
    public func matches(_ text: String) -> Bool { program.matches(text) }

    /// Whether both are written the same.
    public static func == (left: Pattern, right: Pattern) -> Bool { left.source == right.source }

    /// Hashes the source.
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension Pattern: CustomStringConvertible {
    /// The expression between slashes.
    public var description: String { "/\(source)/" }
}

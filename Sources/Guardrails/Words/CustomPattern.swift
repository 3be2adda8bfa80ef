/// An expression of the operator's own, such as an employee number's.
///
/// The dialect is PCRE's without look-around and back-references, over Unicode characters; matching takes time linear in the
/// text, whatever the expression is.
public struct CustomPattern: Sendable, Hashable {
    /// What the expression is called; findings have the rule `custom.` and this name.
    public var name: String
    /// The type of its findings.
    public var type: FindingType
    /// The expression.
    public var expression: String
    /// Whether letters match in both cases.
    public var isCaseInsensitive: Bool
    /// The score of its findings, 0 to 1.
    public var score: Double

    /// The longest expression: 4 KiB.
    public static let longestExpression = 4 << 10
    /// How often a part may be repeated in all, nested repetitions multiplied.
    public static let mostRepetitions = 4096

    /// An expression.
    public init(
        name: String,
        type: FindingType = .custom,
        expression: String,
        isCaseInsensitive: Bool = false,
        score: Double = 1
    ) {
        self.name = name
        self.type = type
        self.expression = expression
        self.isCaseInsensitive = isCaseInsensitive
        self.score = score
    }

    /// Refuses what would take long to compile.
    /// - Throws: ``PatternError``
    func check() throws {
        guard expression.utf8.count <= Self.longestExpression else {
            throw PatternError.invalid(expression: name, reason: "it is longer than \(Self.longestExpression) bytes")
        }
        guard RepetitionBound.of(expression) <= Self.mostRepetitions else {
            throw PatternError.invalid(
                expression: expression,
                reason: "its counted repetitions multiply to more than \(Self.mostRepetitions)"
            )
        }
    }
}

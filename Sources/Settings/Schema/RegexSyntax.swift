import Routing

/// What regular expressions in a document may be.
enum RegexSyntax {
    /// The most bytes.
    static let limit = 1024

    /// What is wrong with an expression, in words that do not show it; nil if nothing is.
    static func problem(in text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.utf8.count > limit { return "it is longer than \(limit) bytes" }
        do throws(PatternError) {
            _ = try Pattern(parsing: text)
            return nil
        } catch {
            return error.description
        }
    }
}

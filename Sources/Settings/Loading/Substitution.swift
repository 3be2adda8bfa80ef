/// The text of a single value with its variables filled in.
///
/// `${NAME}` stands for an environment variable, also inside longer text; `$${` is a literal `${`. A value that starts
/// with `file:` names a file; only the document itself can say so, not a variable's content.
struct Substitution {
    /// Why a text cannot be resolved.
    struct Failure: Error {
        let code: ConfigurationProblem.Code
        let message: String

        init(_ code: ConfigurationProblem.Code, _ message: String) {
            self.code = code
            self.message = message
        }
    }

    /// The text with variables filled in.
    let text: String
    /// Whether there were any.
    let hasVariables: Bool
    /// The path after `file:`, if the value names a file.
    let file: String?

    init(_ source: String, environment: [String: String]) throws(Failure) {
        var text = ""
        var hasVariables = false
        var rest = source[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                text += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                text += try Self.value(of: &rest, environment: environment)
                hasVariables = true
            } else {
                text += "$"
                rest = rest.dropFirst()
            }
        }
        text += rest
        self.text = text
        self.hasVariables = hasVariables
        file = source.hasPrefix("file:") ? String(text.dropFirst(5)) : nil
    }

    /// Takes `${NAME}` from the front of the text.
    private static func value(
        of rest: inout Substring,
        environment: [String: String]
    ) throws(Failure) -> String {
        let hint = "write ${NAME} with letters, digits and \"_\", or $${ for the characters themselves"
        guard let brace = rest.firstIndex(of: "}") else {
            throw Failure(.invalidValue, "\"${\" without \"}\"; \(hint)")
        }
        let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<brace]
        guard let first = name.utf8.first, !first.isDigit,
            name.utf8.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: "_") })
        else { throw Failure(.invalidValue, "not a variable's name between \"${\" and \"}\"; \(hint)") }
        guard let value = environment[String(name)] else {
            throw Failure(.unsetVariable, "the environment variable \(name) is not set")
        }
        rest = rest[rest.index(after: brace)...]
        return value
    }
}

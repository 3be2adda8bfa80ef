/// A single value with variables filled in, and what it may be taken for.
///
/// Text from a variable or a file takes the type that the field asks for. Text from the document itself has the type
/// of YAML 1.2's core schema (§10.3.2), so `name: 123` is a number and not a name.
struct ResolvedScalar {
    /// The final text.
    let text: String
    private let source: DocumentNode.Scalar
    private let isSubstituted: Bool

    init(text: String, source: DocumentNode.Scalar, isSubstituted: Bool) {
        self.text = text
        self.source = source
        self.isSubstituted = isSubstituted
    }

    /// What messages may show: the text as the document has it, so never a variable's or a file's content.
    var shown: String { Quoting.quoted(source.text) }

    /// The text, unless the document gives a number, a truth value or nothing.
    var string: String? {
        if isSubstituted || source.isString { return text }
        return PlainScalar(text) == .string ? text : nil
    }

    var bool: Bool? {
        if case .bool(let value) = plain { value } else { nil }
    }

    var int: Int? {
        if case .int(let value) = plain { value } else { nil }
    }

    var double: Double? {
        switch plain {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The digits of a number as they stand, with or without quotes: binary floating point has no 0.1. What is no number
    /// comes out as well.
    var decimal: String? {
        switch plain {
        case .null, .bool: nil
        case .int, .double, .otherNumber, .string: text
        }
    }

    private var plain: PlainScalar { source.isString && !isSubstituted ? .string : PlainScalar(text) }
}

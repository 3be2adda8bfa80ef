/// A JSON number as its source text, so that no digit is lost between two peers.
///
/// Two numbers are equal when their texts are: `1.0` and `1` differ here.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
    /// The number as RFC 8259 §6 writes it.
    public let text: String

    /// Creates a number from text.
    /// - Parameter text: the number in JSON's grammar; anything else gives `nil`.
    public init?(_ text: String) {
        let bytes = text.utf8.span
        var index = 0
        guard (try? JSONLexer.skipNumber(bytes, at: &index)) != nil, index == bytes.count else { return nil }
        self.text = text
    }

    /// Creates a number from an integer.
    public init(_ value: Int) { self.text = String(value) }

    /// Creates a number from a floating-point value, with the shortest digits that give it back.
    /// - Parameter value: a finite value; infinities and NaN give `nil`, JSON has no such numbers.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        let text = value.description
        // A whole number reads better, and on some wires is only accepted, without its ".0".
        self.text = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Creates a number from text that the lexer has already found to be one.
    init(unchecked text: String) { self.text = text }

    /// The value as an integer, if it is one exactly and fits: `12`, `12.0`, `1.2e1`.
    public var int: Int? {
        if let value = Int(text) { return value }
        // Beyond 2^53 a Double may round to another integer than the text says: refuse instead of guessing.
        guard let double = Double(text), double.magnitude <= 9_007_199_254_740_992 else { return nil }
        return Int(exactly: double)
    }

    /// The nearest floating-point value; infinite where the text exceeds the type's range (`1e999`).
    public var double: Double { Double(text) ?? .nan }

    /// The source text.
    public var description: String { text }
}

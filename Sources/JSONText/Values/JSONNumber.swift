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
        // Not through Double: it would round 9007199254740993.0 and 1.00000000000000000001 to other numbers.
        return Self.exactInteger(text.utf8.span)
    }

    /// The nearest floating-point value; infinite where the text exceeds the type's range (`1e999`).
    public var double: Double { Double(text) ?? .nan }

    /// The source text.
    public var description: String { text }

    /// Decimal arithmetic on the digits: whatever stands behind the point must be zeros once the exponent has moved it.
    private static func exactInteger(_ text: Span<UInt8>) -> Int? {
        var magnitude: UInt = 0
        // Zeros that only matter if another digit follows, and how many digits stand behind the point.
        var pendingZeros = 0
        var fractionDigits = 0
        var isFraction = false
        var position = text.count > 0 && text[0] == UInt8(ascii: "-") ? 1 : 0
        let isNegative = position == 1
        digits: while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "0"):
                if magnitude != 0 { pendingZeros &+= 1 }
                if isFraction { fractionDigits &+= 1 }
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                guard let shifted = scaled(magnitude, by: pendingZeros &+ 1) else { return nil }
                let (sum, overflow) = shifted.addingReportingOverflow(UInt(byte &- UInt8(ascii: "0")))
                if overflow { return nil }
                magnitude = sum
                pendingZeros = 0
                if isFraction { fractionDigits &+= 1 }
            default: break digits
            }
            position &+= 1
        }
        if magnitude == 0 { return 0 }
        // What is left is the exponent. No text is long enough to make up for one beyond ten digits.
        var exponent = 0
        if position < text.count {
            position &+= 1
            let isReduced = position < text.count && text[position] == UInt8(ascii: "-")
            while position < text.count {
                let digit = text[position] &- UInt8(ascii: "0")
                if digit < 10, exponent < 10_000_000_000 { exponent = exponent &* 10 &+ Int(digit) }
                position &+= 1
            }
            if isReduced { exponent = 0 &- exponent }
        }
        // The value is magnitude × 10^power: an integer unless digits other than zero stay behind the point.
        let power = exponent &- fractionDigits &+ pendingZeros
        guard power >= 0, let value = scaled(magnitude, by: power) else { return nil }
        return isNegative ? Int(exactly: -Int128(value)) : Int(exactly: value)
    }

    /// `value` × 10^`power`, if it fits.
    private static func scaled(_ value: UInt, by power: Int) -> UInt? {
        var value = value
        for _ in 0..<power {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
        }
        return value
    }
}

import JSONText

/// A number's value in one spelling: `1`, `1.0`, `1e0` and `10e-1` are the same.
///
/// Digits without zeros at either end, `e`, and the power of ten they are multiplied with. No digit is lost on the way:
/// numbers that a binary fraction would round to the same are different here. A number whose exponent does not fit
/// stays as it is written.
struct CanonicalNumber {
    /// Exponents of more digits than this stay as they are written; all others add up without overflowing.
    private static let mostExponentDigits = 15

    /// The spelling.
    let text: String

    init(_ number: Int) { self.init(JSONNumber(number)) }

    init(_ number: JSONNumber) { text = Self.canonical(number.text.utf8) ?? number.text }

    private static func canonical(_ source: String.UTF8View) -> String? {
        var isNegative = false
        var digits: [UInt8] = []
        var fraction = 0
        var isFraction = false
        var exponent: Int?
        var isExponentNegative = false
        var exponentDigits = 0
        for byte in source {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if let value = exponent {
                    // Leading zeros do not count.
                    if value == 0 { exponentDigits = 0 }
                    exponentDigits += 1
                    if exponentDigits <= mostExponentDigits { exponent = value * 10 + Int(byte - UInt8(ascii: "0")) }
                } else {
                    if isFraction { fraction += 1 }
                    // Leading zeros do not count.
                    if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte) }
                }
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): exponent = 0
            case UInt8(ascii: "-"): if exponent == nil { isNegative = true } else { isExponentNegative = true }
            default: break
            }
        }
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            fraction -= 1
        }
        if digits.isEmpty { return "0" }
        guard exponentDigits <= mostExponentDigits else { return nil }
        let power = (isExponentNegative ? -(exponent ?? 0) : exponent ?? 0) - fraction
        return (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + "e\(power)"
    }
}

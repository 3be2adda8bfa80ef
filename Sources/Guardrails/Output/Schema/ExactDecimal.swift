import JSONText

/// A JSON number as decimal digits and a power of ten: compared and divided without any rounding.
struct ExactDecimal: Sendable, Hashable {
    /// Whether it is less than zero.
    let isNegative: Bool
    /// The digits, 0 to 9, without zeros at either end; empty for zero.
    let digits: [UInt8]
    /// The power of ten of the last digit; 0 for zero.
    let exponent: Int

    /// Exponents beyond this are cut: no text is long enough to make up for them.
    private static let largestExponent = 1_000_000_000_000

    /// The number's value.
    init(_ number: JSONNumber) {
        var digits: [UInt8] = []
        var fraction = 0
        var isFraction = false
        var exponent = 0
        var isNegative = false
        var bytes = Array(number.text.utf8)[...]
        if bytes.first == UInt8(ascii: "-") {
            isNegative = true
            bytes = bytes.dropFirst()
        }
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte &- UInt8(ascii: "0"))
                if isFraction { fraction += 1 }
            case UInt8(ascii: "."):
                isFraction = true
            default:
                // What is left is the exponent.
                let isReduced = bytes.first == UInt8(ascii: "-")
                for digit in bytes where digit &- UInt8(ascii: "0") < 10 {
                    exponent = min(exponent * 10 + Int(digit &- UInt8(ascii: "0")), Self.largestExponent)
                }
                if isReduced { exponent = -exponent }
                bytes = []
            }
        }
        exponent -= fraction
        let zeros = digits.reversed().prefix { $0 == 0 }.count
        digits.removeLast(zeros)
        exponent += zeros
        digits.removeFirst(digits.prefix { $0 == 0 }.count)
        self.digits = digits
        self.isNegative = isNegative && !digits.isEmpty
        self.exponent = digits.isEmpty ? 0 : exponent
    }

    /// Whether it is zero.
    var isZero: Bool { digits.isEmpty }

    /// Whether it has no fraction: `1`, `1.0` and `1e2` are integers.
    var isInteger: Bool { exponent >= 0 }

    /// Whether it is less than another.
    func isLess(than other: ExactDecimal) -> Bool {
        if isNegative != other.isNegative { return isNegative }
        return isNegative ? other.isSmaller(than: self) : isSmaller(than: other)
    }

    /// Whether it is nearer to zero.
    private func isSmaller(than other: ExactDecimal) -> Bool {
        if isZero || other.isZero { return isZero && !other.isZero }
        let magnitudes = (digits.count + exponent, other.digits.count + other.exponent)
        if magnitudes.0 != magnitudes.1 { return magnitudes.0 < magnitudes.1 }
        return digits.lexicographicallyPrecedes(other.digits)
    }

    /// The most digits of a divisor.
    static let mostDivisorDigits = 18

    /// Whether it is a whole multiple of another, which has at most ``mostDivisorDigits`` digits and is not zero.
    func isMultiple(of divisor: ExactDecimal) -> Bool {
        if isZero { return true }
        // The last digit is no zero, so the divisor's may not stand before it.
        guard exponent >= divisor.exponent else { return false }
        let modulus = divisor.digits.reduce(UInt64(0)) { $0 &* 10 &+ UInt64($1) }
        guard modulus > 0 else { return false }
        var rest: UInt64 = 0
        for digit in digits { rest = Self.product(rest, 10, modulus: modulus, plus: UInt64(digit)) }
        var power = exponent - divisor.exponent
        var factor = 10 % modulus
        while power > 0 {
            if power & 1 == 1 { rest = Self.product(rest, factor, modulus: modulus) }
            factor = Self.product(factor, factor, modulus: modulus)
            power /= 2
        }
        return rest == 0
    }

    private static func product(_ left: UInt64, _ right: UInt64, modulus: UInt64, plus: UInt64 = 0) -> UInt64 {
        // Both factors are below 2^60 or ten, so the sum fits.
        UInt64((UInt128(left) * UInt128(right) + UInt128(plus)) % UInt128(modulus))
    }
}

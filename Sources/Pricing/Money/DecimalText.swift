/// Decimal numbers as text, exactly: no binary floating point between the digits and the integer.
enum DecimalText {
    /// Reads JSON's number grammar (RFC 8259 §6, so no `NaN`, `+1`, `.5` or `1,000`) as a whole number of 10^-`decimals`.
    /// - Parameters:
    ///   - text: `0.00000015`, `1.5e-07`, `-3`.
    ///   - decimals: how many decimals the result has.
    ///   - rounding: whether digits beyond them are rounded half away from zero instead of refused.
    /// - Throws: ``PricingError`` with `invalidDecimal`, `tooManyDecimals` or `overflow`.
    static func parse(_ text: String, decimals: Int, rounding: Bool = false) throws(PricingError) -> Int128 {
        let bytes = text.utf8.span
        // Long enough for any number that fits, too short to make anyone wait.
        guard bytes.count <= 128, isNumber(bytes) else {
            throw PricingError(.invalidDecimal, "'\(text.prefix(40))' is no decimal number")
        }
        var position = bytes[0] == UInt8(ascii: "-") ? 1 : 0
        let isNegative = position == 1
        var digits: [UInt8] = []
        var pointAt: Int?
        scan: while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "."): pointAt = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
            default: digits.append(byte &- UInt8(ascii: "0"))
            }
            position += 1
        }
        // Where the point stands once the exponent has moved it, counted from the first digit.
        var point = (pointAt ?? digits.count) + exponent(bytes, from: position) + decimals
        while let last = digits.last, last == 0 {
            digits.removeLast()
        }
        guard let first = digits.firstIndex(where: { $0 != 0 }) else { return 0 }
        digits.removeFirst(first)
        point -= first

        var value: Int128 = 0
        for digit in digits.prefix(Swift.max(point, 0)) { value = try appended(value, digit, text) }
        if point > digits.count {
            for _ in digits.count..<point { value = try appended(value, 0, text) }
        } else if digits.count > point {
            guard rounding else {
                throw PricingError(
                    .tooManyDecimals,
                    "'\(text.prefix(40))' has more decimals than can be counted exactly"
                )
            }
            if point >= 0, digits[point] >= 5 { value = try appended(value, 1, text, by: 1) }
        }
        return isNegative ? -value : value
    }

    /// Writes a whole number of 10^-`decimals`: no exponent, no trailing zeros.
    static func write(_ value: Int128, decimals: Int) -> String {
        // By bytes: every answer carries its cost, and a string's characters are found by Unicode's rules.
        let most = Swift.max(39, decimals + 1) + 2
        return String(unsafeUninitializedCapacity: most) { text in
            var rest = value.magnitude
            // From the last digit to the first, at the end of the room there is.
            var start = most
            var written = 0
            var hasFraction = false
            while written <= decimals || rest > 0 {
                let digit: UInt8
                if let short = UInt64(exactly: rest) {
                    digit = UInt8(truncatingIfNeeded: short % 10)
                    rest = UInt128(short / 10)
                } else {
                    let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
                    digit = UInt8(truncatingIfNeeded: remainder)
                    rest = quotient
                }
                if written == decimals, hasFraction {
                    start &-= 1
                    text[start] = UInt8(ascii: ".")
                }
                if written >= decimals || hasFraction || digit != 0 {
                    hasFraction = true
                    start &-= 1
                    text[start] = digit &+ UInt8(ascii: "0")
                }
                written &+= 1
            }
            if value < 0 {
                start &-= 1
                text[start] = UInt8(ascii: "-")
            }
            for position in start..<most { text[position &- start] = text[position] }
            return most - start
        }
    }

    /// Writes a whole number of 10^-`decimals` with all its decimals: `0.30`.
    static func writeFixed(_ value: Int128, decimals: Int) -> String {
        let text = write(value, decimals: decimals)
        guard decimals > 0 else { return text }
        let point = text.firstIndex(of: ".")
        let written = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        return text + (point == nil ? "." : "") + String(repeating: "0", count: decimals - written)
    }

    /// Divides, rounding half away from zero.
    static func divide(_ value: Int128, by divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1
    }

    /// 10^`exponent`, for exponents up to 38.
    static func powerOfTen(_ exponent: Int) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power = power &* 10 }
        return power
    }

    private static func appended(
        _ value: Int128,
        _ digit: UInt8,
        _ text: String,
        by factor: Int128 = 10
    ) throws(PricingError) -> Int128 {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        let (sum, carried) = product.addingReportingOverflow(Int128(digit))
        if overflow || carried { throw PricingError(.overflow, "'\(text.prefix(40))' is too large an amount") }
        return sum
    }

    /// The exponent behind `e`; what is beyond any digits that fit in a text is cut to ±1000, which no amount survives.
    private static func exponent(_ bytes: Span<UInt8>, from start: Int) -> Int {
        guard start < bytes.count else { return 0 }
        var position = start + 1
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
        var value = 0
        while position < bytes.count {
            value = Swift.min(value * 10 + Int(bytes[position] &- UInt8(ascii: "0")), 1000)
            position += 1
        }
        return isNegative ? -value : value
    }

    private static func isNumber(_ bytes: Span<UInt8>) -> Bool {
        var position = 0
        func digits() -> Int {
            let start = position
            while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
            return position - start
        }
        if bytes.count > 0, bytes[0] == UInt8(ascii: "-") { position = 1 }
        let leading = position
        let whole = digits()
        if whole == 0 || (whole > 1 && bytes[leading] == UInt8(ascii: "0")) { return false }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            if digits() == 0 { return false }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                position += 1
            }
            if digits() == 0 { return false }
        }
        return position == bytes.count
    }
}

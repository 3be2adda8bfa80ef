/// Numbers that the United States give to people.
enum SocialSecurityNumber {
    /// A number that the Social Security Administration may have given; those printed in advertisements are none.
    static func isValid(_ digits: Digits) -> Bool {
        guard digits.count == 9, !digits.isOneDigit else { return false }
        let (area, group, serial) = (digits.value(0..<3), digits.value(3..<5), digits.value(5..<9))
        guard area != 0, area != 666, area < 900, group != 0, serial != 0 else { return false }
        let number = digits.value(0..<9)
        return number != 78_051_120 && number != 219_099_999 && number != 123_456_789
    }

    /// A number of the tax office for those without one.
    static func isTaxpayerNumber(_ digits: Digits) -> Bool {
        guard digits.count == 9, digits[0] == 9 else { return false }
        return switch digits.value(3..<5) {
        case 50...65, 70...88, 90...92, 94...99: true
        default: false
        }
    }
}

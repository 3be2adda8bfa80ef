/// Japan's numbering plan: what kind a national number is, and where its area code ends.
enum JapaneseNumberingPlan {
    /// What a number reaches.
    enum Kind: Sendable, Hashable {
        case mobile, internetProtocol, service
        /// A place, with the length of its area code.
        case geographic(areaCode: Int)
        /// Shaped like a number of a place that has no such area code.
        case unknownArea
    }

    /// The kind of a number by all its digits from the leading 0; `nil` where the plan has none of that length.
    static func kind(_ digits: Digits) -> Kind? {
        guard digits.count == 10 || digits.count == 11, digits[0] == 0, !digits.isOneDigit else { return nil }
        let (three, four) = (digits.value(0..<3), digits.value(0..<4))
        if digits.count == 11 {
            switch three {
            case 60, 70, 80, 90: return four == 800 ? .service : .mobile
            case 50: return .internetProtocol
            default: return nil
            }
        }
        switch four {
        case 120, 570, 180, 990: return .service
        default: break
        }
        guard digits[1] != 0 else { return nil }
        if fiveDigitCodes.contains(digits.value(0..<5)) { return .geographic(areaCode: 5) }
        if isFourDigitCode(four) { return .geographic(areaCode: 4) }
        if threeDigitCodes.contains(three) { return .geographic(areaCode: 3) }
        let two = digits.value(0..<2)
        if two == 3 || two == 4 || two == 6 { return .geographic(areaCode: 2) }
        return .unknownArea
    }

    /// Codes of five digits: small towns and islands.
    private static let fiveDigitCodes: Set<Int> = [
        1267, 1372, 1374, 1377, 1392, 1397, 1398, 1456, 1457, 1466, 1547, 1558, 1564, 1586, 1587, 1632, 1634, 1635,
        1648, 1654, 1655, 1656, 1658, 4992, 4994, 4996, 4998, 5769, 5979, 7468, 8387, 8388, 8396, 8477, 8512, 8514,
        9496, 9802, 9912, 9913, 9969,
    ]

    private static let threeDigitCodes: Set<Int> = [
        11, 15, 17, 18, 19, 22, 23, 24, 25, 26, 27, 28, 29, 42, 43, 44, 45, 46, 47, 48, 49, 52, 53, 54, 55, 58, 59,
        72, 73, 75, 76, 77, 78, 79, 82, 83, 84, 86, 87, 88, 89, 92, 93, 95, 96, 97, 98, 99,
    ]

    /// For the first three digits, the fourth digits that make a code of four.
    private static let fourthDigits: [Int: ByteSet] = [
        12: ByteSet("3456"), 13: ByteSet("3456789"), 14: ByteSet("23456"), 15: ByteSet("2345678"),
        16: ByteSet("234567"), 17: ByteSet("2345689"), 18: ByteSet("234567"), 19: ByteSet("1234578"),
        22: ByteSet("0345689"), 23: ByteSet("34578"), 24: ByteSet("01234678"), 25: ByteSet("0456789"),
        26: ByteSet("013456789"), 27: ByteSet("046789"), 28: ByteSet("02345789"), 29: ByteSet("1345679"),
        42: ByteSet("28"), 43: ByteSet("689"), 46: ByteSet("03567"), 47: ByteSet("05689"), 48: ByteSet("0"),
        49: ByteSet("345"), 53: ByteSet("1236789"), 54: ByteSet("4578"), 55: ByteSet("01345678"),
        56: ByteSet("123456789"), 57: ByteSet("2345678"), 58: ByteSet("14567"), 59: ByteSet("456789"),
        72: ByteSet("15"), 73: ByteSet("56789"), 74: ByteSet("023456789"), 76: ByteSet("135678"),
        77: ByteSet("01234689"), 79: ByteSet("01456789"), 82: ByteSet("034679"), 83: ByteSet("345678"),
        84: ByteSet("5678"), 85: ByteSet("23456789"), 86: ByteSet("356789"), 87: ByteSet("579"),
        88: ByteSet("034579"), 89: ByteSet("2345678"), 92: ByteSet("0"), 93: ByteSet("0"), 94: ByteSet("02346789"),
        95: ByteSet("0245679"), 96: ByteSet("456789"), 97: ByteSet("234789"), 98: ByteSet("0234567"),
        99: ByteSet("34567"),
    ]

    private static func isFourDigitCode(_ code: Int) -> Bool {
        fourthDigits[code / 10]?.contains(UInt8(truncatingIfNeeded: 48 + code % 10)) ?? false
    }
}

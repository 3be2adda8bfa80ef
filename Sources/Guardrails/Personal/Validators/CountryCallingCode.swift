/// Calling codes of countries (ITU-T E.164) with the lengths of their national numbers.
enum CountryCallingCode {
    /// Codes whose national numbers are known closely; others have between six digits and what E.164 leaves.
    private static let lengths: [Int: ClosedRange<Int>] = [
        1: 10...10, 7: 10...10, 20: 8...10, 27: 9...9, 30: 10...10, 31: 9...9, 32: 8...9, 33: 9...9, 34: 9...9,
        36: 8...9,
        39: 6...11, 40: 9...9, 41: 9...9, 43: 7...13, 44: 9...10, 45: 8...8, 46: 7...10, 47: 8...8, 48: 9...9,
        49: 6...11,
        51: 8...9, 52: 10...10, 53: 8...8, 54: 10...11, 55: 10...11, 56: 9...9, 57: 8...10, 58: 10...10, 60: 8...10,
        61: 9...9, 62: 8...12, 63: 8...10, 64: 8...10, 65: 8...8, 66: 8...9, 81: 9...10, 82: 8...10, 84: 9...10,
        86: 10...11,
        90: 10...10, 91: 10...10, 92: 9...10, 93: 9...9, 94: 9...9, 95: 7...10, 98: 10...10, 351: 9...9, 352: 6...9,
        353: 7...9, 354: 7...7, 356: 8...8, 357: 8...8, 358: 6...10, 359: 8...9, 370: 8...8, 371: 8...8, 372: 7...8,
        380: 9...9, 385: 8...9, 386: 8...8, 420: 9...9, 421: 9...9, 852: 8...8, 853: 8...8, 855: 8...9, 856: 8...10,
        886: 8...9, 960: 7...7, 961: 7...8, 965: 8...8, 966: 8...9, 971: 8...9, 972: 8...9, 973: 8...8, 974: 8...8,
        976: 8...8, 977: 8...10, 998: 9...9,
    ]

    /// Zones all of whose codes have three digits, beside those named above.
    private static let threeDigitZones: Set<Int> = [
        21, 22, 23, 24, 25, 26, 29, 35, 37, 38, 42, 50, 59, 67, 68, 69, 80, 85, 87, 88, 96, 97, 99,
    ]

    /// Whether digits behind a plus sign are a whole number. A trunk 0 in brackets is left out by the caller.
    static func isWhole(_ digits: Digits) -> Bool {
        guard (8...15).contains(digits.count), digits[0] != 0, let length = codeLength(digits) else { return false }
        let national = digits.count - length
        return (lengths[digits.value(0..<length)] ?? (6...12)).contains(national)
    }

    /// How many digits the code has.
    static func codeLength(_ digits: Digits) -> Int? {
        if digits[0] == 1 || digits[0] == 7 { return 1 }
        let two = digits.value(0..<2)
        if lengths[two] != nil { return 2 }
        return threeDigitZones.contains(two) ? 3 : nil
    }
}

/// 法人番号: thirteen digits, the first of them a check digit.
enum CorporateNumber {
    static func isValid(_ digits: Digits) -> Bool {
        guard digits.count == 13, !digits.isOneDigit else { return false }
        var sum = 0
        for place in 1...12 {
            sum += digits[13 - place] * (place % 2 == 1 ? 1 : 2)
        }
        return digits[0] == 9 - sum % 9
    }
}

/// 個人番号: twelve digits, the last of them a check digit (ordinance 85 of the ministry of internal affairs, 2014,
/// article 5).
enum MyNumber {
    static func isValid(_ digits: Digits) -> Bool {
        guard digits.count == 12, !digits.isOneDigit else { return false }
        var sum = 0
        for place in 1...11 {
            sum += digits[11 - place] * (place <= 6 ? place + 1 : place - 5)
        }
        let rest = sum % 11
        return digits[11] == (rest <= 1 ? 0 : 11 - rest)
    }
}

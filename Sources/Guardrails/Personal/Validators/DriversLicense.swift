/// 運転免許証番号: two digits of the commission that gave the first licence, two of the year, six of a serial number, a check
/// digit, and how often it was given again. The rule of the check digit is not official.
enum DriversLicense {
    private static let weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]

    static func isValid(_ digits: Digits) -> Bool {
        guard digits.count == 12, !digits.isOneDigit, isCommission(digits.value(0..<2)) else { return false }
        var sum = 0
        for (place, weight) in weights.enumerated() { sum += digits[place] * weight }
        return digits[10] == (11 - sum % 11) % 10
    }

    /// Whether a public safety commission has this code.
    private static func isCommission(_ code: Int) -> Bool {
        switch code {
        case 0, 10...14, 20...25, 30, 40...55, 60...65, 70...74, 80...83, 90...97: true
        default: false
        }
    }
}

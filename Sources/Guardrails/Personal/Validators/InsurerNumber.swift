/// 保険者番号: eight digits (scheme, prefecture, insurer, check digit), of the national health insurance six.
enum InsurerNumber {
    static func isValid(_ digits: Digits) -> Bool {
        guard digits.count == 8 || digits.count == 6, !digits.isOneDigit else { return false }
        let prefecture = digits.count == 8 ? digits.value(2..<4) : digits.value(0..<2)
        guard (1...47).contains(prefecture) else { return false }
        var sum = 0
        for place in 1..<digits.count {
            let product = digits[digits.count - 1 - place] * (place % 2 == 1 ? 2 : 1)
            sum += product / 10 + product % 10
        }
        return digits[digits.count - 1] == (10 - sum % 10) % 10
    }
}

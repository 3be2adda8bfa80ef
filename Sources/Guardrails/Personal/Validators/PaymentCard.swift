/// Numbers of payment cards (ISO/IEC 7812): who issues them, how long they are, the check digit after Luhn.
enum PaymentCard {
    /// How sure the first digits make that it is a card.
    enum Network: Sendable {
        /// A network whose ranges are narrow.
        case known
        /// A debit network whose ranges hold a tenth of all numbers.
        case wide
    }

    /// The network that issues such numbers; `nil` where none does.
    static func network(_ digits: Digits) -> Network? {
        let (two, four, six) = (digits.value(0..<2), digits.value(0..<4), digits.value(0..<6))
        switch digits.count {
        // Of thirteen digits there are none any more, but products have as many.
        case 13: if digits[0] == 4 { return .wide }
        case 16, 19: if digits[0] == 4 { return .known }
        case 15: if two == 34 || two == 37 || four == 2131 || four == 1800 { return .known }
        default: break
        }
        let isLong = (16...19).contains(digits.count)
        if digits.count == 16, (51...55).contains(two) || (2221...2720).contains(four) { return .known }
        if isLong, (3528...3589).contains(four) { return .known }
        if digits.count == 14 || isLong,
            two == 36 || two == 38 || two == 39 || (3000...3059).contains(four) || four == 3095
        {
            return .known
        }
        if isLong, four == 6011 || two == 65 || (6440...6499).contains(four) || (622_126...622_925).contains(six) {
            return .known
        }
        if isLong, two == 62 || (8100...8171).contains(four) || (2200...2204).contains(four) { return .known }
        if (12...19).contains(digits.count), two == 50 || two == 35 || (56...58).contains(two) || digits[0] == 6 {
            return .wide
        }
        return nil
    }

    /// The check digit after Luhn (ISO/IEC 7812-1, annex B).
    static func hasCheckDigit(_ digits: Digits) -> Bool {
        guard digits.count >= 2, !digits.isOneDigit else { return false }
        var sum = 0
        for place in 0..<digits.count {
            let digit = digits[digits.count - 1 - place]
            let value = place % 2 == 1 ? digit * 2 : digit
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }
}

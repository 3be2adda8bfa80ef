/// Shares as documents write them beside plain numbers: `5%`, `0.5%`.
enum ShareText {
    static let pattern = "^[0-9]{1,3}([.][0-9]{1,9})?%$"

    /// The share, 0 to 1 for a sensible percentage; nil if the text is none.
    static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%") else { return nil }
        let number = text.dropLast()
        let whole = number.utf8.prefix(while: \.isDigit)
        let fraction = number.utf8.dropFirst(whole.count)
        guard (1...3).contains(whole.count) else { return nil }
        if let point = fraction.first {
            let digits = fraction.dropFirst()
            guard point == UInt8(ascii: "."), (1...9).contains(digits.count), digits.allSatisfy(\.isDigit) else {
                return nil
            }
        }
        return Double(number).map { $0 / 100 }
    }
}

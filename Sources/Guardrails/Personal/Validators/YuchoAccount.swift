/// Accounts of the post bank: a symbol of five digits and a number of up to eight.
enum YuchoAccount {
    /// Whether a symbol and a number go together: savings have a symbol from 1 and a number that ends in 1, transfer
    /// accounts a symbol from 0.
    static func isValid(symbol: Digits, number: Digits) -> Bool {
        guard symbol.count == 5, (2...8).contains(number.count) else { return false }
        return switch symbol[0] {
        case 1: number[number.count - 1] == 1
        case 0: true
        default: false
        }
    }
}

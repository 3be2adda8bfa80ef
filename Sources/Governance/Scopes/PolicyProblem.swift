/// Why a limit or a budget cannot be enforced as it is written. It is refused where it is declared, never skipped.
public enum PolicyProblem: Error, Hashable, Sendable {
    /// An amount, or what is to be counted for an unknown cost, is below zero.
    case negativeAmount
    /// Tokens cannot be limited by how many are under way at once.
    case concurrentTokens
    /// No time zone has that name in the IANA database.
    case unknownTimeZone(String)
    /// An alert is to be raised at a share that is not from 1 to 1,000 thousandths.
    case alertOutOfRange(Int)
    /// A temporary raise adds tokens to money, money to tokens, or nothing.
    case unfittingRaise

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .negativeAmount: "negative_amount"
        case .concurrentTokens: "concurrent_tokens"
        case .unknownTimeZone: "unknown_time_zone"
        case .alertOutOfRange: "alert_out_of_range"
        case .unfittingRaise: "unfitting_raise"
        }
    }

    /// What to change, in a sentence.
    public var message: String {
        switch self {
        case .negativeAmount: "The amount must be zero or more."
        case .concurrentTokens: "Only requests can be limited by how many are under way at once, not tokens."
        case .unknownTimeZone(let name): "There is no time zone “\(name)”; write it as in “Asia/Tokyo” or “UTC”."
        case .alertOutOfRange: "An alert must be raised at more than nothing and at most all of the amount."
        case .unfittingRaise: "A raise must add more than nothing, in what the budget counts: money or tokens."
        }
    }
}

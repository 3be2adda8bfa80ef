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
    /// A temporary raise adds tokens to money, money to tokens, or nothing, or is over already.
    case unfittingRaise
    /// As many raises as are kept of a budget count already.
    case tooManyRaises
    /// A scope has two limits of the same thing and time, or two budgets of the same name.
    case duplicate
    /// Limits for each model apart are declared on something that is not a key.
    case perModelWithoutKey

    /// A stable name for programs.
    public var code: String {
        switch self {
        case .negativeAmount: "negative_amount"
        case .concurrentTokens: "concurrent_tokens"
        case .unknownTimeZone: "unknown_time_zone"
        case .alertOutOfRange: "alert_out_of_range"
        case .unfittingRaise: "unfitting_raise"
        case .tooManyRaises: "too_many_raises"
        case .duplicate: "duplicate"
        case .perModelWithoutKey: "per_model_without_key"
        }
    }

    /// What to change, in a sentence.
    public var message: String {
        switch self {
        case .negativeAmount: "The amount must be zero or more."
        case .concurrentTokens: "Only requests can be limited by how many are under way at once, not tokens."
        case .unknownTimeZone(let name): "There is no time zone “\(name)”; write it as in “Asia/Tokyo” or “UTC”."
        case .alertOutOfRange: "An alert must be raised at more than nothing and at most all of the amount."
        case .unfittingRaise: "A raise must add more than nothing, in what the budget counts, up to a time to come."
        case .tooManyRaises:
            "The budget has \(BudgetMeter.mostRaises) raises that still count; wait until one has ended."
        case .duplicate: "There may be one limit of each kind and one budget of each name."
        case .perModelWithoutKey: "Only a key can have limits for each model apart."
        }
    }
}

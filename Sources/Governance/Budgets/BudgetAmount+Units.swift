import Pricing

/// Budgets of money and of tokens count alike, in whole units: attodollars or tokens.
///
/// Every unit that comes in is clamped to `0...largest`, and sums saturate there, so that no figure of a peer can overflow.
extension BudgetPolicy.Amount {
    /// 2¹⁰⁰: more than 10¹² dollars, and so far below the type's end that a sum of a hundred million does not reach it.
    static let largest: Int128 = 1 << 100

    /// The amount in its own units, as it stands; may be negative in a policy that was not validated.
    var units: Int128 {
        switch self {
        case .money(let money): money.attos
        case .tokens(let tokens): Int128(tokens)
        }
    }

    /// That many units of the same kind.
    func with(units: Int128) -> Self {
        switch self {
        case .money: .money(Money(attos: units))
        case .tokens: .tokens(Int(clamping: units))
        }
    }

    /// Whether both count money, or both tokens.
    func isAlike(_ other: Self) -> Bool {
        switch (self, other) {
        case (.money, .money), (.tokens, .tokens): true
        default: false
        }
    }

    /// Brings units from outside into the range that is counted.
    static func clamped(_ units: Int128) -> Int128 { min(max(units, 0), largest) }
}

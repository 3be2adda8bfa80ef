/// Something about a budget that somebody should hear of. Each kind is raised once in a period.
///
/// A raise of the budget arms those anew that are no longer reached; in a rolling period a kind may come again when its
/// cause had gone and as much time has passed as the period is long.
public struct BudgetEvent: Hashable, Sendable {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// That many thousandths of the amount are spent.
        case threshold(Int)
        /// All is spent.
        case exhausted
        /// A request was refused because what was left did not cover it.
        case refusing
        /// A request was sent to the cheaper model.
        case downgrading
        /// A request had no known price.
        case unpriced
    }

    /// What the budget is on.
    public var scope: Scope
    /// The budget's name within the scope.
    public var budget: String
    /// What happened.
    public var kind: Kind
    /// When.
    public var at: WallTime
    /// What was spent then.
    public var spent: BudgetPolicy.Amount
    /// The amount then, with raises.
    public var amount: BudgetPolicy.Amount
    /// The period that it happened in.
    public var period: PeriodInterval

    /// An event.
    public init(
        scope: Scope,
        budget: String,
        kind: Kind,
        at: WallTime,
        spent: BudgetPolicy.Amount,
        amount: BudgetPolicy.Amount,
        period: PeriodInterval
    ) {
        self.scope = scope
        self.budget = budget
        self.kind = kind
        self.at = at
        self.spent = spent
        self.amount = amount
        self.period = period
    }
}

extension BudgetEvent.Kind {
    /// A stable name: `threshold_500` (thousandths), `exhausted`, `refusing`, `downgrading`, `unpriced`.
    public var name: String {
        switch self {
        case .threshold(let share): "threshold_\(share)"
        case .exhausted: "exhausted"
        case .refusing: "refusing"
        case .downgrading: "downgrading"
        case .unpriced: "unpriced"
        }
    }

    /// The kind of that ``name``.
    public init?(name: String) {
        switch name {
        case "exhausted": self = .exhausted
        case "refusing": self = .refusing
        case "downgrading": self = .downgrading
        case "unpriced": self = .unpriced
        default:
            guard name.hasPrefix("threshold_"), let share = Int(name.dropFirst(10)), (1...1000).contains(share) else {
                return nil
            }
            self = .threshold(share)
        }
    }
}

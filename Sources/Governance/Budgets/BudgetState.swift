/// Everything that a budget's meter must know to go on after a restart. Reservations are not in it: what was under way
/// ends with the process.
public struct BudgetState: Hashable, Sendable {
    /// What was spent in one stretch of a rolling period.
    public struct Stretch: Hashable, Sendable {
        /// Its first second.
        public var start: WallTime
        /// What the requests admitted in it cost.
        public var spent: BudgetPolicy.Amount

        /// What was spent from `start` on.
        public init(start: WallTime, spent: BudgetPolicy.Amount) {
            self.start = start
            self.spent = spent
        }
    }

    /// An event that was raised.
    public struct Raised: Hashable, Sendable {
        /// What happened.
        public var kind: BudgetEvent.Kind
        /// When.
        public var at: WallTime

        /// An event that was raised at a time.
        public init(kind: BudgetEvent.Kind, at: WallTime) {
            self.kind = kind
            self.at = at
        }
    }

    /// The first second of the calendar's period; 1970 for periods that roll or never end.
    public var periodStart: WallTime
    /// What the requests admitted in the period cost.
    public var spent: BudgetPolicy.Amount
    /// How many requests of the period had no known price.
    public var unpriced: Int
    /// The parts of ``spent`` by their age, oldest first, where the period rolls; empty where it does not.
    public var stretches: [Stretch]
    /// The events raised in the period.
    public var raised: [Raised]
    /// The raises that still count.
    public var raises: [BudgetRaise]

    /// The state of a budget.
    public init(
        periodStart: WallTime,
        spent: BudgetPolicy.Amount,
        unpriced: Int = 0,
        stretches: [Stretch] = [],
        raised: [Raised] = [],
        raises: [BudgetRaise] = []
    ) {
        self.periodStart = periodStart
        self.spent = spent
        self.unpriced = unpriced
        self.stretches = stretches
        self.raised = raised
        self.raises = raises
    }
}

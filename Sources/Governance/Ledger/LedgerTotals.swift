public import Pricing

/// What all records come to since the first one, for counters that go on behind a restart.
public struct LedgerTotals: Hashable, Sendable {
    /// What a team's requests cost.
    public struct Team: Hashable, Sendable {
        /// ``LedgerRecord/team``; empty where there is none.
        public var name: String
        /// What they cost when they ended.
        public var cost: Money

        /// A team's sum.
        public init(name: String, cost: Money) {
            self.name = name
            self.cost = cost
        }
    }

    /// By kind, in the order in which the kinds first came.
    public var kinds: [LedgerTotal]
    /// By team, of teams that something cost anything for, in the order in which they first came.
    public var teams: [Team]

    /// Some sums.
    public init(kinds: [LedgerTotal] = [], teams: [Team] = []) {
        self.kinds = kinds
        self.teams = teams
    }
}

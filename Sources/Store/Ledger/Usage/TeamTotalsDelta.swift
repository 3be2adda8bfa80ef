internal import GRDB
import Pricing

/// What the records of one segment cost by team, while it is written.
struct TeamTotalsDelta {
    /// By dimension: each is one team's, and there are few in a segment.
    private var costs: [Int64: Money] = [:]

    /// Adds what records of a dimension cost.
    mutating func add(_ cost: Money, of dimension: Int64) { costs[dimension, default: .zero] += cost }

    /// Adds everything to what is stored.
    func write(on connection: Database) throws {
        let statement = try SQLRepeated(
            """
            INSERT INTO ledger_team_totals (team, cost_nano, cost_rest)
            SELECT coalesce(team, ''), ?, ? FROM ledger_dimensions WHERE id = ?
            ON CONFLICT (team) DO UPDATE SET
                cost_nano = cost_nano + excluded.cost_nano,
                cost_rest = cost_rest + excluded.cost_rest
            """,
            on: connection
        )
        for (dimension, cost) in costs where cost != .zero {
            let amount = LedgerAmount.sum(ofSegment: cost)
            try statement.run { values in
                try values.set(1, amount.nano)
                try values.set(2, amount.rest)
                try values.set(3, dimension)
            }
        }
    }
}

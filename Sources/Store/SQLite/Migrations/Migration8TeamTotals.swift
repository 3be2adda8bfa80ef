internal import GRDB

extension Migration {
    /// 8: what records come to by team, for counters that go on behind a restart.
    static let teamTotals = Migration(number: 8, name: "team totals") { connection in
        // An empty name stands for no team. Nothing is ever taken off, as in `ledger_totals`.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_team_totals (
                    number INTEGER PRIMARY KEY,
                    team TEXT NOT NULL UNIQUE,
                    cost_nano INTEGER NOT NULL,
                    cost_rest INTEGER NOT NULL
                ) STRICT;
                """
        )
    }
}

internal import GRDB

extension Migration {
    /// 7: what records come to by kind, for counters that go on behind a restart.
    static let totals = Migration(number: 7, name: "totals") { connection in
        // Empty texts stand for what a record does not have. Amounts of money are two columns, as elsewhere. Nothing is ever
        // taken off: neither a correction nor retention changes what requests cost when they ended.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_totals (
                    number INTEGER PRIMARY KEY,
                    surface TEXT NOT NULL,
                    provider TEXT NOT NULL,
                    model TEXT NOT NULL,
                    status INTEGER NOT NULL,
                    requests INTEGER NOT NULL,
                    input INTEGER NOT NULL,
                    cached_input INTEGER NOT NULL,
                    cache_write_5m INTEGER NOT NULL,
                    cache_write_1h INTEGER NOT NULL,
                    output INTEGER NOT NULL,
                    reasoning INTEGER NOT NULL,
                    cost_nano INTEGER NOT NULL,
                    cost_rest INTEGER NOT NULL,
                    unpriced INTEGER NOT NULL,
                    exact_nano INTEGER NOT NULL,
                    exact_rest INTEGER NOT NULL,
                    semantic_nano INTEGER NOT NULL,
                    semantic_rest INTEGER NOT NULL,
                    prompt_nano INTEGER NOT NULL,
                    prompt_rest INTEGER NOT NULL,
                    lost_nano INTEGER NOT NULL,
                    lost_rest INTEGER NOT NULL,
                    UNIQUE (surface, provider, model, status)
                ) STRICT;
                """
        )
    }
}

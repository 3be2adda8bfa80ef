internal import GRDB

extension Migration {
    /// 5: what was saved, apart by what saved it.
    static let savings = Migration(number: 5, name: "savings") { connection in
        // `saved_nano` and `saved_rest`, which are there, are what exact hits saved: nothing else was when they came.
        try connection.execute(
            sql: """
                ALTER TABLE ledger_rows ADD COLUMN is_semantic_hit INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_rows ADD COLUMN semantic_nano INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_rows ADD COLUMN semantic_rest INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_rows ADD COLUMN prompt_nano INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_rows ADD COLUMN prompt_rest INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_usage ADD COLUMN semantic_hits INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_usage ADD COLUMN semantic_nano INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_usage ADD COLUMN semantic_rest INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_usage ADD COLUMN prompt_nano INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE ledger_usage ADD COLUMN prompt_rest INTEGER NOT NULL DEFAULT 0;
                """
        )
    }
}

internal import GRDB

extension Migration {
    /// 5: what was saved, apart by what saved it.
    static let savings = Migration(number: 5, name: "savings") { connection in
        // `saved_nano` and `saved_rest`, which are there, are what exact hits saved: nothing else was when they came.
        for table in ["ledger_rows", "ledger_usage"] {
            let count = table == "ledger_rows" ? "is_semantic_hit" : "semantic_hits"
            for column in [count, "semantic_nano", "semantic_rest", "prompt_nano", "prompt_rest"] {
                try connection.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(column) INTEGER NOT NULL DEFAULT 0")
            }
        }
    }
}

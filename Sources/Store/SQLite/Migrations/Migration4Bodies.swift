internal import GRDB

extension Migration {
    /// 4: prompts and answers of teams that have them stored.
    static let bodies = Migration(number: 4, name: "bodies") { connection in
        // By the ledger's entry and not by its sequence: bodies may be here before their record, which comes by the journal.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_bodies (
                    entry TEXT PRIMARY KEY,
                    team TEXT,
                    time INTEGER NOT NULL,
                    is_stream INTEGER NOT NULL,
                    request BLOB NOT NULL,
                    request_size INTEGER NOT NULL,
                    request_truncated INTEGER NOT NULL,
                    answer BLOB,
                    answer_size INTEGER NOT NULL,
                    answer_truncated INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX ledger_bodies_team ON ledger_bodies (team, time);
                """
        )
    }
}

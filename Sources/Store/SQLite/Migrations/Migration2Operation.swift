internal import GRDB

extension Migration {
    /// 2: what a running gateway keeps: sessions of people, spending of budgets, alerts.
    static let operation = Migration(number: 2, name: "operation") { connection in
        try connection.execute(
            sql: """
                CREATE TABLE sessions (
                    digest BLOB PRIMARY KEY,
                    user TEXT NOT NULL,
                    created INTEGER NOT NULL,
                    last_seen INTEGER NOT NULL,
                    expires INTEGER NOT NULL,
                    body BLOB NOT NULL
                ) STRICT;
                CREATE INDEX sessions_user ON sessions (user, created);
                CREATE INDEX sessions_expires ON sessions (expires);
                CREATE TABLE budget_states (
                    scope TEXT NOT NULL,
                    budget TEXT NOT NULL,
                    updated INTEGER NOT NULL,
                    body BLOB NOT NULL,
                    PRIMARY KEY (scope, budget)
                ) STRICT;
                CREATE TABLE alerts (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    time INTEGER NOT NULL,
                    scope TEXT NOT NULL,
                    team TEXT,
                    acknowledged INTEGER,
                    acknowledged_by TEXT,
                    body BLOB NOT NULL
                ) STRICT;
                CREATE INDEX alerts_open ON alerts (number) WHERE acknowledged IS NULL;
                """
        )
    }
}

internal import GRDB

extension Migration {
    /// 3: the ledger: rows and their chain, what they are found by, sums of usage.
    static let ledger = Migration(number: 3, name: "ledger") { connection in
        // The chain. `ledger_bytes` and `ledger_tombstones` together have every sequence number once.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_bytes (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
                CREATE TABLE ledger_tombstones (sequence INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT;
                CREATE TABLE ledger_segments (
                    number INTEGER PRIMARY KEY,
                    first INTEGER NOT NULL UNIQUE,
                    count INTEGER NOT NULL,
                    previous BLOB NOT NULL,
                    digest BLOB NOT NULL
                ) STRICT;
                CREATE TABLE ledger_head (
                    only INTEGER PRIMARY KEY CHECK (only = 1),
                    segments INTEGER NOT NULL,
                    sequence INTEGER NOT NULL,
                    digest BLOB NOT NULL
                ) STRICT;
                INSERT INTO ledger_head (only, segments, sequence, digest) VALUES (1, 0, 0, zeroblob(32));
                """
        )
        // What many requests have in common is kept once.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_dimensions (
                    id INTEGER PRIMARY KEY,
                    digest BLOB NOT NULL UNIQUE,
                    organization TEXT,
                    team TEXT,
                    project TEXT,
                    user TEXT,
                    key_id TEXT,
                    key_name TEXT,
                    model TEXT NOT NULL,
                    provider TEXT
                ) STRICT;
                CREATE INDEX ledger_dimensions_team ON ledger_dimensions (team);
                CREATE INDEX ledger_dimensions_key ON ledger_dimensions (key_id);
                CREATE TABLE ledger_dimension_tags (
                    dimension INTEGER NOT NULL,
                    tag TEXT NOT NULL,
                    PRIMARY KEY (dimension, tag)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX ledger_dimension_tags_tag ON ledger_dimension_tags (tag, dimension);
                """
        )
        // Narrow, so that a scan of millions takes a second. An amount of money is two columns: whole nano-USD, and the
        // attodollars below, 0 ..< 10⁹; both are null where the cost is unknown.
        try connection.execute(
            sql: """
                CREATE TABLE ledger_rows (
                    sequence INTEGER PRIMARY KEY,
                    entry TEXT NOT NULL UNIQUE,
                    dimension INTEGER NOT NULL,
                    time INTEGER NOT NULL,
                    status INTEGER NOT NULL,
                    is_error INTEGER NOT NULL,
                    input_tokens INTEGER NOT NULL,
                    output_tokens INTEGER NOT NULL,
                    cost_nano INTEGER,
                    cost_rest INTEGER,
                    is_hit INTEGER NOT NULL,
                    saved_nano INTEGER NOT NULL,
                    saved_rest INTEGER NOT NULL,
                    correction INTEGER
                ) STRICT;
                CREATE INDEX ledger_rows_time ON ledger_rows (time);
                CREATE INDEX ledger_rows_dimension ON ledger_rows (dimension, time);
                CREATE INDEX ledger_rows_failed ON ledger_rows (time) WHERE status >= 400;
                CREATE TABLE ledger_usage (
                    quarter INTEGER NOT NULL,
                    dimension INTEGER NOT NULL,
                    requests INTEGER NOT NULL,
                    errors INTEGER NOT NULL,
                    input_tokens INTEGER NOT NULL,
                    output_tokens INTEGER NOT NULL,
                    cost_nano INTEGER NOT NULL,
                    cost_rest INTEGER NOT NULL,
                    unknown_costs INTEGER NOT NULL,
                    hits INTEGER NOT NULL,
                    saved_nano INTEGER NOT NULL,
                    saved_rest INTEGER NOT NULL,
                    PRIMARY KEY (quarter, dimension)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}

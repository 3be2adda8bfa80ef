internal import GRDB

extension Migration {
    /// 1: documents of identities, the audit log and settings.
    static let identities = Migration(number: 1, name: "identities") { connection in
        // `revision` is the number of the change that wrote the row: a gateway asks for what is newer than it has seen.
        try connection.execute(
            sql: """
                CREATE TABLE documents (
                    kind TEXT NOT NULL,
                    id TEXT NOT NULL,
                    name TEXT NOT NULL,
                    is_living INTEGER NOT NULL,
                    organization TEXT,
                    team TEXT,
                    owner TEXT,
                    digest BLOB,
                    expires INTEGER,
                    version INTEGER NOT NULL,
                    revision INTEGER NOT NULL,
                    body BLOB NOT NULL,
                    PRIMARY KEY (kind, id)
                ) STRICT;
                CREATE UNIQUE INDEX documents_name ON documents (kind, name) WHERE is_living = 1;
                CREATE INDEX documents_list ON documents (kind, name, id);
                CREATE UNIQUE INDEX documents_digest ON documents (digest) WHERE digest IS NOT NULL;
                CREATE UNIQUE INDEX documents_revision ON documents (revision);
                CREATE INDEX documents_team ON documents (kind, team, name, id) WHERE team IS NOT NULL;
                CREATE INDEX documents_owner ON documents (kind, owner, name, id) WHERE owner IS NOT NULL;
                CREATE TABLE removals (
                    kind TEXT NOT NULL,
                    id TEXT NOT NULL,
                    revision INTEGER NOT NULL UNIQUE,
                    PRIMARY KEY (kind, id)
                ) STRICT;
                CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
                INSERT INTO counters (name, value) VALUES ('revision', 0);
                """
        )
        // The other columns repeat what is in `entry`, for the filters; verification compares them.
        try connection.execute(
            sql: """
                CREATE TABLE audit (
                    sequence INTEGER PRIMARY KEY,
                    time INTEGER NOT NULL,
                    actor TEXT NOT NULL,
                    action TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    object TEXT NOT NULL,
                    team TEXT,
                    entry BLOB NOT NULL,
                    digest BLOB NOT NULL
                ) STRICT;
                CREATE INDEX audit_object ON audit (kind, object, sequence);
                CREATE INDEX audit_actor ON audit (actor, sequence);
                CREATE INDEX audit_team ON audit (team, sequence) WHERE team IS NOT NULL;
                CREATE TABLE audit_head (
                    only INTEGER PRIMARY KEY CHECK (only = 1),
                    sequence INTEGER NOT NULL,
                    digest BLOB NOT NULL
                ) STRICT;
                INSERT INTO audit_head (only, sequence, digest) VALUES (1, 0, zeroblob(32));
                CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
                """
        )
    }
}

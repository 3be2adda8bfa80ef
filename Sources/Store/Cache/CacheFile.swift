internal import Caching
internal import GRDB

/// The file that stored answers are in: a database of its own, for what is in it may be lost while the other one's may not.
///
/// One connection, used by one thread. Several processes may have it open; their writers wait for one another.
struct CacheFile {
    /// The file's name in the data folder.
    static let name = "cache.db"
    /// The form that this version works with: a file of any other one is given up, for a cache may forget.
    private static let format = 1
    /// The application's number in the file's header: `KMCA` in ASCII. Both stand again where the file is made, since SQL is
    /// put together from nothing but literals.
    private static let application = 1_263_354_689

    private let queue: DatabaseQueue

    /// Opens the file of a folder, makes it where there is none, and finishes removals that broke off.
    /// - Throws: ``StoreError/Code/corrupt`` where it is damaged, of another version or not ours.
    init(in folder: DataFolder) throws(StoreError) {
        let path = folder.path(of: Self.name)
        // Made here, so that it and the files that SQLite puts beside it are for their owner only.
        try POSIX.makeFile(path)
        do {
            var configuration = GRDB.Configuration()
            configuration.label = "kanmon.cache"
            configuration.busyMode = .timeout(SQLiteDatabase.busyTimeout)
            configuration.foreignKeysEnabled = true
            configuration.prepareDatabase { connection in
                // A tampered schema must not be able to call functions with effects.
                try connection.execute(sql: "PRAGMA trusted_schema = OFF")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { connection in
                try Self.prepare(connection)
                try connection.inTransaction(.immediate) {
                    try Self.makeTables(connection)
                    return .commit
                }
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Removes the file of a folder, and what is beside it.
    static func remove(in folder: DataFolder) throws(StoreError) {
        let path = folder.path(of: name)
        for file in [path, path + "-journal", path + "-wal", path + "-shm"] { try POSIX.remove(file) }
    }

    /// Whether a folder has one.
    static func isThere(in folder: DataFolder) -> Bool {
        (try? POSIX.status(of: folder.path(of: name))) ?? nil != nil
    }

    /// Closes it.
    func close() throws(StoreError) {
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try queue.close()
        } catch {
            throw StoreError(error)
        }
    }

    private static func prepare(_ connection: Database) throws {
        let number = try Int.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
        let form = try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
        let isEmpty = try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema") == 0
        guard (number == application && form == format) || (isEmpty && number == 0 && form == 0) else {
            throw StoreError(.corrupt, "the stored answers have another version's form")
        }
        // Counts as long as the file is empty: later it is as it was.
        try connection.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        try connection.execute(sql: "PRAGMA journal_mode = WAL")
        // What was written last may be lost in a power cut; nothing else is. Removals wait for the disk.
        try connection.execute(sql: "PRAGMA synchronous = NORMAL")
        try connection.execute(sql: "PRAGMA journal_size_limit = 8388608")
        // What is removed is overwritten.
        try connection.execute(sql: "PRAGMA secure_delete = ON")
    }

    private static func makeTables(_ connection: Database) throws {
        // Looked at inside the transaction: another process may have come first.
        guard try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema") == 0 else { return }
        try connection.execute(sql: "PRAGMA application_id = 1263354689")
        try connection.execute(sql: "PRAGMA user_version = 1")
        // A sequence number is never given twice: a removal goes by them. Bytes stand apart, so that answers can be put in
        // order without reading them.
        try connection.execute(
            sql: """
                CREATE TABLE answers (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    digest BLOB NOT NULL UNIQUE,
                    team TEXT,
                    model TEXT NOT NULL,
                    expires INTEGER NOT NULL,
                    used INTEGER NOT NULL,
                    hits INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX answers_used ON answers (used, sequence);
                CREATE INDEX answers_expires ON answers (expires);
                CREATE INDEX answers_team ON answers (team, model);
                CREATE TABLE answer_bytes (
                    sequence INTEGER PRIMARY KEY REFERENCES answers ON DELETE CASCADE,
                    bytes BLOB NOT NULL
                ) STRICT;
                CREATE TABLE answer_tags (
                    kind INTEGER NOT NULL,
                    tag TEXT NOT NULL,
                    sequence INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
                    PRIMARY KEY (kind, tag, sequence)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX answer_tags_answer ON answer_tags (sequence);
                CREATE TABLE meanings (
                    sequence INTEGER PRIMARY KEY REFERENCES answers ON DELETE CASCADE,
                    partition BLOB NOT NULL,
                    tenant TEXT NOT NULL,
                    text TEXT NOT NULL,
                    embedder TEXT NOT NULL,
                    vector BLOB NOT NULL
                ) STRICT;
                CREATE TABLE wrong_pairs (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    digest BLOB NOT NULL UNIQUE
                ) STRICT;
                CREATE TABLE removals (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    kind INTEGER NOT NULL,
                    digest BLOB,
                    tag TEXT,
                    last INTEGER NOT NULL,
                    is_done INTEGER NOT NULL
                ) STRICT;
                """
        )
    }

    /// Reads, or writes outside a transaction.
    func use<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            throw StoreError(error)
        }
    }

    /// Writes in one transaction.
    @discardableResult
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            var value: Value?
            try queue.writeWithoutTransaction { connection in
                try connection.inTransaction(.immediate) {
                    value = try body(connection)
                    return .commit
                }
            }
            guard let value else { throw StoreError(.unavailable, "the stored answers gave no answer") }
            return value
        } catch {
            throw StoreError(error)
        }
    }

    /// Writes in one transaction, which is on the disk when this returns.
    func durably<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try use { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let result = Result { () throws(StoreError) in try write(body) }
        try use { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        return try result.get()
    }
}

internal import GRDB
internal import Synchronization

/// The embedded database in a data folder: one writer, several readers, write-ahead log.
///
/// What has been committed is on the disk (`synchronous=FULL`): neither `kill -9` nor a power cut takes it back. Several
/// processes may have the database open; their writers wait for one another for up to ``busyTimeout``. Work runs on the
/// database's own threads, never on an event loop, and no more of it waits than ``waitingLimit``.
public final class SQLiteDatabase: Sendable {
    /// How long a writer waits for another process's, in seconds.
    public static let busyTimeout = 5.0
    /// How many reads and writes may wait or run at once; more are refused with ``StoreError/Code/busy``.
    public static let waitingLimit = 1024

    /// The folder, which stays open as long as its database.
    let folder: DataFolder
    private let pool: DatabasePool
    private let waiting = Atomic<Int>(0)

    /// Opens the database of a folder, makes it where there is none, and brings it to this version's form.
    /// - Parameters:
    ///   - folder: the open folder.
    ///   - now: the time, in nanoseconds since 1970 UTC.
    /// - Throws: ``StoreError/Code/newerSchema`` where a newer version wrote it, ``StoreError/Code/corrupt`` where it is
    ///   damaged or not ours, ``StoreError/Code/full`` and ``StoreError/Code/unavailable``.
    public convenience init(in folder: DataFolder, now: Int64) throws(StoreError) {
        try self.init(in: folder, now: now, steps: Migrations.all)
    }

    convenience init(in folder: DataFolder, now: Int64, steps: [Migration]) throws(StoreError) {
        // Made here, so that it and the files that SQLite puts beside it are for their owner only.
        try POSIX.makeFile(folder.database)
        try Self.look(at: folder.database) { _ = try Migrations.newest(on: $0, steps: steps) }
        try self.init(in: folder) { try Migrations.run(on: $0, steps: steps, now: now) }
    }

    /// Opens the database of a folder as it is: of any form, and without bringing it forward.
    convenience init(asItIsIn folder: DataFolder) throws(StoreError) {
        try Self.look(at: folder.database) { try Migrations.checkOurs($0) }
        try self.init(in: folder) { _ in }
    }

    private init(in folder: DataFolder, preparing: (Database) throws -> Void) throws(StoreError) {
        self.folder = folder
        do {
            pool = try DatabasePool(path: folder.database, configuration: Self.configuration)
            try pool.writeWithoutTransaction { connection in
                // Set after the pool's opening, which sets `NORMAL` of its own accord.
                try connection.execute(sql: "PRAGMA synchronous = FULL")
                try connection.execute(sql: "PRAGMA journal_size_limit = 67108864")
                // 16 MiB: pages of indexes that every batch touches go to the database once for several batches.
                try connection.execute(sql: "PRAGMA wal_autocheckpoint = 4096")
                // What is deleted is overwritten: retention means that it is gone.
                try connection.execute(sql: "PRAGMA secure_delete = ON")
                try preparing(connection)
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Reads a database before it is opened for writing, so that one that is refused stays as it is, to the byte.
    private static func look(at path: String, _ body: (Database) throws -> Void) throws(StoreError) {
        try attempt {
            var configuration = configuration
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read(body)
            try queue.close()
        }.get()
    }

    /// What every connection is opened with.
    static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "kanmon.database"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        // A tampered schema must not be able to call functions with effects.
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        return configuration
    }

    /// Reads one consistent state, off the caller's thread.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try enter()
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncRead { connection in
                continuation.resume(returning: Self.attempt { try body(connection.get()) })
            }
        }
        leave()
        return try result.get()
    }

    /// Writes in one transaction, off the caller's thread. It is done whole, and on the disk when this returns, or not at
    /// all; a cancelled task does not interrupt it.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        try enter()
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { connection in
                continuation.resume(returning: Self.attempt { try Self.transaction(on: connection, body) })
            }
        }
        leave()
        return try result.get()
    }

    /// Reads one consistent state on the calling thread, which must not be an event loop's.
    func readBlocking<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try Self.attempt { try pool.read(body) }.get()
    }

    /// Writes in one transaction on the calling thread, which must not be an event loop's.
    @discardableResult
    func writeBlocking<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try Self.attempt {
            try pool.writeWithoutTransaction { connection in try Self.transaction(on: connection, body) }
        }.get()
    }

    /// Runs on the writer's connection outside a transaction, on the calling thread, which must not be an event loop's.
    @discardableResult
    func withWriter<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try Self.attempt { try pool.writeWithoutTransaction(body) }.get()
    }

    /// Brings the log into the database and empties it, so that nothing that was deleted is left there. Readers of another
    /// process may keep it from that: then it happens another time.
    func emptyLog() async throws(StoreError) {
        let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { connection in
                continuation.resume(
                    returning: Self.attempt { try connection.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
                )
            }
        }
        try result.get()
    }

    /// Waits for what is under way and closes every connection; later calls fail with ``StoreError/Code/unavailable``.
    public func close() throws(StoreError) {
        try Self.attempt { try pool.close() }.get()
    }

    private static func transaction<Value>(
        on connection: Database,
        _ body: (Database) throws -> Value
    ) throws -> Value {
        var value: Value?
        // Immediate: the lock is taken before the first read, so that what was read still holds when it is written.
        try connection.inTransaction(.immediate) {
            value = try body(connection)
            return .commit
        }
        guard let value else { throw StoreError(.unavailable, "the database gave no answer") }
        return value
    }

    private static func attempt<Value>(_ body: () throws -> Value) -> Result<Value, StoreError> {
        do {
            return .success(try body())
        } catch {
            return .failure(StoreError(error))
        }
    }

    private func enter() throws(StoreError) {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.waitingLimit else {
            leave()
            throw StoreError(.busy, "too many reads and writes wait for the database: try again")
        }
    }

    private func leave() { waiting.subtract(1, ordering: .relaxed) }
}

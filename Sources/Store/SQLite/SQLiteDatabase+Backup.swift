internal import GRDB

extension SQLiteDatabase {
    /// Writes a backup while the gateway runs: one consistent state, everything that was committed when it began.
    ///
    /// The backup is complete and checked before it takes `path`'s name in one step; a backup of before stays until then.
    /// Readers and writers go on meanwhile. It holds what the database holds, secrets of the gateway among it, and is for
    /// its owner only (0600).
    /// - Parameter path: the backup's file, outside the data folder if it shall survive it.
    /// - Throws: ``StoreError/Code/conflict`` where `path` is something else than a backup, ``StoreError/Code/full``,
    ///   ``StoreError/Code/corrupt`` where the database is damaged.
    public func backup(to path: String) async throws(StoreError) {
        let database = folder.database
        try await read { source in
            try Self.checkTarget(path, database: database)
            let partial = path + ".partial-" + String(UInt64.random(in: 0 ... .max), radix: 36)
            do {
                try POSIX.makeFile(partial)
                try SQLiteFile.copy(source, to: partial)
                try POSIX.rename(partial, to: path)
            } catch {
                // The first error is the one to tell; what is left of a file that cannot be removed does no harm.
                for leftover in [partial, partial + "-journal", partial + "-wal", partial + "-shm"] {
                    try? POSIX.remove(leftover)
                }
                throw error
            }
            try POSIX.synchronize(DataFolder.parent(of: path))
        }
    }

    /// Refuses to write over anything that is not a backup.
    private static func checkTarget(_ path: String, database: String) throws {
        guard let status = try POSIX.status(of: path) else { return }
        guard status.isRegularFile, status.identity != (try POSIX.status(of: database)?.identity),
            try SQLiteFile.isOurs(path)
        else { throw StoreError(.conflict, "\(path) is there and is not a backup: name another file") }
    }
}

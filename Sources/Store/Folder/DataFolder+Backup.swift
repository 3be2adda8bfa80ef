internal import GRDB

extension DataFolder {
    /// Writes a backup of a folder's database, also while a gateway runs on it. The database keeps its form, whichever
    /// version wrote it.
    /// - Parameters:
    ///   - folder: the data folder, which must be there.
    ///   - path: the backup's file; see ``SQLiteDatabase/backup(to:)``.
    public static func backup(_ folder: String, to path: String) async throws(StoreError) {
        guard try POSIX.status(of: folder + "/" + databaseName) != nil else {
            throw StoreError(.notFound, "\(folder) holds no data of Kanmon")
        }
        let database = try SQLiteDatabase(asItIsIn: DataFolder(folder))
        do throws(StoreError) {
            try await database.backup(to: path)
        } catch {
            // The backup's error is the one to tell.
            try? database.close()
            throw error
        }
        try database.close()
    }

    /// Puts a backup in the place of a folder's database, on which no process may run.
    ///
    /// The backup is copied, checked and brought to the disk first and takes its place in one step: whatever breaks off
    /// before leaves everything as it was. The database that was there stays beside it as `kanmon.sqlite.before-restore`.
    /// Blocks; not for an event loop.
    /// - Parameters:
    ///   - path: the backup's file, which stays as it is.
    ///   - folder: the data folder; made where it is not there.
    /// - Throws: ``StoreError/Code/locked`` while a process has the folder open, ``StoreError/Code/newerSchema`` where a
    ///   newer version made the backup, ``StoreError/Code/corrupt`` where the file is damaged or no backup,
    ///   ``StoreError/Code/notFound`` where there is none.
    public static func restore(_ path: String, to folder: String) throws(StoreError) {
        try restore(path, to: folder, steps: Migrations.all)
    }

    static func restore(_ path: String, to folder: String, steps: [Migration]) throws(StoreError) {
        guard let status = try POSIX.status(of: path), status.isRegularFile else {
            throw StoreError(.notFound, "there is no backup at \(path)")
        }
        guard try SQLiteFile.isOurs(path) else { throw StoreError(.corrupt, "\(path) is not a backup of Kanmon") }
        let folder = try DataFolder(folder, exclusively: true)
        let partial = folder.path(of: databaseName + ".restoring")
        do {
            try removeDatabase(partial)
            try POSIX.makeFile(partial)
            try copyBackup(path, to: partial, steps: steps)
            try folder.setAside()
            // Stored answers are in no backup: those that are here are of another state.
            try CacheFile.remove(in: folder)
            try POSIX.rename(partial, to: folder.database)
            try POSIX.synchronize(folder.path)
        } catch {
            // The first error is the one to tell; the next restoring removes what is left here.
            try? removeDatabase(partial)
            throw StoreError(error)
        }
        // Held until here, and not given back while it is still needed.
        withExtendedLifetime(folder) {}
    }

    private static func copyBackup(_ path: String, to partial: String, steps: [Migration]) throws {
        var configuration = SQLiteDatabase.configuration
        configuration.readonly = true
        let backup = try DatabaseQueue(path: path, configuration: configuration)
        try backup.read { connection in
            // Looked at before anything is copied: a check of the whole may take minutes.
            _ = try Migrations.newest(on: connection, steps: steps)
            try SQLiteFile.copy(connection, to: partial)
        }
        try backup.close()
    }

    /// Gives the database its second name, under which it stays. It keeps its own until the restored one takes it, so that
    /// at no moment there is none.
    private func setAside() throws {
        let old = path(of: Self.databaseName + ".before-restore")
        guard try POSIX.status(of: database) != nil else { return }
        try Self.removeDatabase(old)
        foldLog()
        if !POSIX.link(database, to: old) { try POSIX.rename(database, to: old) }
        if try POSIX.status(of: database + "-wal") != nil {
            // Only a database that could not be opened still has one: it stays with it.
            try POSIX.rename(database + "-wal", to: old + "-wal")
        }
        try POSIX.remove(database + "-shm")
    }

    /// Brings what is in the log beside the database into it. Where that cannot be done, for the database is damaged or a
    /// newer version's, the log is set aside with it.
    private func foldLog() {
        guard let file = try? DatabaseQueue(path: database, configuration: SQLiteDatabase.configuration) else { return }
        try? file.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try? file.close()
    }

    private static func removeDatabase(_ path: String) throws(StoreError) {
        for name in [path, path + "-journal", path + "-wal", path + "-shm"] { try POSIX.remove(name) }
    }

    /// The folder that a file is in.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

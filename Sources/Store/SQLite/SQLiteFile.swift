internal import GRDB

/// A database file by itself, such as a backup, outside a data folder that is in use.
enum SQLiteFile {
    /// Copies a consistent state of a database to a new file by SQLite's online backup, checks the copy, and waits until it
    /// is on the disk; `path` holds all of it, without a log beside it.
    /// - Parameters:
    ///   - source: a connection inside a transaction, so that writers do not disturb the copying.
    ///   - path: an empty file for its owner only.
    static func copy(_ source: Database, to path: String) throws {
        let file = try DatabaseQueue(path: path, configuration: SQLiteDatabase.configuration)
        try file.writeWithoutTransaction { copy in
            // Nothing of a copy that breaks off is ever used: it is waited for once, at the end.
            try copy.execute(sql: "PRAGMA synchronous = OFF")
            try source.backup(to: copy)
            try copy.execute(sql: "PRAGMA journal_mode = DELETE")
            try check(copy)
        }
        try file.close()
        try POSIX.synchronize(path)
    }

    /// Finds damage of the whole database.
    /// - Throws: ``StoreError/Code/corrupt``.
    static func check(_ connection: Database) throws {
        let finding = try String.fetchOne(connection, sql: "PRAGMA integrity_check(1)") ?? "no answer"
        guard finding == "ok" else { throw StoreError(.corrupt, "the database is damaged: \(finding)") }
        guard try Row.fetchOne(connection, sql: "PRAGMA foreign_key_check") == nil else {
            throw StoreError(.corrupt, "the database is damaged: a row refers to one that is not there")
        }
    }

    /// Whether a file is a database of Kanmon's, by its header.
    static func isOurs(_ path: String) throws(StoreError) -> Bool {
        let header = try POSIX.beginning(of: path, count: 72)
        guard header.count == 72, header.prefix(16).elementsEqual("SQLite format 3\0".utf8) else { return false }
        // https://www.sqlite.org/fileformat.html#the_database_header: the application's number stands at offset 68.
        return header[68...].reduce(0) { $0 << 8 | Int($1) } == Migrations.application
    }
}

internal import GRDB
internal import GRDBSQLite

/// A statement that is run for many rows in a row: prepared once, its values bound straight into SQLite.
///
/// ``SQLQuery`` looks its statement up by its text and makes a value of each argument every time, which costs more than what
/// SQLite does for a row.
struct SQLRepeated {
    private let statement: Statement
    private let connection: Database

    /// Prepares a statement for as long as the transaction lasts.
    init(_ text: StaticString, on connection: Database) throws {
        self.connection = connection
        statement = try SQLQuery(text).prepared(on: connection)
    }

    /// Sets the values of the statement's `?`, the first of which is number 1, and runs it.
    /// - Parameter bind: sets all the values, every time; what it hands over must live until this returns.
    /// - Returns: how many rows it inserted, changed or deleted.
    @discardableResult
    func run(_ bind: (Values) throws -> Void) throws -> Int {
        let raw = statement.sqliteStatement
        defer { sqlite3_reset(raw) }
        try bind(Values(statement: raw))
        let code = sqlite3_step(raw)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(connection.sqliteConnection))
            )
        }
        return connection.changesCount
    }

    /// The values of a statement while they are set.
    struct Values {
        fileprivate let statement: SQLiteStatement

        /// Sets an integer, or `NULL`.
        func set(_ number: CInt, _ value: Int64?) throws {
            guard let value else { return try check(sqlite3_bind_null(statement, number)) }
            try check(sqlite3_bind_int64(statement, number, value))
        }

        /// Sets a text, which has no NUL in it; SQLite keeps a copy.
        func set(_ number: CInt, _ text: String) throws {
            var text = text
            try text.withUTF8 { bytes in
                try check(
                    bytes.withMemoryRebound(to: CChar.self) { characters in
                        sqlite3_bind_text(statement, number, characters.baseAddress, CInt(characters.count), Self.copy)
                    }
                )
            }
        }

        /// Sets a text in UTF-8, which has no NUL in it and of which there is one byte at least; SQLite keeps no copy.
        func set(_ number: CInt, borrowingText bytes: UnsafeRawBufferPointer) throws {
            let text = bytes.assumingMemoryBound(to: CChar.self)
            try check(sqlite3_bind_text(statement, number, text.baseAddress, CInt(text.count), nil))
        }

        /// Sets bytes, of which there is one at least and of which SQLite keeps no copy.
        func set(_ number: CInt, borrowing bytes: UnsafeRawBufferPointer) throws {
            try check(sqlite3_bind_blob(statement, number, bytes.baseAddress, CInt(bytes.count), nil))
        }

        /// `SQLITE_TRANSIENT`, which is a cast of −1 that Swift does not import.
        private static var copy: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

        private func check(_ code: CInt) throws {
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
    }
}

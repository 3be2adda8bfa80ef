internal import Foundation
internal import GRDB

/// A statement and its arguments.
///
/// Its text comes from the source code alone, for only a `StaticString` can become part of it: what a caller sends is
/// always an argument.
struct SQLQuery {
    /// A value that a `?` stands for.
    enum Argument {
        case integer(Int64)
        case text(String)
        case blob([UInt8])
        case null

        /// An integer or nothing.
        static func optional(_ value: Int64?) -> Argument { value.map(Argument.integer) ?? .null }
        /// A text or nothing.
        static func optional(_ value: String?) -> Argument { value.map(Argument.text) ?? .null }
        /// Bytes or nothing.
        static func optional(_ value: [UInt8]?) -> Argument { value.map(Argument.blob) ?? .null }
    }

    private var sql: String
    private var arguments: [Argument]

    /// A statement; each `?` in it stands for the argument at its place.
    init(_ text: StaticString, _ arguments: Argument...) {
        sql = text.description
        self.arguments = arguments
    }

    /// Adds to the statement's end, after a space.
    mutating func append(_ text: StaticString, _ arguments: Argument...) {
        sql += " " + text.description
        self.arguments += arguments
    }

    /// Runs the statement.
    /// - Returns: how many rows it inserted, changed or deleted.
    @discardableResult
    func run(on connection: Database) throws -> Int {
        try connection.cachedStatement(sql: sql).execute(arguments: bound())
        return connection.changesCount
    }

    /// All rows.
    func rows(on connection: Database) throws -> [Row] {
        try Row.fetchAll(connection.cachedStatement(sql: sql), arguments: bound())
    }

    /// The first row, if there is one.
    func row(on connection: Database) throws -> Row? {
        try Row.fetchOne(connection.cachedStatement(sql: sql), arguments: bound())
    }

    /// Goes through the rows one by one, as long as `body` returns `true`; a row is valid only while it does.
    func forEachRow(on connection: Database, _ body: (Row) throws -> Bool) throws {
        let cursor = try Row.fetchCursor(connection.cachedStatement(sql: sql), arguments: bound())
        while let row = try cursor.next(), try body(row) {}
    }

    private func bound() throws -> StatementArguments {
        StatementArguments(
            try arguments.map { argument -> (any DatabaseValueConvertible)? in
                switch argument {
                case .integer(let value): return value
                case .blob(let bytes): return Data(bytes)
                case .null: return nil
                case .text(let text):
                    // SQLite's text would end there, and two names be one.
                    guard !text.utf8.contains(0) else { throw StoreError(.invalid, "a text has a NUL in it") }
                    return text
                }
            }
        )
    }
}

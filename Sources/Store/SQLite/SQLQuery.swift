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

    /// Adds that a column has one of some texts, with `AND` in front.
    mutating func appendCondition(_ column: StaticString, isOneOf texts: Set<String>) {
        append("AND")
        append(column)
        append("IN (")
        for (index, text) in texts.sorted().enumerated() {
            if index > 0 { append(",") }
            append("?", .text(text))
        }
        append(")")
    }

    /// The statement alone, for ``SQLRepeated``.
    func prepared(on connection: Database) throws -> Statement { try connection.cachedStatement(sql: sql) }

    /// Runs the statement.
    /// - Returns: how many rows it inserted, changed or deleted.
    @discardableResult
    func run(on connection: Database) throws -> Int {
        try connection.cachedStatement(sql: sql).execute(arguments: bound())
        return connection.changesCount
    }

    /// What `read` makes of each row.
    func rows<Value>(on connection: Database, _ read: (SQLRow) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEachRow(on: connection) { row in
            values.append(try read(row))
            return true
        }
        return values
    }

    /// What `read` makes of the first row, if there is one.
    func row<Value>(on connection: Database, _ read: (SQLRow) throws -> Value) throws -> Value? {
        var value: Value?
        try forEachRow(on: connection) { row in
            value = try read(row)
            return false
        }
        return value
    }

    /// All rows, kept in memory: for few of them.
    func rows(on connection: Database) throws -> [SQLRow] {
        let statement = try connection.cachedStatement(sql: sql)
        let places = Self.places(statement)
        return try Row.fetchAll(statement, arguments: bound()).map { SQLRow($0, places: places) }
    }

    /// The first row, kept in memory, if there is one.
    func row(on connection: Database) throws -> SQLRow? {
        let statement = try connection.cachedStatement(sql: sql)
        return try Row.fetchOne(statement, arguments: bound()).map { SQLRow($0, places: Self.places(statement)) }
    }

    /// Whether there is a row.
    func hasRow(on connection: Database) throws -> Bool { try row(on: connection) { _ in true } ?? false }

    /// Goes through the rows one by one, as long as `body` returns `true`.
    func forEachRow(on connection: Database, _ body: (SQLRow) throws -> Bool) throws {
        let statement = try connection.cachedStatement(sql: sql)
        let places = Self.places(statement)
        let cursor = try Row.fetchCursor(statement, arguments: bound())
        while let row = try cursor.next(), try body(SQLRow(row, places: places)) {}
    }

    private static func places(_ statement: Statement) -> [String: Int] {
        Dictionary(
            statement.columnNames.enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
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

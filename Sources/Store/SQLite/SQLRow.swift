internal import Foundation
internal import GRDB

/// A row that a statement gives, valid only while it is being read.
///
/// What has not the type that the schema gives it is damage, never a trap.
struct SQLRow {
    private let row: Row
    /// Where each column stands: looked up once for a statement, for GRDB compares names without their case, row by row.
    private let places: [String: Int]

    init(_ row: Row, places: [String: Int]) {
        self.row = row
        self.places = places
    }

    /// An integer.
    func integer(_ column: String) throws -> Int64 { try required(optionalInteger(column), column) }

    /// A text.
    func text(_ column: String) throws -> String { try required(optionalText(column), column) }

    /// Bytes.
    func blob(_ column: String) throws -> [UInt8] { try required(optionalBlob(column), column) }

    /// An integer or `NULL`.
    func optionalInteger(_ column: String) throws -> Int64? {
        switch try value(column).storage {
        case .int64(let integer): integer
        case .null: nil
        default: throw Self.damage(column)
        }
    }

    /// A text or `NULL`.
    func optionalText(_ column: String) throws -> String? {
        switch try value(column).storage {
        case .string(let text): text
        case .null: nil
        default: throw Self.damage(column)
        }
    }

    /// Bytes or `NULL`.
    func optionalBlob(_ column: String) throws -> [UInt8]? {
        switch try value(column).storage {
        case .blob(let data): Array(data)
        case .null: nil
        default: throw Self.damage(column)
        }
    }

    private func value(_ column: String) throws -> DatabaseValue {
        guard let place = places[column] else { throw Self.damage(column) }
        return row[place]
    }

    private func required<Value>(_ value: Value?, _ column: String) throws -> Value {
        guard let value else { throw Self.damage(column) }
        return value
    }

    private static func damage(_ column: String) -> StoreError {
        StoreError(.corrupt, "the database is damaged (column \(column)): stop the gateway and restore a backup")
    }
}

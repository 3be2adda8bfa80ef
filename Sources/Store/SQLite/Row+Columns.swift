internal import Foundation
internal import GRDB

/// Columns of a row; what has not the type that the schema gives it is damage, never a trap.
extension Row {
    /// An integer.
    func integer(_ column: String) throws -> Int64 { try required(optionalInteger(column), column) }

    /// A text.
    func text(_ column: String) throws -> String { try required(optionalText(column), column) }

    /// Bytes.
    func blob(_ column: String) throws -> [UInt8] { try required(optionalBlob(column), column) }

    /// An integer or `NULL`.
    func optionalInteger(_ column: String) throws -> Int64? {
        guard let value = try value(column) else { return nil }
        guard case .int64(let integer) = value.storage else { throw Self.damage(column) }
        return integer
    }

    /// A text or `NULL`.
    func optionalText(_ column: String) throws -> String? {
        guard let value = try value(column) else { return nil }
        guard case .string(let text) = value.storage else { throw Self.damage(column) }
        return text
    }

    /// Bytes or `NULL`.
    func optionalBlob(_ column: String) throws -> [UInt8]? {
        guard let value = try value(column) else { return nil }
        guard case .blob(let data) = value.storage else { throw Self.damage(column) }
        return Array(data)
    }

    private func value(_ column: String) throws -> DatabaseValue? {
        guard hasColumn(column) else { throw Self.damage(column) }
        let value: DatabaseValue = self[column]
        return value.isNull ? nil : value
    }

    private func required<Value>(_ value: Value?, _ column: String) throws -> Value {
        guard let value else { throw Self.damage(column) }
        return value
    }

    private static func damage(_ column: String) -> StoreError {
        StoreError(.corrupt, "the database is damaged (column \(column)): stop the gateway and restore a backup")
    }
}

internal import GRDB

extension SQLiteStore {
    /// A value; see ``SettingStore/setting(_:)``.
    public func setting(_ name: SettingName) async throws(StoreError) -> [UInt8]? {
        try await database.read { try Self.value(name, on: $0) }
    }

    /// A value, set where there is none; see ``SettingStore/setting(_:orKeep:)``.
    public func setting(_ name: SettingName, orKeep value: [UInt8]) async throws(StoreError) -> [UInt8] {
        try await database.write { connection in
            if let stored = try Self.value(name, on: connection) { return stored }
            try Self.put(name, value, on: connection)
            return value
        }
    }

    /// Sets a value; see ``SettingStore/set(_:to:)``.
    public func set(_ name: SettingName, to value: [UInt8]) async throws(StoreError) {
        try await database.write { try Self.put(name, value, on: $0) }
    }

    /// Compares and sets; see ``SettingStore/replace(_:_:with:)``.
    public func replace(
        _ name: SettingName,
        _ expected: [UInt8]?,
        with value: [UInt8]?
    ) async throws(StoreError) -> Bool {
        try await database.write { connection in
            guard try Self.value(name, on: connection) == expected else { return false }
            if let value {
                try Self.put(name, value, on: connection)
            } else {
                try SQLQuery("DELETE FROM settings WHERE name = ?", .text(name.rawValue)).run(on: connection)
            }
            return true
        }
    }

    private static func value(_ name: SettingName, on connection: Database) throws -> [UInt8]? {
        try SQLQuery("SELECT value FROM settings WHERE name = ?", .text(name.rawValue))
            .row(on: connection) { try $0.blob("value") }
    }

    private static func put(_ name: SettingName, _ value: [UInt8], on connection: Database) throws {
        try SQLQuery(
            "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            .text(name.rawValue),
            .blob(value)
        ).run(on: connection)
    }
}

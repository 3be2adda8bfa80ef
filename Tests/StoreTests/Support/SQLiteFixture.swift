import Governance

@testable import Store

/// A data folder of a test's own with an open database and a store on it.
struct SQLiteFixture: Sendable {
    let folder: TemporaryFolder
    let database: SQLiteDatabase
    let store: SQLiteStore

    init(_ folder: TemporaryFolder? = nil, name: String = "data") throws {
        self.folder = try folder ?? TemporaryFolder()
        database = try SQLiteDatabase(in: DataFolder(self.folder(name)), now: 1)
        store = SQLiteStore(database)
    }

    /// Runs statements on the database behind the store's back.
    func tamper(_ statements: StaticString...) throws {
        try database.writeBlocking { connection in
            for statement in statements { try SQLQuery(statement).run(on: connection) }
        }
    }

    /// The only value that a statement gives.
    func integer(_ statement: StaticString) throws -> Int64? {
        try database.withWriter { connection in
            try SQLQuery(statement).row(on: connection) { try $0.optionalInteger("value") } ?? nil
        }
    }
}

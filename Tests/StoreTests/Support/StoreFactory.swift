import Store
import Testing

/// A way to make an empty store. Every kind of store is listed here once and then passes the whole conformance suite.
struct StoreFactory: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let make: @Sendable () throws -> (store: any GovernanceStore, lifetime: any Sendable)

    static let all = [memory, sqlite]

    static let memory = StoreFactory(testDescription: "memory") { (MemoryStore(), ()) }

    static let sqlite = StoreFactory(testDescription: "SQLite") {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(in: DataFolder(folder("data")), now: 1)
        return (SQLiteStore(database), folder)
    }

    /// Runs a test on a store of its own.
    func callAsFunction(_ test: (any GovernanceStore) async throws -> Void) async throws {
        let made = try make()
        try await test(made.store)
        withExtendedLifetime(made.lifetime) {}
    }
}

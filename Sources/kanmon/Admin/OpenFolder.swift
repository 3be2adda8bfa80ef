import ControlPlane
import Governance
import Logging
import Pricing
import Settings
import Store

/// A data folder, open for a command, with a gateway on it or not.
struct OpenFolder {
    let store: SQLiteStore
    let ledger: SQLiteLedger
    private let database: SQLiteDatabase
    private let path: String

    /// Opens a folder.
    /// - Parameter path: the folder, which must hold data.
    init(_ path: String) throws {
        self.path = path
        do throws(StoreError) {
            database = try SQLiteDatabase(in: try DataFolder(path), now: WallSeconds.nanoseconds)
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
        store = SQLiteStore(database)
        ledger = SQLiteLedger(database)
    }

    /// The admin API on the folder.
    /// - Parameter configuration: the one that goes with the folder; without it, what it declares is not there.
    func door(_ configuration: KanmonConfiguration?) async throws -> FolderDoor {
        do {
            return try await makeDoor(configuration ?? KanmonConfiguration())
        } catch let error as StoreError {
            throw CommandFailure("\(error)")
        }
    }

    /// Closes the folder.
    func close() throws {
        do throws(StoreError) { try database.close() } catch { throw CommandFailure("\(error)") }
    }

    private func makeDoor(_ configuration: KanmonConfiguration) async throws -> FolderDoor {
        let kept = try await store.setting(.pepper, orKeep: KeyPepper.generate().reveal())
        guard let pepper = KeyPepper(kept) else {
            throw CommandFailure("the secret that keys are hashed with is damaged: restore a backup")
        }
        let logger = Logger(label: "kanmon", factory: { StreamLogHandler.standardError(label: $0) })
        let keeper = DirectoryKeeper(
            store: store,
            pepper: pepper,
            declared: configuration.entities(pepper: pepper, at: .now),
            logger: logger
        ) { _ in }
        try await keeper.start()
        let prices = try PriceBook(own: configuration.prices, catalog: try FolderPrices.catalog(in: path))
        var parts = ControlPlane.Parts(
            store: store,
            ledger: ledger,
            keeper: keeper,
            pepper: pepper,
            configuration: { configuration },
            prices: { prices },
            clock: ControlClock { WallSeconds.nanoseconds },
            logger: logger
        )
        parts.bodies = SQLiteBodies(database)
        return try FolderDoor(parts, requestID: "cli-" + String(UInt64.random(in: 0 ... .max), radix: 36))
    }
}

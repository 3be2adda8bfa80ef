import Governance
import Logging
import Settings
import Store

/// What the gateway keeps beyond its own life, opened: in a folder, or in memory where the configuration names none.
struct DataStores: Sendable {
    /// Identities, sessions, budgets, alerts, the audit log and settings.
    let store: any GovernanceStore
    /// The records of requests; `nil` where they have no place.
    let ledger: (any LedgerStore)?
    /// Prompts and answers of teams that have them stored; `nil` where they have no place.
    let bodies: (any BodyStore)?
    /// What digests of keys are made with.
    let pepper: KeyPepper
    /// What is between requests and the ledger.
    let journal: Journal?
    /// The folder; `nil` where everything is in memory.
    let folder: DataFolder?
    /// What brings records from the journal to the ledger; `nil` where there is none.
    let writer: LedgerWriter?
    /// That this gateway is there, for others on the folder; `nil` where everything is in memory.
    let presence: FolderPresence?
    private let database: SQLiteDatabase?
    private let logger: Logger

    /// Opens what a configuration names. It reads and writes files, so it is not for event loops.
    /// - Parameters:
    ///   - lanes: how many event loops write records.
    ///   - now: nanoseconds since 1970.
    ///   - logger: told of damage.
    /// - Throws: ``CommandFailure`` where the folder cannot be used.
    static func open(
        _ configuration: KanmonConfiguration,
        lanes: Int,
        now: Int64,
        logger: Logger
    ) async throws -> DataStores {
        do throws(StoreError) {
            guard case .folder(let path) = configuration.data else {
                return try await DataStores(MemoryStore(), logger: logger)
            }
            let folder = try DataFolder(path)
            let database = try SQLiteDatabase(in: folder, now: now)
            var options = JournalOptions()
            options.lanes = lanes
            options.maximumBytes = configuration.ledger.maxJournal
            options.syncMilliseconds = max(1, Int(clamping: configuration.ledger.sync.inMilliseconds))
            options.policy = configuration.ledger.onFull == .refuse ? .refuse : .continue
            let journal = try Journal(in: folder, now: now, options: options)
            return try await DataStores(SQLiteStore(database), folder, database, journal, logger: logger)
        } catch {
            throw CommandFailure("data: \(error)")
        }
    }

    private init(
        _ store: any GovernanceStore,
        _ folder: DataFolder? = nil,
        _ database: SQLiteDatabase? = nil,
        _ journal: Journal? = nil,
        logger: Logger
    ) async throws(StoreError) {
        self.store = store
        self.folder = folder
        self.database = database
        self.journal = journal
        presence = try folder.map { folder throws(StoreError) in try FolderPresence(in: folder) }
        let ledger = database.map { SQLiteLedger($0) }
        self.ledger = ledger
        bodies = database.map { SQLiteBodies($0) }
        self.logger = logger
        if let journal, let ledger {
            writer = LedgerWriter(from: journal, to: ledger) { Self.tell($0, logger) }
        } else {
            writer = nil
        }
        let kept = try await store.setting(.pepper, orKeep: KeyPepper.generate().reveal())
        guard let pepper = KeyPepper(kept) else {
            throw StoreError(.corrupt, "the secret that keys are hashed with is damaged: restore a backup")
        }
        self.pepper = pepper
    }

    /// Brings what an earlier process left in the journal to the ledger, and whatever comes from now on.
    func startWriting() throws(StoreError) {
        if let failure = try writer?.drainReadable() {
            // No reason not to start: the file stays, and is tried again all the time.
            logger.error(
                "a file of the journal cannot be read: what is in it is not in the ledger yet",
                metadata: ["error": "\(failure)"]
            )
        }
        writer?.start()
    }

    /// Tells of what was wrong with a file of the journal.
    private static func tell(_ damage: JournalDamage, _ logger: Logger) {
        let figures: Logger.Metadata = [
            "file": "\(damage.file)", "damaged_bytes": "\(damage.damagedBytes)", "torn_bytes": "\(damage.tornBytes)",
            "rejected": "\(damage.rejected)", "repaired": "\(damage.repaired)",
        ]
        if damage.isKept {
            logger.error(
                "something in a file of the journal could not be read: records may be missing, and the file is kept",
                metadata: figures
            )
        } else if damage.repaired > 0 {
            logger.warning("records were read from a damaged file of the journal", metadata: figures)
        } else {
            logger.notice("a file of the journal ended in an append that was cut off", metadata: figures)
        }
    }

    /// Brings everything to the ledger and closes the folder.
    func close() throws(StoreError) {
        writer?.stop()
        try database?.close()
    }
}

public import Governance
public import Logging
public import Settings
public import Store
import Synchronization

/// Keeps the gateway's `Directory` up to date: what the configuration declares and what the store keeps, merged.
///
/// The directory is handed to a sink when the keeper starts, at once after a change that was made through the admin API of
/// this process, and within a second after one that another process made. Nothing of it is on the way of a request.
public actor DirectoryKeeper {
    /// How often the store is asked whether something has changed. Half of the second that is promised.
    public static let standardInterval = Duration.milliseconds(500)
    /// How many documents are read at once.
    private static let batch = 1000

    private let store: any IdentityStore
    private let pepper: KeyPepper
    private let sink: @Sendable (Directory) -> Void
    private let logger: Logger
    private let published: Mutex<Directory>
    private var declared: DeclaredEntities
    private var stored = StoredIdentities()
    /// What was read and is not in the directory yet, in the order of the changes. Kept here because several tasks may
    /// read by turns, and an earlier state of an object must not follow a later one.
    private var pending: [DirectoryChange] = []
    private var revision: Int64 = 0
    private var isFailing = false

    /// A keeper; ``start()`` loads what there is.
    /// - Parameters:
    ///   - store: where the identities are kept.
    ///   - pepper: what the digests of keys are made with.
    ///   - declared: what the configuration declares.
    ///   - logger: told of documents that cannot be read, and of a store that cannot be asked.
    ///   - sink: given each directory; it is called by one task at a time and must not block.
    public init(
        store: any IdentityStore,
        pepper: KeyPepper,
        declared: DeclaredEntities = DeclaredEntities(),
        logger: Logger,
        sink: @escaping @Sendable (Directory) -> Void
    ) {
        self.store = store
        self.pepper = pepper
        self.declared = declared
        self.logger = logger
        self.sink = sink
        published = Mutex(Directory(pepper: pepper))
    }

    /// The directory in use.
    public nonisolated var directory: Directory { published.withLock { $0 } }

    /// Loads everything and hands out the first directory.
    /// - Throws: `StoreError` where the store cannot be read: a gateway must not start as if there were no keys.
    public func start() async throws(StoreError) {
        try await load()
        pending = []
        publish(stored.directory(under: declared, pepper: pepper))
    }

    /// The directory as it would be with what another configuration declares.
    public func directory(declaring declared: DeclaredEntities) -> Directory {
        stored.directory(under: declared, pepper: pepper)
    }

    /// Takes over what a configuration that was read again declares.
    public func declare(_ declared: DeclaredEntities) {
        self.declared = declared
        pending = []
        publish(stored.directory(under: declared, pepper: pepper))
    }

    /// Brings the directory up to date with the store, if anything has changed there.
    /// - Throws: `StoreError` where the store cannot be read; the directory stays as it is.
    public func refresh() async throws(StoreError) {
        try await load()
        let counting = pending.filter { !declared.declares($0.identity.kind, $0.identity.identity) }
        pending = []
        guard !counting.isEmpty else { return }
        publish(directory.applying(counting))
    }

    /// Looks for changes of other processes until the task is cancelled. A store that cannot be asked is told of once, and
    /// asked again.
    /// - Parameters:
    ///   - interval: how long to wait between two looks.
    ///   - clock: what waits.
    public func run(every interval: Duration = standardInterval, clock: any Clock<Duration> = ContinuousClock()) async {
        while !Task.isCancelled {
            do {
                try await clock.sleep(for: interval)
            } catch {
                return
            }
            do {
                if try await store.latestRevision() != revision { try await refresh() }
                isFailing = false
            } catch {
                if !isFailing { logger.error("identities cannot be read", metadata: ["error": "\(error)"]) }
                isFailing = true
            }
        }
    }

    /// Reads all changes since the last look.
    private func load() async throws(StoreError) {
        while true {
            let since = revision
            let changes = try await store.changes(since: since, limit: Self.batch)
            // While the store was asked another task may have taken these changes in already.
            guard since == revision else { continue }
            let (taken, unreadable) = stored.take(changes)
            pending += taken
            for document in unreadable {
                logger.error(
                    "an identity cannot be read and does not count",
                    metadata: ["kind": "\(document.kind)", "id": "\(document.id)", "problem": "\(document.problem)"]
                )
            }
            revision = max(revision, changes.revision)
            if !changes.hasMore { return }
        }
    }

    private func publish(_ directory: Directory) {
        published.withLock { $0 = directory }
        sink(directory)
    }
}

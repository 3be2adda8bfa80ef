import Governance
internal import Synchronization

/// Brings what is in the journal to the store, on a thread of its own.
///
/// It always reads the journal's files, also of this process, where what was just appended is still in the system's memory:
/// there is no queue to fill, memory stays flat however far it is behind, and what runs after a crash is what runs every
/// day. A file goes when everything in it is durable in the store.
public final class LedgerWriter: Sendable {
    private let journal: Journal
    private let store: any LedgerStore
    private let pauseMilliseconds: Int
    private let tell: @Sendable (JournalDamage) -> Void
    private let state = Mutex(State())
    private let progress = Mutex(LedgerWriterStatistics())
    private let threads = Mutex<Threads?>(nil)

    private struct Threads {
        var keeper: JournalKeeper
        var writer: BackgroundThread
    }

    private struct State {
        /// How far each file has been brought to the store.
        var offsets: [Int: Int] = [:]
        /// What is wrong with files.
        var damage: [Int: JournalDamage] = [:]
        /// How long to wait after a failure, in milliseconds.
        var patience = 0
    }

    /// A writer that has not begun.
    /// - Parameters:
    ///   - journal: where records come from.
    ///   - store: where they go.
    ///   - pauseMilliseconds: how long records may gather before they are brought over.
    ///   - tell: told of each file in which something was wrong, when everything else in it is in the store. Called on the
    ///     thread that reads; it must not call the writer.
    public init(
        from journal: Journal,
        to store: any LedgerStore,
        pauseMilliseconds: Int = 200,
        tell: @escaping @Sendable (JournalDamage) -> Void = { _ in }
    ) {
        self.tell = tell
        self.journal = journal
        self.store = store
        self.pauseMilliseconds = max(1, pauseMilliseconds)
    }

    /// Begins to bring records over, and to sync the journal; to be ended with ``stop()``.
    public func start() {
        threads.withLock { threads in
            guard threads == nil else { return }
            threads = Threads(
                keeper: JournalKeeper(journal),
                writer: BackgroundThread("kanmon-ledger", bell: Bell(), isPatient: true) { [self] in turn() }
            )
        }
    }

    /// What it has done.
    public var statistics: LedgerWriterStatistics { progress.withLock { $0 } }

    /// Brings over everything that was appended before the call; blocks.
    /// - Throws: what kept it from that; it is tried again by the thread.
    public func drain() throws(StoreError) {
        if let failure = try drainReadable() { throw failure }
    }

    /// Brings over everything that was appended before the call and can be read; blocks.
    /// - Returns: why a file cannot be read, where there is one that cannot. It stays, and the thread tries again.
    /// - Throws: why the store does not take records.
    public func drainReadable() throws(StoreError) -> StoreError? {
        try state.withLock { state throws(StoreError) in try pass(&state) }
    }

    /// Takes no more records, brings over what is there, and ends; blocks. What cannot be brought over stays in the journal
    /// for the next start.
    public func stop() {
        journal.seal()
        let threads = threads.withLock { threads in
            defer { threads = nil }
            return threads
        }
        threads?.writer.stop()
        threads?.keeper.stop()
    }

    /// One turn of the thread.
    /// - Returns: how long to wait, in milliseconds.
    private func turn() -> Int {
        state.withLock { state in
            do throws(StoreError) {
                if let failure = try pass(&state) { throw failure }
                state.patience = 0
                return pauseMilliseconds
            } catch {
                progress.withLock { progress in
                    progress.failures += 1
                    progress.lastFailure = error
                }
                state.patience = min(max(2 * state.patience, pauseMilliseconds), 10_000)
                return state.patience
            }
        }
    }

    private func pass(_ state: inout State) throws(StoreError) -> StoreError? {
        let begun = ContinuousClock.now
        let sources = journal.sources()
        let pending = sources.reduce(0) { $0 + max(0, $1.length - (state.offsets[$1.id] ?? 0)) }
        progress.withLock { $0.pendingBytes = pending }
        var batch = Batch()
        var failure: StoreError?
        for source in sources {
            guard source.isSealed || source.length > state.offsets[source.id] ?? 0 else { continue }
            // A file that cannot be read is tried again; those after it do not wait for it.
            if let unreadable = try read(source, into: &batch, &state) { failure = unreadable }
        }
        try commit(&batch, &state)
        try writeKept()
        if let failure { return failure }
        progress.withLock { progress in
            progress.pendingBytes = 0
            progress.caughtUp = begun
        }
        return nil
    }

    /// What is to be written at once, and how far its files have been read when it is.
    private struct Batch {
        var items = LedgerBatch()
        var offsets: [Int: Int] = [:]
        var finished: [JournalSource] = []
        /// What has been found wrong since the batch before.
        var damage: [Int: JournalDamage] = [:]

        /// Notes what is wrong with a file.
        mutating func note(_ source: JournalSource, _ change: (inout JournalDamage) -> Void) {
            change(&damage[source.id, default: JournalDamage(file: source.name)])
        }
    }

    /// Reads a file on into a batch, which is committed whenever it is full.
    /// - Returns: why the file could not be read to its end.
    /// - Throws: why the store did not take a batch.
    private func read(
        _ source: JournalSource,
        into batch: inout Batch,
        _ state: inout State
    ) throws(StoreError) -> StoreError? {
        let opened = Result { () throws(StoreError) in try JournalReader(source, from: state.offsets[source.id] ?? 0) }
        guard case .success(var reader) = opened else { return opened.failure }
        defer { reader.close() }
        if reader.isHeaderRepaired, state.offsets[source.id] == nil { batch.note(source) { $0.repaired += 1 } }
        while true {
            let step = Result { () throws(StoreError) in try reader.next() }
            guard case .success(let found) = step else { return step.failure }
            switch found {
            case .payload(let range): take(reader.buffer, range, of: source, into: &batch)
            case .repaired(let range):
                batch.note(source) { $0.repaired += 1 }
                take(reader.buffer, range, of: source, into: &batch)
            case .damaged(let count): batch.note(source) { $0.damagedBytes += count }
            case .torn(let count): batch.note(source) { $0.tornBytes += count }
            case nil:
                if source.isSealed { batch.finished.append(source) }
                return nil
            }
            batch.offsets[source.id] = reader.offset
            if batch.items.count >= LedgerLimits.batch { try commit(&batch, &state) }
        }
    }

    private func take(
        _ bytes: [UInt8],
        _ range: Range<Int>,
        of source: JournalSource,
        into batch: inout Batch
    ) {
        do throws(LedgerFormatError) {
            try batch.items.append(bytes, in: range)
        } catch {
            // Whole but not to be read: a newer version's. The file is kept for it.
            batch.note(source) { $0.rejected += 1 }
        }
    }

    private func commit(_ batch: inout Batch, _ state: inout State) throws(StoreError) {
        let new = batch.items.isEmpty ? 0 : try store.insert(batch.items)
        progress.withLock { progress in
            progress.written += new
            progress.duplicates += batch.items.count - new
            for damage in batch.damage.values { progress.add(damage) }
        }
        state.offsets.merge(batch.offsets) { _, new in new }
        state.damage.merge(batch.damage) { $0.adding($1) }
        let finished = batch.finished
        batch.items.removeAll()
        batch = Batch(items: batch.items)
        for source in finished {
            let damage = state.damage[source.id]
            try journal.discard(source, keeping: damage?.isKept ?? false)
            state.offsets[source.id] = nil
            state.damage[source.id] = nil
            guard var damage else { continue }
            if damage.isKept { damage.file += Journal.keptSuffix }
            tell(damage)
        }
    }

    private func writeKept() throws(StoreError) {
        while true {
            let records = journal.takeKept(atMost: LedgerLimits.batch)
            guard !records.isEmpty else { return }
            do throws(StoreError) {
                let new = try store.insert(try LedgerBatch(records.map { .record($0) }))
                progress.withLock { $0.written += new }
            } catch {
                journal.giveBack(records)
                throw error
            }
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

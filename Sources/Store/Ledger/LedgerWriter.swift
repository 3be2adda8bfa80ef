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
        /// Files with frames that could not be read.
        var rejecting: Set<Int> = []
        /// How long to wait after a failure, in milliseconds.
        var patience = 0
    }

    /// A writer that has not begun.
    /// - Parameters:
    ///   - journal: where records come from.
    ///   - store: where they go.
    ///   - pauseMilliseconds: how long records may gather before they are brought over.
    public init(from journal: Journal, to store: any LedgerStore, pauseMilliseconds: Int = 200) {
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
                try pass(&state)
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

    private func pass(_ state: inout State) throws(StoreError) {
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
        if let failure { throw failure }
        progress.withLock { progress in
            progress.pendingBytes = 0
            progress.caughtUp = begun
        }
    }

    /// What is to be written at once, and how far its files have been read when it is.
    private struct Batch {
        var items = LedgerBatch()
        var offsets: [Int: Int] = [:]
        var finished: [JournalSource] = []
        var tornBytes = 0
        var damagedBytes = 0
        var rejected = 0
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
        while true {
            let step = Result { () throws(StoreError) in try reader.next() }
            guard case .success(let found) = step else { return step.failure }
            switch found {
            case .payload(let range): take(reader.buffer, range, of: source, into: &batch, &state)
            case .damaged(let count):
                batch.damagedBytes += count
                state.rejecting.insert(source.id)
            case .torn(let count): batch.tornBytes += count
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
        into batch: inout Batch,
        _ state: inout State
    ) {
        do throws(LedgerFormatError) {
            try batch.items.append(bytes, in: range)
        } catch {
            // Whole but not to be read: a newer version's. The file is kept for it.
            batch.rejected += 1
            state.rejecting.insert(source.id)
        }
    }

    private func commit(_ batch: inout Batch, _ state: inout State) throws(StoreError) {
        let new = batch.items.isEmpty ? 0 : try store.insert(batch.items)
        progress.withLock { progress in
            progress.written += new
            progress.duplicates += batch.items.count - new
            progress.rejected += batch.rejected
            progress.tornBytes += batch.tornBytes
            progress.damagedBytes += batch.damagedBytes
        }
        state.offsets.merge(batch.offsets) { _, new in new }
        let finished = batch.finished
        batch.items.removeAll()
        batch = Batch(items: batch.items)
        for source in finished {
            try journal.discard(source, keeping: state.rejecting.contains(source.id))
            state.offsets[source.id] = nil
            state.rejecting.remove(source.id)
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

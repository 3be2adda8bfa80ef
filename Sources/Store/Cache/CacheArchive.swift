public import Caching
internal import DequeModule
internal import Synchronization

/// Keeps stored answers in a file of the data folder, so that a restart does not forget them.
///
/// Everything happens on a thread of its own: it writes what has gathered about once a second, reads at the start what fits
/// into memory, the most useful first, and hears of what other processes with the folder have removed. Nobody waits for it
/// but who removes answers. What goes wrong with the disk costs answers, never a request.
public final class CacheArchive: AnswerArchive {
    /// How many answers may wait to be written.
    static let waitingAnswers = 4096
    /// How many bytes of answers may wait.
    static let waitingBytes = 32 << 20
    /// How many removals may wait.
    private static let waitingRemovals = 64

    private let folder: DataFolder
    private let rules: @Sendable () -> ArchiveRules
    private let clock: @Sendable () -> CacheInstant
    private let tell: @Sendable (String) -> Void
    private let careInterval: Duration
    private let bell = Bell()
    private let isOn = Atomic<Bool>(false)
    private let known = Atomic<Int64>(0)
    private let queue = Mutex(Queue())
    private let progress = Mutex(ArchiveStatistics())
    private let worker = Mutex(Worker())
    private let thread = Mutex<BackgroundThread?>(nil)

    /// What waits for the thread.
    private struct Queue {
        var answers: Deque<(answer: CachedAnswer, persists: Bool, removals: Int64)> = []
        var meanings: [StoredMeaning] = []
        var pairs: [TextPairDigest] = []
        var bytes = 0
        var removals: [(purge: CachePurge, done: CheckedContinuation<Result<Int?, CacheError>, Never>)] = []
        var isClosed = false

        mutating func forget() {
            answers = []
            bytes = 0
            meanings = []
            pairs = []
        }
    }

    /// What the thread alone uses.
    private struct Worker {
        var file: CacheFile?
        var rules = ArchiveRules()
        /// Whether it has been found out what is in the file.
        var isReady = false
        /// The places of the answers that are still to be read.
        var places: ArraySlice<Int64> = []
        /// Removals that the file would not take, to be tried again.
        var owed: [CachePurge] = []
        /// When the file is looked after next.
        var nextCare = ContinuousClock.Instant?.none
        /// When it is counted next what is in it.
        var nextCount = ContinuousClock.Instant?.none
        var isFailing = false
    }

    /// An archive that has not begun.
    /// - Parameters:
    ///   - folder: the data folder.
    ///   - rules: whose answers may be there, at the moment.
    ///   - clock: the time.
    ///   - careInterval: how often expired answers go, and hits are counted.
    ///   - tell: takes a line about troubles and their end, without secrets.
    public init(
        in folder: DataFolder,
        rules: @escaping @Sendable () -> ArchiveRules,
        clock: @escaping @Sendable () -> CacheInstant,
        careInterval: Duration = CacheArchive.careInterval,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.folder = folder
        self.rules = rules
        self.clock = clock
        self.careInterval = careInterval
        self.tell = tell
    }

    /// Begins to read and to write; to be ended with ``stop()``.
    /// - Parameter memory: what answers are read into.
    public func start(into memory: any AnswerMemory) {
        thread.withLock { thread in
            guard thread == nil else { return }
            isOn.store(rules().isOn, ordering: .releasing)
            thread = BackgroundThread("kanmon-cache", bell: bell) { [self] in turn(memory) }
        }
    }

    /// Takes no more answers, writes those that wait, and closes the file; blocks.
    public func stop() {
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        queue.withLock { $0.isClosed = true }
        thread?.stop()
        isOn.store(false, ordering: .releasing)
        answerRemovals { _ in .failure(Self.unavailable("the gateway is stopping")) }
        worker.withLock { worker in
            // Nothing is lost that the log beside it does not have.
            try? worker.file?.close()
            worker.file = nil
        }
    }

    // MARK: - From outside

    /// How many removals by hand it knows of; see `AnswerArchive`.
    public var removals: Int64 { known.load(ordering: .acquiring) }

    /// Takes an answer, to be written within about a second; see `AnswerArchive`.
    public func keep(_ answer: CachedAnswer, persists: Bool = true, knowing removals: Int64) {
        guard isOn.load(ordering: .relaxed) else { return }
        let bytes = answer.recording.bytes.count
        let (isTaken, isHalfFull) = queue.withLock { queue in
            guard !queue.isClosed, queue.answers.count < Self.waitingAnswers, queue.bytes + bytes <= Self.waitingBytes
            else { return (false, false) }
            queue.answers.append((answer, persists, removals))
            queue.bytes += bytes
            return (true, queue.answers.count * 2 > Self.waitingAnswers || queue.bytes * 2 > Self.waitingBytes)
        }
        if !isTaken { progress.withLock { $0.drops += 1 } }
        if isHalfFull { bell.ring() }
    }

    /// Takes the question of an answer; see `AnswerArchive`.
    public func keep(_ meaning: StoredMeaning) {
        guard isOn.load(ordering: .relaxed) else { return }
        queue.withLock { queue in
            if !queue.isClosed, queue.meanings.count < Self.waitingAnswers { queue.meanings.append(meaning) }
        }
    }

    /// Takes a pair that was marked wrong; see `AnswerArchive`.
    public func keep(wrong pair: TextPairDigest) {
        guard isOn.load(ordering: .relaxed) else { return }
        queue.withLock { queue in
            if !queue.isClosed, queue.pairs.count < Self.waitingAnswers { queue.pairs.append(pair) }
        }
    }

    /// Removes answers for good; see `AnswerArchive`.
    public func purge(_ purge: CachePurge) async throws(CacheError) -> Int? {
        let result: Result<Int?, CacheError> = await withCheckedContinuation { continuation in
            let refusal: Result<Int?, CacheError>? = queue.withLock { queue in
                guard !queue.isClosed else { return .failure(Self.unavailable("the gateway is stopping")) }
                guard queue.removals.count < Self.waitingRemovals else {
                    return .failure(Self.unavailable("too many removals wait: try again"))
                }
                queue.removals.append((purge, continuation))
                return nil
            }
            if let refusal { continuation.resume(returning: refusal) } else { bell.ring() }
        }
        return try result.get()
    }

    /// What it has done; `nil` where nothing is kept.
    public var statistics: ArchiveStatistics? {
        isOn.load(ordering: .relaxed) ? progress.withLock { $0 } : nil
    }

    private static func unavailable(_ reason: String) -> CacheError {
        CacheError(.archiveUnavailable, "Stored answers on the disk cannot be removed: \(reason).")
    }

    // MARK: - The thread

    /// How long to wait where nothing is to be done, in milliseconds: what other processes have removed is heard of then.
    private static let pause = 1000
    /// How many answers are read in one turn.
    private static let readAtOnce = 64
    /// How much is written in one transaction.
    private static let writtenAtOnce = (answers: 512, bytes: 4 << 20)
    /// How often expired answers go, and hits are counted.
    public static let careInterval = Duration.seconds(60)
    /// The most answers whose places are remembered at a start.
    private static let mostPlaces = 2_000_000

    /// Does what is to be done.
    /// - Returns: how long to wait for the next turn, in milliseconds.
    private func turn(_ memory: any AnswerMemory) -> Int {
        worker.withLock { worker in
            do throws(StoreError) {
                try follow(rules(), memory, &worker)
                guard worker.file != nil else {
                    answerRemovals { _ in .success(nil) }
                    return Self.pause
                }
                try remove(memory, &worker)
                try hear(memory, worker)
                var isMore = try write(&worker)
                let isLast = queue.withLock { $0.isClosed }
                if isLast {
                    while isMore { isMore = try write(&worker) }
                } else {
                    try read(memory, &worker)
                }
                try care(memory, isLast, &worker)
                try count(&worker)
                recover(&worker)
                return isMore || !worker.places.isEmpty ? 0 : Self.pause
            } catch {
                fail(error, &worker)
                return Self.pause
            }
        }
    }

    /// Opens the file, or gives it up, as the rules say.
    private func follow(
        _ rules: ArchiveRules,
        _ memory: any AnswerMemory,
        _ worker: inout Worker
    ) throws(StoreError) {
        defer { isOn.store(rules.isOn, ordering: .releasing) }
        guard rules.isOn else {
            queue.withLock { queue in
                queue.forget()
            }
            guard worker.file != nil || CacheFile.isThere(in: folder) else { return }
            try? worker.file?.close()
            worker = Worker()
            // Nobody wants anything of it on the disk any more.
            try CacheFile.remove(in: folder)
            progress.withLock { $0 = ArchiveStatistics() }
            return
        }
        guard !worker.isReady || worker.rules != rules else { return }
        let file = if let open = worker.file { open } else { try open(&worker) }
        try file.finishRemovals()
        let gone = try file.enforce(rules)
        let evictions = try file.shrink(to: rules.maximumBytes)
        if !worker.isReady {
            known.store(try file.newestRemoval, ordering: .releasing)
            worker.places = try file.sequences(at: clock(), limit: Self.mostPlaces)[...]
            memory.restore(wrong: try file.wrongPairs)
            worker.isReady = true
        }
        worker.rules = rules
        let isLoading = !worker.places.isEmpty
        progress.withLock { progress in
            progress.purges += gone
            progress.evictions += evictions
            progress.maximumBytes = rules.maximumBytes
            progress.isLoading = isLoading
        }
    }

    /// Opens the file; one that cannot be used makes place for an empty one.
    private func open(_ worker: inout Worker) throws(StoreError) -> CacheFile {
        let file: CacheFile
        do {
            file = try CacheFile(in: folder)
        } catch {
            guard error.code == .corrupt else { throw error }
            try reset(&worker)
            file = try CacheFile(in: folder)
        }
        worker.file = file
        return file
    }

    private func reset(_ worker: inout Worker) throws(StoreError) {
        try? worker.file?.close()
        worker.file = nil
        worker.isReady = false
        worker.places = []
        try CacheFile.remove(in: folder)
        progress.withLock { progress in
            progress.resets += 1
            progress.isLoading = false
        }
        tell("the stored answers of an earlier time cannot be used and are forgotten")
    }

    /// Does what somebody waits for: removals.
    private func remove(_ memory: any AnswerMemory, _ worker: inout Worker) throws(StoreError) {
        guard let file = worker.file else { return }
        while let purge = worker.owed.first {
            try remove(purge, from: file, memory, worker)
            worker.owed.removeFirst()
        }
        answerRemovals { purge in
            do throws(StoreError) {
                return .success(try remove(purge, from: file, memory, worker))
            } catch {
                if worker.owed.count < Self.waitingRemovals { worker.owed.append(purge) }
                return .failure(Self.unavailable(error.detail))
            }
        }
    }

    @discardableResult
    private func remove(
        _ purge: CachePurge,
        from file: CacheFile,
        _ memory: any AnswerMemory,
        _ worker: Worker
    ) throws(StoreError) -> Int {
        let count = try file.remove(purge)
        progress.withLock { $0.purges += count }
        // What was read in the meantime goes, too, before anybody is told that it is done.
        try hear(memory, worker)
        return count
    }

    private func answerRemovals(_ answer: (CachePurge) -> Result<Int?, CacheError>) {
        while true {
            let removal = queue.withLock { $0.removals.isEmpty ? nil : $0.removals.removeFirst() }
            guard let removal else { return }
            removal.done.resume(returning: answer(removal.purge))
        }
    }

    /// Learns of removals, this process's own and others', so that memory and what waits follow them.
    private func hear(_ memory: any AnswerMemory, _ worker: Worker) throws(StoreError) {
        guard let file = worker.file else { return }
        guard let removals = try file.removals(after: known.load(ordering: .relaxed)) else {
            memory.forget(.everything)
            queue.withLock { queue in
                queue.forget()
            }
            return known.store(try file.newestRemoval, ordering: .releasing)
        }
        for removal in removals {
            memory.forget(removal.purge)
            // Behind it: what is stored from here on has seen it.
            known.store(removal.number, ordering: .releasing)
        }
    }

    /// Writes some of the answers that wait.
    /// - Returns: whether there are more.
    private func write(_ worker: inout Worker) throws(StoreError) -> Bool {
        guard let file = worker.file else { return false }
        let limit = min(Self.writtenAtOnce.bytes, worker.rules.maximumBytes / 8)
        var entries: [CacheFile.Entry] = []
        var bytes = 0
        var tooLarge = 0
        while entries.count < Self.writtenAtOnce.answers, bytes < limit {
            let next = queue.withLock { queue in
                let next = queue.answers.popFirst()
                queue.bytes -= next?.answer.recording.bytes.count ?? 0
                return next
            }
            guard let (answer, persists, removals) = next else { break }
            // Asked again: the rules may be others than when it was stored.
            guard persists, worker.rules.mayKeep(answer) else {
                entries.append(CacheFile.Entry(answer: answer, bytes: nil, removals: removals))
                continue
            }
            let serialized = answer.serialized
            guard serialized.count <= worker.rules.maximumBytes / 8 else {
                tooLarge += 1
                continue
            }
            bytes += serialized.count
            entries.append(CacheFile.Entry(answer: answer, bytes: serialized, removals: removals))
        }
        progress.withLock { $0.drops += tooLarge }
        guard !entries.isEmpty else {
            try writeMeanings(file, worker.rules)
            return false
        }
        do throws(StoreError) {
            let done = try file.insert(entries, maximumBytes: worker.rules.maximumBytes, at: clock())
            progress.withLock { progress in
                progress.writes += done.writes
                progress.evictions += done.evictions
            }
        } catch {
            progress.withLock { $0.drops += entries.count { $0.bytes != nil } }
            throw error
        }
        if queue.withLock({ !$0.answers.isEmpty }) { return true }
        try writeMeanings(file, worker.rules)
        return false
    }

    /// Writes questions, behind their answers, and what was marked wrong.
    private func writeMeanings(_ file: CacheFile, _ rules: ArchiveRules) throws(StoreError) {
        let (meanings, pairs) = queue.withLock { queue in
            defer { (queue.meanings, queue.pairs) = ([], []) }
            return (queue.meanings, queue.pairs)
        }
        let allowed = meanings.filter { rules.mayKeep(team: $0.team, model: $0.model) }
        if !allowed.isEmpty {
            let evictions = try file.insert(allowed, maximumBytes: rules.maximumBytes)
            progress.withLock { $0.evictions += evictions }
        }
        if !pairs.isEmpty { try file.insert(wrong: pairs) }
    }

    /// Reads some of the answers of earlier times.
    private func read(_ memory: any AnswerMemory, _ worker: inout Worker) throws(StoreError) {
        guard let file = worker.file, !worker.places.isEmpty else { return }
        let places = worker.places.prefix(Self.readAtOnce)
        let (answers, damaged) = try file.answers(at: places)
        worker.places = worker.places.dropFirst(Self.readAtOnce)
        var loaded = 0
        for answer in answers {
            guard memory.restore(answer.answer, hits: answer.hits, answer.meaning) else {
                worker.places = []
                break
            }
            loaded += 1
        }
        let isLoading = !worker.places.isEmpty
        progress.withLock { progress in
            progress.loaded += loaded
            progress.damaged += damaged
            progress.isLoading = isLoading
        }
    }

    /// Looks after the file once in a while.
    private func care(_ memory: any AnswerMemory, _ isLast: Bool, _ worker: inout Worker) throws(StoreError) {
        let moment = ContinuousClock.now
        guard let file = worker.file, isLast || worker.nextCare.map({ moment >= $0 }) ?? true else { return }
        worker.nextCare = moment + careInterval
        let now = clock()
        let hits = memory.takeHits()
        var start = 0
        while start < hits.count {
            let end = min(hits.count, start + 500)
            try file.add(Array(hits[start..<end]), at: now)
            start = end
        }
        // Others who write wait no longer than for one of these.
        var expired = 0
        for _ in 0..<20 {
            let count = try file.expire(at: now, limit: 500)
            expired += count
            if count < 500 { break }
        }
        let evictions = try file.shrink(to: worker.rules.maximumBytes)
        progress.withLock { progress in
            progress.expirations += expired
            progress.evictions += evictions
        }
    }

    /// Counts what is in the file, which takes a hundredth of the time at most.
    private func count(_ worker: inout Worker) throws(StoreError) {
        let start = ContinuousClock.now
        guard let file = worker.file, worker.nextCount.map({ start >= $0 }) ?? true else { return }
        let (entries, bytes) = (try file.count, try file.usedBytes)
        let end = ContinuousClock.now
        worker.nextCount = end + (end - start) * 100
        progress.withLock { progress in
            progress.entries = entries
            progress.bytes = bytes
        }
    }

    // MARK: - Troubles

    private func recover(_ worker: inout Worker) {
        guard worker.isFailing else { return }
        worker.isFailing = false
        progress.withLock { $0.problem = nil }
        tell("stored answers can be kept on the disk again")
    }

    private func fail(_ error: StoreError, _ worker: inout Worker) {
        if error.code == .corrupt {
            do throws(StoreError) {
                try reset(&worker)
                return answerRemovals { _ in .success(0) }
            } catch {}
        }
        progress.withLock { $0.problem = error.detail }
        if !worker.isFailing { tell("stored answers cannot be kept on the disk: \(error.detail)") }
        worker.isFailing = true
        // Nobody waits for a disk: what is to be removed is, as soon as it can be.
        answerRemovals { purge in
            if worker.owed.count < Self.waitingRemovals { worker.owed.append(purge) }
            return .failure(Self.unavailable(error.detail))
        }
    }
}

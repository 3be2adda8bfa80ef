public import Governance
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The append-only files that a record is in before the last byte of an answer leaves.
///
/// What ``append(_:lane:using:)`` has taken survives the end of the process, however it ends: it was handed to the operating
/// system with one `write(2)`. A power cut takes at most what came in the last ``JournalOptions/syncMilliseconds``. A
/// ``LedgerWriter`` brings the records to the store and lets files go whose records are all there.
///
/// Files that another process left behind are taken over, also later, when a process that shares the folder ends; a file
/// belongs to the process that has its lock (`flock`).
public final class Journal: Sendable {
    /// The folder.
    let folder: DataFolder
    /// How it works.
    public let options: JournalOptions
    private let disk: any JournalDisk
    private let boot: String
    private let seed: UInt32
    private let lanes: [JournalLane]
    /// Where each lane begins another file: small enough that the files being written do not fill the journal alone.
    private let fileBytes: Int
    private let total = Atomic<Int>(0)
    private let nextFile = Atomic<Int>(1)
    /// Why requests are refused, a bit for each reason.
    private let obstacles = Atomic<UInt8>(0)
    private let hasNewFiles = Atomic<Bool>(false)
    private let counters = Counters()
    private let hasReserve = Mutex(false)
    private let leftBehind = Mutex<[LeftBehind]>([])
    private let kept = Mutex(Kept())
    let bell = Bell()

    /// A file of a process that has ended.
    private struct LeftBehind {
        var source: JournalSource
        /// Held open for its lock.
        var descriptor: CInt
    }

    private struct Kept {
        var records: [LedgerRecord] = []
        var bytes = 0
    }

    private final class Counters: Sendable {
        let failures = Atomic<Int>(0)
        let kept = Atomic<Int>(0)
        let lost = Atomic<Int>(0)
        let syncs = Atomic<Int>(0)
        let syncFailures = Atomic<Int>(0)
    }

    private enum Obstacle {
        static let backlog: UInt8 = 1
        static let disk: UInt8 = 2
        static let closed: UInt8 = 4
    }

    /// Opens the journal of a folder and takes over what other processes left behind.
    /// - Parameters:
    ///   - folder: the open data folder.
    ///   - now: the time, in nanoseconds since 1970 UTC.
    ///   - options: how it works.
    /// - Throws: ``StoreError/Code/full`` or ``StoreError/Code/unavailable`` where no file can be made there.
    public convenience init(
        in folder: DataFolder,
        now: Int64,
        options: JournalOptions = JournalOptions()
    ) throws(StoreError) {
        try self.init(in: folder, now: now, options: options, disk: SystemDisk())
    }

    init(in folder: DataFolder, now: Int64, options: JournalOptions, disk: any JournalDisk) throws(StoreError) {
        self.folder = folder
        self.options = options
        self.disk = disk
        var maker = LedgerEntryMaker()
        boot = String(maker.next(at: now).prefix(23))
        seed = .random(in: .min ... .max)
        let count = max(1, min(options.lanes, 64))
        lanes = (0..<count).map { _ in JournalLane() }
        fileBytes = max(64 * 1024, min(options.fileBytes, options.maximumBytes / (4 * count)))
        let reserve = disk.reserve(reservePath, count: max(4096, options.reserveBytes))
        if reserve != 0 {
            obstacles.bitwiseOr(Obstacle.disk, ordering: .relaxed)
            guard options.policy == .continue else { throw Self.cannotWrite(folder, reserve) }
        }
        hasReserve.withLock { $0 = reserve == 0 }
        try takeOver()
    }
    deinit { releaseDescriptors() }

    /// Whether new requests may begin. Read for every request: one atomic load.
    ///
    /// With ``JournalOptions/Policy/continue`` it is true also when records cannot be appended.
    public var isAccepting: Bool {
        let obstacles = obstacles.load(ordering: .relaxed)
        return obstacles == 0 || (options.policy == .continue && obstacles & Obstacle.closed == 0)
    }

    /// What it has done.
    public var statistics: JournalStatistics {
        var statistics = JournalStatistics()
        statistics.appended = lanes.reduce(0) { $0 + $1.state.withLock(\.appended) }
        statistics.failures = counters.failures.load(ordering: .relaxed)
        statistics.kept = counters.kept.load(ordering: .relaxed)
        statistics.lost = counters.lost.load(ordering: .relaxed)
        statistics.syncs = counters.syncs.load(ordering: .relaxed)
        statistics.syncFailures = counters.syncFailures.load(ordering: .relaxed)
        statistics.bytes = total.load(ordering: .relaxed)
        return statistics
    }

    /// Appends a record with one `write(2)` on the calling thread, which may be an event loop's.
    ///
    /// With ``JournalOptions/Policy/continue`` a record that cannot be written is kept in memory for the store, or counted
    /// as lost, and nothing is thrown but ``JournalError/invalid`` and ``JournalError/closed``.
    /// - Parameters:
    ///   - record: the record.
    ///   - lane: the number of the event loop; any number will do.
    ///   - buffer: bytes that the caller keeps, so that its storage is used again; what is in it is lost.
    /// - Throws: ``JournalError`` where the record is not in the journal.
    public func append(_ record: LedgerRecord, lane: Int, using buffer: inout [UInt8]) throws(JournalError) {
        buffer.removeAll(keepingCapacity: true)
        try encode(record, into: &buffer)
        try append(buffer, count: 1, lane: lane)
    }

    /// Writes a record behind those that are to be appended together with ``append(_:count:lane:)``.
    /// - Parameters:
    ///   - record: the record.
    ///   - frames: what this has written before; nothing else.
    /// - Throws: ``JournalError/invalid`` for a record without an entry; the others are as they were.
    public func encode(_ record: LedgerRecord, into frames: inout [UInt8]) throws(JournalError) {
        let start = JournalFormat.begin(&frames)
        do throws(LedgerFormatError) {
            try LedgerCodec.encode(record, into: &frames)
        } catch {
            frames.removeSubrange(start...)
            counters.failures.add(1, ordering: .relaxed)
            throw .invalid
        }
        JournalFormat.finish(&frames, from: start, seed: seed)
    }

    /// Appends records with one `write(2)` on the calling thread, which may be an event loop's: all of them or none.
    ///
    /// With ``JournalOptions/Policy/continue`` records that cannot be written are kept in memory for the store, or counted as
    /// lost, and nothing is thrown but ``JournalError/closed``.
    /// - Parameters:
    ///   - frames: what ``encode(_:into:)`` of this journal has written.
    ///   - count: how many records that are.
    ///   - lane: the number of the event loop; any number will do.
    /// - Throws: ``JournalError`` where the records are not in the journal.
    public func append(_ frames: [UInt8], count: Int, lane: Int) throws(JournalError) {
        do throws(JournalError) {
            try append(frames, count, to: lanes[Int(lane.magnitude % UInt(lanes.count))])
        } catch {
            counters.failures.add(count, ordering: .relaxed)
            guard options.policy == .continue, error != .closed else { throw error }
            keep(frames)
        }
    }

    private func append(_ frames: [UInt8], _ count: Int, to lane: JournalLane) throws(JournalError) {
        // Judged without a lock: several at once may go over by some frames each.
        let bytes = total.load(ordering: .relaxed)
        guard bytes + frames.count <= options.maximumBytes + options.maximumBytes / 8 else {
            obstacles.bitwiseOr(Obstacle.backlog, ordering: .relaxed)
            throw .full
        }
        if bytes + frames.count > options.maximumBytes { obstacles.bitwiseOr(Obstacle.backlog, ordering: .relaxed) }
        let (result, isUrgent) = lane.state.withLock { state in
            let result = write(frames, count, to: &state)
            let isUrgent = state.unsynced >= options.syncBytes
            if isUrgent { state.unsynced = 0 }
            return (result, isUrgent)
        }
        if isUrgent { bell.ring() }
        try result.get()
    }

    private func write(
        _ frames: [UInt8],
        _ count: Int,
        to state: inout JournalLane.State
    ) -> Result<Void, JournalError> {
        guard !state.isClosed else { return .failure(.closed) }
        var failure = tryWriting(frames, count, to: &state)
        // The disk is full: what was set aside for this is given up, once, and new requests wait until it is back.
        if failure != 0 {
            obstacles.bitwiseOr(Obstacle.disk, ordering: .relaxed)
            if -failure == ENOSPC || -failure == EDQUOT, releaseReserve() {
                failure = tryWriting(frames, count, to: &state)
            }
        }
        switch -failure {
        case 0: return .success(())
        case ENOSPC, EDQUOT, EFBIG: return .failure(.full)
        default: return .failure(.failed)
        }
    }

    /// - Returns: zero or an error number, negative.
    private func tryWriting(_ frames: [UInt8], _ count: Int, to state: inout JournalLane.State) -> CInt {
        if let file = state.current, file.length + frames.count > fileBytes, file.length > JournalFormat.headerCount {
            state.seal()
        }
        if state.current == nil {
            let failure = begin(&state)
            guard failure == 0 else { return failure }
        }
        guard let file = state.current else { return -EBADF }
        var written = 0
        while written < frames.count {
            let result = frames.withUnsafeBytes {
                disk.write(file.descriptor, UnsafeRawBufferPointer(rebasing: $0[written...]))
            }
            guard result > 0 else {
                // Cut off, so that the file goes on whole; where that fails too, another file is begun.
                if written > 0, disk.truncate(file.descriptor, to: file.length) != 0 { state.seal() }
                return result < 0 ? CInt(truncatingIfNeeded: result) : -ENOSPC
            }
            written += result
        }
        state.current?.length += frames.count
        state.appended += count
        state.unsynced += frames.count
        total.add(frames.count, ordering: .relaxed)
        return 0
    }

    /// Begins another file.
    private func begin(_ state: inout JournalLane.State) -> CInt {
        let header = JournalFormat.header(seed: seed)
        var attempt = 0
        while true {
            let number = nextFile.add(1, ordering: .relaxed).oldValue
            let path = folder.path(of: "\(Self.prefix)\(boot)-\(number)\(Self.suffix)")
            let descriptor = disk.create(path)
            if descriptor == -EEXIST, attempt < 8 {
                attempt += 1
                continue
            }
            guard descriptor >= 0 else { return descriptor }
            let written = header.withUnsafeBytes { disk.write(descriptor, $0) }
            guard written == header.count else {
                _ = unlink(path)
                _ = close(descriptor)
                return written < 0 ? CInt(truncatingIfNeeded: written) : -ENOSPC
            }
            total.add(header.count, ordering: .relaxed)
            state.current = JournalLane.File(id: number, path: path, descriptor: descriptor, length: header.count)
            hasNewFiles.store(true, ordering: .relaxed)
            return 0
        }
    }

    /// Keeps records in memory that cannot be written.
    private func keep(_ frames: [UInt8]) {
        var place = 0
        while case .frame(let payload, let next) =
            JournalFormat.step(frames, from: place, to: frames.count, isLast: true, seed: seed)
        {
            if case .record(let record)? = try? LedgerCodec.decode(frames, in: payload) {
                keep(record, count: next - place)
            } else {
                counters.lost.add(1, ordering: .relaxed)
            }
            place = next
            if place == frames.count { return }
        }
    }

    private func keep(_ record: LedgerRecord, count: Int) {
        let isKept = kept.withLock { kept in
            guard kept.bytes + count <= options.memoryBytes else { return false }
            kept.bytes += count
            var record = record
            record.flags = LedgerRecord.Flag.allCases.filter { $0 == .unjournaled || record.flags.contains($0) }
            kept.records.append(record)
            return true
        }
        if isKept {
            counters.kept.add(1, ordering: .relaxed)
        } else {
            counters.lost.add(1, ordering: .relaxed)
        }
    }

    // MARK: - Keeping

    private static let prefix = "journal-"
    private static let suffix = ".log"
    /// What the name of a file ends in that holds something which could not be read.
    static let keptSuffix = ".kept"

    /// The names of files in a folder that hold something which could not be read.
    static func kept(in folder: DataFolder) throws(StoreError) -> [String] {
        try JournalFiles.names(in: folder.path)
            .filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix + keptSuffix) }.sorted()
    }

    /// One for all processes that share the folder: it stays when they end.
    private var reservePath: String { folder.path(of: "journal.reserve") }

    /// Gives the disk back what was set aside.
    /// - Returns: whether there was something.
    private func releaseReserve() -> Bool {
        hasReserve.withLock { hasReserve in
            defer { hasReserve = false }
            return hasReserve && unlink(reservePath) == 0
        }
    }

    /// Syncs what has been appended to the disk, and removes files whose records are in the store. The keeper does so all
    /// the time; blocks.
    public func sync() {
        if hasNewFiles.exchange(false, ordering: .relaxed) { syncFolder() }
        for lane in lanes {
            for file in lane.unsynced() {
                if disk.synchronize(file.descriptor) == 0 {
                    counters.syncs.add(1, ordering: .relaxed)
                    lane.noteSync(of: file.id, upTo: file.length)
                } else {
                    counters.syncFailures.add(1, ordering: .relaxed)
                    obstacles.bitwiseOr(Obstacle.disk, ordering: .relaxed)
                    lane.abandon(file.id)
                }
            }
            for file in lane.removeConsumed() {
                _ = unlink(file.path)
                _ = close(file.descriptor)
                total.subtract(file.length, ordering: .relaxed)
            }
        }
        if total.load(ordering: .relaxed) <= options.maximumBytes - options.maximumBytes / 8 {
            obstacles.bitwiseAnd(~Obstacle.backlog, ordering: .relaxed)
        }
    }

    private func syncFolder() {
        do throws(StoreError) {
            try POSIX.synchronize(folder.path)
        } catch {
            counters.syncFailures.add(1, ordering: .relaxed)
            hasNewFiles.store(true, ordering: .relaxed)
        }
    }

    /// Looks whether the disk takes something again, by setting the reserve aside anew; blocks.
    func recover() {
        guard obstacles.load(ordering: .relaxed) & Obstacle.disk != 0 else { return }
        hasReserve.withLock { hasReserve in
            if !hasReserve { hasReserve = disk.reserve(reservePath, count: max(4096, options.reserveBytes)) == 0 }
            if hasReserve { obstacles.bitwiseAnd(~Obstacle.disk, ordering: .relaxed) }
        }
    }

    /// Takes over the files of processes that have ended; blocks.
    func takeOver() throws(StoreError) {
        let known = leftBehind.withLock { Set($0.map(\.source.path)) }
        for name in try JournalFiles.names(in: folder.path).sorted() where name.hasPrefix(Self.prefix) {
            guard !name.hasPrefix(Self.prefix + boot) else { continue }
            let path = folder.path(of: name)
            guard name.hasSuffix(Self.suffix), !known.contains(path), let file = JournalFiles.take(path) else {
                continue
            }
            let source = JournalSource(
                id: nextFile.add(1, ordering: .relaxed).oldValue,
                path: path,
                length: file.count,
                isSealed: true,
                isLeftBehind: true
            )
            total.add(file.count, ordering: .relaxed)
            leftBehind.withLock { $0.append(LeftBehind(source: source, descriptor: file.descriptor)) }
        }
    }

    /// Takes over the files of processes that have ended meanwhile; blocks.
    func takeOverLater() {
        do throws(StoreError) {
            try takeOver()
        } catch {
            // A folder that cannot be read: every append will tell, and the next turn tries again.
            counters.syncFailures.add(1, ordering: .relaxed)
        }
    }

    // MARK: - Reading

    /// The files with what is to be brought to the store, those left behind first.
    func sources() -> [JournalSource] {
        leftBehind.withLock { $0.map(\.source) } + lanes.flatMap { $0.sources() }
    }

    /// Lets a sealed file go: everything in it is in the store.
    /// - Parameter isKept: whether it stays under another name, because something in it could not be read.
    func discard(_ source: JournalSource, keeping isKept: Bool) throws(StoreError) {
        if isKept { try POSIX.rename(source.path, to: source.path + Self.keptSuffix) }
        guard source.isLeftBehind else {
            for lane in lanes where lane.noteConsumed(source.id) { return }
            return
        }
        if !isKept { try POSIX.remove(source.path) }
        leftBehind.withLock { files in
            guard let index = files.firstIndex(where: { $0.source.id == source.id }) else { return }
            POSIX.close(files.remove(at: index).descriptor)
        }
        total.subtract(source.length, ordering: .relaxed)
    }

    /// Takes the records that were kept in memory.
    func takeKept(atMost count: Int) -> [LedgerRecord] {
        kept.withLock { kept in
            let taken = Array(kept.records.prefix(count))
            kept.records.removeFirst(taken.count)
            if kept.records.isEmpty { kept.bytes = 0 }
            return taken
        }
    }

    /// Puts records back that the store did not take.
    func giveBack(_ records: [LedgerRecord]) {
        kept.withLock { $0.records.insert(contentsOf: records, at: 0) }
    }

    /// Takes no more records and seals every file, so that all of them can go when they are in the store.
    func seal() {
        obstacles.bitwiseOr(Obstacle.closed, ordering: .relaxed)
        for lane in lanes {
            lane.state.withLock { state in
                state.isClosed = true
                state.seal()
            }
        }
    }

    private static func cannotWrite(_ folder: DataFolder, _ failure: CInt) -> StoreError {
        StoreError(
            -failure == ENOSPC || -failure == EDQUOT ? .full : .unavailable,
            "cannot write the journal to \(folder.path): \(String(cString: strerror(-failure)))"
        )
    }

    private func releaseDescriptors() {
        for lane in lanes {
            lane.state.withLock { state in
                for file in state.sealed + (state.current.map { [$0] } ?? []) { _ = close(file.descriptor) }
                state.sealed = []
                state.current = nil
            }
        }
        leftBehind.withLock { files in
            for file in files { POSIX.close(file.descriptor) }
            files = []
        }
    }
}

internal import Synchronization

/// One of the files that are written at once, and those before it that are still needed.
///
/// The lock is held for the one `write(2)` of an append, so that what a short write leaves can be cut off before anything
/// follows it. Where every event loop has a lane of its own nobody else wants it meanwhile but the keeper, for nanoseconds.
final class JournalLane: Sendable {
    /// A file.
    struct File {
        var id: Int
        var path: String
        var descriptor: CInt
        /// The bytes that are whole.
        var length: Int
        /// The bytes that are surely on the disk.
        var synced = 0
        /// Whether everything in it is in the store.
        var isConsumed = false
    }

    struct State {
        /// What is appended to; `nil` before the first append and after a failure.
        var current: File?
        /// What is not appended to any more.
        var sealed: [File] = []
        var isClosed = false
        var appended = 0
        /// Bytes since the last sync.
        var unsynced = 0

        /// Lets the keeper sync and close the current file; the next append begins another.
        mutating func seal() {
            guard let file = current else { return }
            sealed.append(file)
            current = nil
        }
    }

    let state = Mutex(State())

    /// Files with unsynced bytes. A descriptor stays open until the keeper, who asks here, closes it.
    func unsynced() -> [File] {
        state.withLock { state in
            state.unsynced = 0
            return (state.sealed + (state.current.map { [$0] } ?? [])).filter { $0.synced < $0.length }
        }
    }

    /// Notes that a file's bytes up to a length are on the disk.
    func noteSync(of id: Int, upTo length: Int) {
        state.withLock { state in
            if state.current?.id == id { state.current?.synced = length }
            for index in state.sealed.indices where state.sealed[index].id == id { state.sealed[index].synced = length }
        }
    }

    /// Makes the next append begin another file: this one could not be synced.
    func abandon(_ id: Int) {
        state.withLock { state in
            if state.current?.id == id { state.seal() }
            // Not tried again: the system has dropped what it could not write, and the store gets it from memory.
            for index in state.sealed.indices where state.sealed[index].id == id {
                state.sealed[index].synced = state.sealed[index].length
            }
        }
    }

    /// Takes out the files that are in the store.
    func removeConsumed() -> [File] {
        state.withLock { state in
            let consumed = state.sealed.filter(\.isConsumed)
            if !consumed.isEmpty { state.sealed.removeAll(where: \.isConsumed) }
            return consumed
        }
    }

    /// Notes that everything in a sealed file is in the store.
    /// - Returns: whether the file is this lane's.
    func noteConsumed(_ id: Int) -> Bool {
        state.withLock { state in
            guard let index = state.sealed.firstIndex(where: { $0.id == id }) else { return false }
            state.sealed[index].isConsumed = true
            return true
        }
    }

    /// The files to be read, in order.
    func sources() -> [JournalSource] {
        state.withLock { state in
            let sealed = state.sealed.filter { !$0.isConsumed }.map { Self.source($0, isSealed: true) }
            return sealed + (state.current.map { [Self.source($0, isSealed: false)] } ?? [])
        }
    }

    private static func source(_ file: File, isSealed: Bool) -> JournalSource {
        JournalSource(id: file.id, path: file.path, length: file.length, isSealed: isSealed, isLeftBehind: false)
    }
}

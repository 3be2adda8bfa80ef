internal import Synchronization

/// The thread that syncs a journal, looks whether a full disk has room again, and takes over files left behind.
final class JournalKeeper: Sendable {
    private let thread: BackgroundThread

    /// Begins to keep.
    init(_ journal: Journal) {
        let turns = Turns()
        let pause = max(1, journal.options.syncMilliseconds)
        let turnsPerSecond = max(1, 1000 / pause)
        thread = BackgroundThread("kanmon-journal", bell: journal.bell) {
            journal.sync()
            let turn = turns.next()
            if turn % turnsPerSecond == 0 { journal.recover() }
            if turn % (5 * turnsPerSecond) == 0 { journal.takeOverLater() }
            return pause
        }
    }

    /// Ends after a last sync; blocks.
    func stop() { thread.stop() }

    private final class Turns: Sendable {
        private let count = Atomic<Int>(0)
        func next() -> Int { count.add(1, ordering: .relaxed).newValue }
    }
}

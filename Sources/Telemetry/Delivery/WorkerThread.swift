import Dispatch
import Foundation
import Synchronization

/// A thread of its own that works off a queue: what it does may block, which no event loop's and no task's thread may.
///
/// While there is much to do it looks by itself, every few milliseconds, and nobody pays for waking it.
final class WorkerThread: Sendable {
    private let isStopping = Atomic<Bool>(false)
    /// Whether the thread waits to be woken.
    private let isAsleep = Atomic<Bool>(false)
    private let bell = DispatchSemaphore(value: 0)
    private let hasEnded = Flag()

    private static let pause = DispatchTimeInterval.milliseconds(20)
    private static let rest = DispatchTimeInterval.milliseconds(500)

    /// Begins.
    /// - Parameters:
    ///   - name: what tools show it as.
    ///   - turn: called again and again, and once more after ``stop(by:)``; says whether there was anything to do.
    init(_ name: String, _ turn: @escaping @Sendable () -> Bool) {
        let thread = Thread { [self] in
            var isBusy = true
            while true {
                let isLast = isStopping.load(ordering: .acquiring)
                if turn() {
                    isBusy = true
                } else if isBusy {
                    isBusy = false
                } else {
                    isAsleep.store(true, ordering: .sequentiallyConsistent)
                }
                if isLast { break }
                let asleep = isAsleep.load(ordering: .sequentiallyConsistent)
                // What came between the last look and falling asleep is found at the next rest's end at the latest.
                _ = bell.wait(timeout: .now() + (asleep ? Self.rest : Self.pause))
                isAsleep.store(false, ordering: .sequentiallyConsistent)
            }
            hasEnded.raise()
        }
        thread.name = name
        thread.start()
    }

    /// Wakes the thread where it sleeps. Never waits.
    func wake() {
        if isAsleep.load(ordering: .sequentiallyConsistent),
            isAsleep.exchange(false, ordering: .sequentiallyConsistent)
        {
            bell.signal()
        }
    }

    /// Wakes the thread in any case. Never waits.
    func hurry() {
        isAsleep.store(false, ordering: .sequentiallyConsistent)
        bell.signal()
    }

    /// Ends the thread; waits until it has ended, or until some moment: a pipe that nobody reads must not hold the process.
    /// Blocks nobody's thread.
    func stop(by deadline: Deadline) async {
        isStopping.store(true, ordering: .releasing)
        hurry()
        await deadline.wait { self.hasEnded.isRaised }
    }
}

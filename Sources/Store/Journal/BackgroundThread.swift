internal import Dispatch
internal import Foundation
internal import Synchronization

/// A thread of its own for work that blocks: no task's, no event loop's.
final class BackgroundThread: Sendable {
    private let isStopping = Atomic<Bool>(false)
    private let bell: Bell
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Begins.
    /// - Parameters:
    ///   - name: what tools show it as.
    ///   - bell: wakes it early, also to end it.
    ///   - isPatient: whether others come first where the machine has too little time for all: what waits can wait longer.
    ///   - turn: is called until ``stop()``, and once more after it; gives how long to wait, in milliseconds.
    init(_ name: String, bell: Bell, isPatient: Bool = false, _ turn: @escaping @Sendable () -> Int) {
        self.bell = bell
        let thread = Thread { [self] in
            if isPatient { POSIX.yieldToOthers() }
            while true {
                let isLast = isStopping.load(ordering: .acquiring)
                let pause = turn()
                if isLast { break }
                if pause > 0 { bell.wait(milliseconds: pause) }
            }
            hasEnded.signal()
        }
        thread.name = name
        thread.start()
    }

    /// Ends the thread and waits for it; blocks. To be called once.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        bell.ring()
        hasEnded.wait()
    }
}

internal import Dispatch
internal import Synchronization

/// Wakes a thread that waits; rings before the wait began count, several as one.
final class Bell: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let isRung = Atomic<Bool>(false)

    /// Wakes the thread. Never waits.
    func ring() {
        if !isRung.exchange(true, ordering: .acquiringAndReleasing) { semaphore.signal() }
    }

    /// Waits for the next ring, or some time.
    func wait(milliseconds: Int) {
        if semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success {
            isRung.store(false, ordering: .releasing)
        }
    }
}

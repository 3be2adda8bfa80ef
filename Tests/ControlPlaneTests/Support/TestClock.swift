import ControlPlane
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1_790_000_000)

    var now: Int64 { seconds.withLock { $0 } }

    func advance(_ more: Int64) { seconds.withLock { $0 += more } }

    var clock: ControlClock { ControlClock { self.now * 1_000_000_000 } }
}

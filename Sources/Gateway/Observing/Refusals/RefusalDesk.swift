import NIOCore
import Synchronization

/// Tells of requests that were refused before they became calls, at a bounded rate, and how many it left out.
final class RefusalDesk: Sendable {
    private let pace = Mutex(RefusalPace())
    private let observer: any CallObserver

    init(_ observer: any CallObserver) { self.observer = observer }

    /// A request was refused.
    /// - Parameters:
    ///   - loop: the event loop that it came on.
    ///   - request: what is told of it; asked for only where it is.
    func take(on loop: any EventLoop, _ request: () -> RefusedRequest) {
        switch pace.withLock({ $0.take(at: .now()) }) {
        case .tell: observer.observe(.request(request()))
        case .leaveOut(tellCountIn: let delay?): loop.scheduleTask(in: delay) { self.tellLeftOut() }
        case .leaveOut(tellCountIn: nil): break
        }
    }

    /// Tells how many were left out, if any were.
    func tellLeftOut() {
        let count = pace.withLock { $0.takeLeftOut() }
        if count > 0 { observer.observe(.leftOut(count)) }
    }
}

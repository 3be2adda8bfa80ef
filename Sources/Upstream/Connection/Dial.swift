import NIOCore
import NIOPosix

/// One connection by name, and beside it, once the name cannot be resolved or nothing came for a while, another to
/// addresses that are known. The first to be open wins.
///
/// `@unchecked Sendable`: only touched on the event loop.
final class Dial: @unchecked Sendable {
    private let loop: any EventLoop
    private var completion: ((Result<any Channel, any Error>) -> Void)?
    private var standIn: (() -> EventLoopFuture<any Channel>)?
    private var timer: Scheduled<Void>?
    private var running = 0
    private var failure: (any Error)?

    init(loop: any EventLoop, completion: @escaping (Result<any Channel, any Error>) -> Void) {
        self.loop = loop
        self.completion = completion
    }

    /// Keeps another way to connect ready.
    func standBy(after delay: TimeAmount, _ standIn: @escaping () -> EventLoopFuture<any Channel>) {
        self.standIn = standIn
        timer = loop.assumeIsolated().scheduleTask(in: delay) { self.callStandIn() }
    }

    /// Takes part with a connection that is being opened.
    func run(_ connecting: EventLoopFuture<any Channel>) {
        running += 1
        connecting.hop(to: loop).assumeIsolated().whenComplete { self.ended($0) }
    }

    /// Whether no address was found for a name. The system does not tell a name that is gone from a resolver that is.
    static func isUnresolved(_ error: any Error) -> Bool {
        guard let error = error as? NIOConnectionError else { return false }
        return error.connectionErrors.isEmpty && (error.dnsAError != nil || error.dnsAAAAError != nil)
    }

    private func callStandIn() {
        guard completion != nil, let standIn else { return }
        self.standIn = nil
        run(standIn())
    }

    private func ended(_ result: Result<any Channel, any Error>) {
        running -= 1
        switch result {
        case .success(let channel):
            if completion == nil { channel.close(promise: nil) }
            finish(result)
        case .failure(let error):
            // What the stand-in failed of is of no interest beside what made it necessary.
            failure = failure ?? error
            if Self.isUnresolved(error) { callStandIn() }
            if running == 0 { finish(.failure(failure ?? error)) }
        }
    }

    private func finish(_ result: Result<any Channel, any Error>) {
        timer?.cancel()
        timer = nil
        standIn = nil
        let completion = completion
        self.completion = nil
        completion?(result)
    }
}

import NIOCore
import NIOPosix
import Synchronization

/// Answers like ``FixedResolver`` until a test says otherwise.
final class FailingResolver: Resolver, Sendable {
    enum Answer {
        case addresses(v4: [String], v6: [String] = [])
        case failure
        case silence
    }

    private let answer: Mutex<Answer>
    private let unanswered = Mutex<[EventLoopPromise<[SocketAddress]>]>([])

    init(_ answer: Answer) {
        self.answer = Mutex(answer)
    }

    func now(_ answer: Answer) {
        self.answer.withLock { $0 = answer }
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        query { $0.initiateAQuery(host: host, port: port) }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        query { $0.initiateAAAAQuery(host: host, port: port) }
    }

    func cancelQueries() {
        for promise in unanswered.withLock({ exchange(&$0, with: []) }) {
            promise.fail(FixedResolver.NoAddress())
        }
    }

    private func query(_ ask: (FixedResolver) -> EventLoopFuture<[SocketAddress]>) -> EventLoopFuture<[SocketAddress]> {
        switch answer.withLock({ $0 }) {
        case .addresses(let v4, let v6):
            return ask(FixedResolver(v4: v4, v6: v6))
        case .failure:
            return ask(FixedResolver(v4: [], v6: []))
        case .silence:
            let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: [SocketAddress].self)
            unanswered.withLock { $0.append(promise) }
            return promise.futureResult
        }
    }
}

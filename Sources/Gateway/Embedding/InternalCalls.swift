import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import NIOPosix
import Routing
import Synchronization
import Upstream

/// Calls that the gateway makes for itself: planned, tried, settled and written down like a caller's, on a caller's account or
/// nobody's.
///
/// They are let in past budgets, not past limits: those count what a caller asks, and it has not asked for this. Nor need
/// its key be allowed the model, which the operator has chosen.
final class InternalCalls: Sendable {
    /// What there is while the gateway runs.
    private struct Running: Sendable {
        let services: Services
        let loops: [ObjectIdentifier: LoopContext]
        let first: LoopContext
    }

    private let running = Mutex<Running?>(nil)

    /// Calls can be made from now on.
    func start(_ services: Services, on loops: [LoopContext]) {
        guard let first = loops.first else { return }
        let contexts = Dictionary(loops.map { (ObjectIdentifier($0.eventLoop), $0) }) { first, _ in first }
        running.withLock { $0 = Running(services: services, loops: contexts, first: first) }
    }

    /// No further calls can be made.
    func stop() { running.withLock { $0 = nil } }

    private func context() -> (services: Services, loop: LoopContext)? {
        let current = MultiThreadedEventLoopGroup.currentEventLoop.map { ObjectIdentifier($0) }
        return running.withLock { running in
            guard let running else { return nil }
            return (running.services, current.flatMap { running.loops[$0] } ?? running.first)
        }
    }

    private static let head = try? RequestHead(
        parsing: Array("POST /v1/embeddings HTTP/1.1\r\nhost: kanmon\r\n\r\n".utf8),
        limits: .init()
    )
}

extension InternalCalls: VectorSource {
    func executor() -> LoopExecutor? { context()?.loop.executor }

    func vectors(
        of texts: [String],
        _ settings: ProviderEmbedder.Settings,
        for account: EmbeddingAccount
    ) async -> VectorAnswer {
        guard let (services, loop) = context(), loop.eventLoop.inEventLoop, let head = Self.head,
            !services.overload.refuses, services.governor.ledger?.isAccepting ?? true
        else { return .failed }
        let request = EmbeddingRequest(
            model: settings.model,
            inputs: texts.map { .text($0) },
            dimensions: settings.dimensions
        )
        let payer = settings.payer == .caller ? account.caller : .anonymous
        let exchange = Exchange(head: head, id: loop.makeRequestID(), loop: loop)
        let call = InternalCall(
            services: services,
            snapshot: loop.snapshot,
            exchange: exchange,
            account: CallAccount(.internalEmbeddings, payer, exchange, loop.snapshot.rules, services),
            asking: account.caller
        )
        do throws(APIError) {
            let answer = try await call.answer(to: request, within: TimeAmount(settings.timeout))
            let response = try OpenAIEmbeddings().readResponse(answer.json, count: texts.count)
            var vectors: [[Float]] = []
            for vector in response.vectors {
                guard let components = vector.components else { return .failed }
                vectors.append(components)
            }
            return .vectors(vectors, model: answer.model)
        } catch {
            switch error.kind {
            case .invalidRequest, .contextLengthExceeded, .contentPolicy, .bodyTooLarge: return .refused
            default: return .failed
            }
        }
    }
}

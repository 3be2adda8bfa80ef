import NIOCore
import NIOPosix
import Synchronization
import Upstream

@testable import Gateway

/// Gives vectors without a gateway, and remembers what it was asked.
final class StubSource: VectorSource {
    /// One call.
    struct Ask: Sendable {
        var texts: [String]
        var account: EmbeddingAccount
    }

    private let asked = Mutex<[Ask]>([])
    private let loopExecutor: LoopExecutor?
    private let answer: @Sendable ([String]) async -> VectorAnswer

    /// - Parameters:
    ///   - isRunning: whether calls can be made at all.
    ///   - answer: what comes of a call.
    init(isRunning: Bool = true, _ answer: @escaping @Sendable ([String]) async -> VectorAnswer = StubSource.lengths) {
        loopExecutor = isRunning ? LoopExecutor(MultiThreadedEventLoopGroup.singleton.any()) : nil
        self.answer = answer
    }

    /// A vector that tells of a text's length.
    static let lengths: @Sendable ([String]) async -> VectorAnswer = { texts in
        .vectors(texts.map { [Float($0.utf8.count), 1] }, model: "m")
    }

    /// The calls so far.
    var asks: [Ask] { asked.withLock { $0 } }

    func executor() -> LoopExecutor? { loopExecutor }

    func vectors(
        of texts: [String],
        _ settings: ProviderEmbedder.Settings,
        for account: EmbeddingAccount
    ) async -> VectorAnswer {
        asked.withLock { $0.append(Ask(texts: texts, account: account)) }
        return await answer(texts)
    }
}

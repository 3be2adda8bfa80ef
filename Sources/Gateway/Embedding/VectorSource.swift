import NIOCore
import Upstream

/// Who is asked for vectors by a ``ProviderEmbedder``.
protocol VectorSource: Sendable {
    /// Where a call is made; `nil` where none can be made now.
    func executor() -> LoopExecutor?

    /// Asks for vectors, on the loop of ``executor()``.
    /// - Parameters:
    ///   - texts: what to embed; not empty.
    ///   - settings: which model is asked, and for how long.
    ///   - account: on whose account; regions are those of the caller in any case.
    func vectors(
        of texts: [String],
        _ settings: ProviderEmbedder.Settings,
        for account: EmbeddingAccount
    ) async -> VectorAnswer
}

/// What came of asking for vectors.
enum VectorAnswer: Sendable, Equatable {
    /// As many vectors as there were texts, and the model that made them, in its provider's words.
    case vectors([[Float]], model: String)
    /// One of the texts is refused; the others may be none the worse.
    case refused
    /// Nobody answered.
    case failed
}

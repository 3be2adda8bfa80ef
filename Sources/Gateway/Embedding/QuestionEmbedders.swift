import Synchronization

/// The embedders that ask a provider, one for each way to ask: they outlive configurations, so that questions that wait when one
/// takes another's place still get their vectors.
final class QuestionEmbedders: Sendable {
    private let source: InternalCalls
    private let embedders = Mutex<[ProviderEmbedder.Settings: ProviderEmbedder]>([:])

    init(_ source: InternalCalls) { self.source = source }

    /// The embedder that asks in this way.
    func embedder(_ settings: ProviderEmbedder.Settings) -> ProviderEmbedder {
        embedders.withLock { embedders in
            if let known = embedders[settings] { return known }
            let embedder = ProviderEmbedder(settings, source: source)
            embedders[settings] = embedder
            return embedder
        }
    }

    /// Ends all of them; no call is under way behind this, and none can be made.
    func stop() async {
        source.stop()
        let all = embedders.withLock { embedders in
            defer { embedders = [:] }
            return embedders
        }
        for embedder in all.values { await embedder.stop() }
    }
}

import Caching

/// Keeps the cache in order beside the requests, on threads that no event loop runs on: expired answers go, questions go whose
/// answers have gone, and large indexes are linked.
struct CacheKeeper {
    let cache: AnswerCache

    /// How long to rest between two looks at the indexes.
    private static let rest = Duration.seconds(1)
    /// How many rests between two looks for what has expired.
    private static let sweepEvery = 30
    /// How many sweeps between two looks at every stored question.
    private static let reconcileEvery = 10

    /// Begins; the task goes on until it is cancelled.
    func start() -> Task<Void, Never> {
        Task(executorPreference: globalConcurrentExecutor, priority: .utility) {
            var rests = 0
            while !Task.isCancelled {
                // Cancelled while asleep: the loop's condition ends it.
                try? await Task.sleep(for: Self.rest)
                await maintain()
                rests += 1
                guard rests % Self.sweepEvery == 0 else { continue }
                sweep(reconciles: rests % (Self.sweepEvery * Self.reconcileEvery) == 0)
            }
        }
    }

    /// Links what was inserted, in small slices, so that others get their turn.
    private func maintain() async {
        guard let memory = cache.semantic.engine?.memory else { return }
        while !Task.isCancelled, memory.maintain() { await Task.yield() }
    }

    /// Removes what has expired, and the questions of answers that have gone.
    /// - Parameter reconciles: whether every stored question is looked at.
    func sweep(reconciles: Bool) {
        let now = AnswerCache.now()
        cache.semantic.remove(cache.exact.sweep(at: now))
        guard reconciles, let memory = cache.semantic.engine?.memory else { return }
        memory.sweep { digest in cache.exact.peek(digest).map { !$0.isExpired(at: now) } ?? false }
    }
}

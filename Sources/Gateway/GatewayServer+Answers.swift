public import Caching

extension GatewayServer {
    // MARK: - Stored answers

    /// What the cache has done, and what is in it.
    public var cacheStatistics: CacheStatistics { cache.exact.statistics }

    /// What is kept of it beside memory; `nil` where nothing is.
    public var archiveStatistics: ArchiveStatistics? { cache.archive?.statistics }

    /// What an archive fills at a start, and what it learns from.
    public var answerMemory: any AnswerMemory { cache }

    /// Removes stored answers, and lets none be stored that was asked for before.
    /// - Returns: how many there were in memory, and how many beside it, where any are kept there.
    /// - Throws: ``CacheError`` where those beside memory cannot be removed now; those in memory are gone.
    public func purgeCache(_ purge: CachePurge) async throws(CacheError) -> (memory: Int, disk: Int?) {
        let count = cache.purge(purge)
        return (count, try await cache.archive?.purge(purge))
    }

    /// The stored answers that are given most often.
    /// - Parameters:
    ///   - count: how many at most.
    ///   - isIncluded: which of them.
    public func topAnswers(_ count: Int, where isIncluded: (CachedAnswer) -> Bool) -> [CacheEntry] {
        cache.exact.top(count, at: AnswerCache.now(), where: isIncluded)
    }

    // MARK: - Answers by meaning

    /// What answering by meaning has done.
    public var semanticStatistics: SemanticStatistics { cache.semantic.statistics }

    /// What was found by meaning, given or not.
    public var shadowLog: ShadowLog { cache.semantic.shadow }

    /// The pairs of questions that were marked wrong.
    public var wrongPairs: WrongPairs { cache.semantic.wrongPairs }

    /// Marks the answer wrong that a request got by meaning, or would have got in shadow mode: it goes, and is not given again
    /// for those two questions.
    /// - Parameter requestID: what `x-request-id` said.
    /// - Returns: what was marked; `nil` where nothing is known of it, as only the last few thousand are remembered.
    /// - Throws: ``CacheError`` where the answer cannot be removed from the disk now; it is not given any more.
    public func markWrong(_ requestID: String) async throws(CacheError) -> ServedHit? {
        guard let hit = cache.semantic.served[requestID] else { return nil }
        cache.semantic.wrongPairs.insert(hit.pair)
        cache.semantic.shadow.noteWrong(model: hit.model)
        cache.remove(hit.entry)
        cache.archive?.keep(wrong: hit.pair)
        _ = try await cache.archive?.purge(.answer(hit.entry))
        return hit
    }

    /// What a request got by meaning, or would have got in shadow mode; `nil` where nothing is known of it.
    /// - Parameter requestID: what `x-request-id` said.
    public func hitByMeaning(_ requestID: String) -> ServedHit? { cache.semantic.served[requestID] }
}

/// Which stored answers are to go.
public enum CachePurge: Hashable, Sendable {
    /// All.
    case everything
    /// The one under a key.
    case answer(CacheDigest)
    /// Those with a tag.
    case tagged(CacheTag)

    /// Whether an answer is one of them.
    public func fits(_ answer: CachedAnswer) -> Bool {
        switch self {
        case .everything: true
        case .answer(let digest): answer.digest == digest
        case .tagged(let tag): answer.tags.contains(tag)
        }
    }
}

extension ExactCache {
    /// Removes answers.
    /// - Returns: how many there were.
    @discardableResult
    public func purge(_ purge: CachePurge) -> Int {
        switch purge {
        case .everything: removeAll()
        case .answer(let digest): remove(digest) ? 1 : 0
        case .tagged(let tag): self.purge(tag).count
        }
    }
}

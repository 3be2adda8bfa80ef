/// What a look-up found.
public enum CacheLookup: Sendable {
    /// An answer that may be given.
    case hit(CachedAnswer)
    /// None.
    case miss(Reason)

    /// Why there is none.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Nothing is stored under the key.
        case absent
        /// Its time was over.
        case expired
        /// It is older than the request allows.
        case tooOld = "too-old"
    }

    /// The answer, if there is one.
    public var answer: CachedAnswer? { if case .hit(let answer) = self { answer } else { nil } }
}

/// What became of an answer that was to be stored.
public enum CacheInsertion: String, Hashable, Sendable, CaseIterable {
    /// It is stored.
    case stored
    /// It was given up again: what it would have pushed out is asked for more often.
    case rejected
    /// It takes more room than one answer may.
    case tooLarge = "too-large"
    /// Its time is over already.
    case expired
}

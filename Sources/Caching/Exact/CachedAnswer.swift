public import ModelAPI
public import Pricing
import Synchronization

/// A stored answer: what the provider said, when, and what it cost.
///
/// Nothing of it changes but the memory of its renditions, so that any number of requests can be answered with it at
/// once.
public final class CachedAnswer: Sendable {
    /// Who gave the answer, and for how much.
    public struct Origin: Hashable, Sendable {
        /// The provider's name in the configuration.
        public var provider: String
        /// The model's name in the provider's words.
        public var model: String
        /// What was used; `nil` where nobody said.
        public var usage: Usage?
        /// What it cost; `nil` where there is no price.
        public var cost: Money?
        /// What of the question the provider was not told, as the caller is shown it; `nil` where that was nothing.
        public var dropped: String?

        /// Creates an origin.
        public init(
            provider: String,
            model: String,
            usage: Usage? = nil,
            cost: Money? = nil,
            dropped: String? = nil
        ) {
            self.provider = provider
            self.model = model
            self.usage = usage
            self.cost = cost
            self.dropped = dropped
        }
    }

    /// What it is found by.
    public let digest: CacheDigest
    /// When the answer was given.
    public let created: CacheInstant
    /// From when on it is not given any more.
    public let expires: CacheInstant
    /// Who gave it.
    public let origin: Origin
    /// What came.
    public let recording: AnswerRecording
    /// What it is purged by, each once.
    public let tags: [CacheTag]

    private let renditions = Mutex<[RenditionKey: Rendition]>([:])

    /// Creates an answer.
    /// - Parameters:
    ///   - tags: what it is purged by; of more than 32 the first count.
    public init(
        digest: CacheDigest,
        created: CacheInstant,
        expires: CacheInstant,
        origin: Origin,
        recording: AnswerRecording,
        tags: [CacheTag] = []
    ) {
        self.digest = digest
        self.created = created
        self.expires = expires
        self.origin = origin
        self.recording = recording
        var distinct: [CacheTag] = []
        for tag in tags where distinct.count < 32 && !distinct.contains(tag) { distinct.append(tag) }
        self.tags = distinct
    }

    /// How long ago the answer was given.
    public func age(at now: CacheInstant) -> Duration { now - created }

    /// Whether its time is over.
    public func isExpired(at now: CacheInstant) -> Bool { now >= expires }

    // MARK: - What it takes

    /// What one entry takes in memory beside its texts: this object, its place in the index and in the lists, its share
    /// of the frequencies, what the allocator rounds up. Found by measuring.
    static let overhead = 576
    /// What one tag takes beside its text.
    static let tagOverhead = 88

    /// What it takes in memory, in bytes, without its renditions.
    var cost: Int {
        let names = origin.provider.utf8.count + origin.model.utf8.count + (origin.dropped?.utf8.count ?? 0)
        return tags.reduce(Self.overhead + recording.cost + names) { $0 + Self.tagOverhead + $1.length }
    }

    // MARK: - Renditions

    /// The most renditions that are remembered: more ways to ask for one answer are not worth the room.
    static let mostRenditions = 8

    /// The answer in another form, if it has been written before.
    public func rendition(_ key: RenditionKey) -> Rendition? { renditions.withLock { $0[key] } }

    /// Remembers a rendition.
    /// - Returns: how many bytes more it takes now; `nil` where it has it already or has too many.
    func remember(_ rendition: Rendition, for key: RenditionKey) -> Int? {
        renditions.withLock { renditions in
            guard renditions[key] == nil, renditions.count < Self.mostRenditions else { return nil }
            renditions[key] = rendition
            return rendition.cost
        }
    }

    /// What all renditions take.
    var renditionCost: Int { renditions.withLock { $0.values.reduce(0) { $0 + $1.cost } } }

    /// Forgets all renditions.
    func forgetRenditions() { renditions.withLock { $0 = [:] } }
}

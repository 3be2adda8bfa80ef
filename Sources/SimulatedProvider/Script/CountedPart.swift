/// One stretch of input with its tokens.
struct CountedPart: Sendable {
    enum CacheMark: Sendable {
        case fiveMinutes
        case oneHour
    }

    var tokens: Int
    /// The part contains `cache me`: everything up to it counts as read from the cache.
    var isCached = false
    /// A cache prefix ends behind this part.
    var mark: CacheMark?
    var kind: Media.Kind?
    /// A hash of what it says.
    let fingerprint: Fingerprint

    init(text: String, mark: CacheMark? = nil) {
        tokens = Tokens.count(text)
        isCached = text.contains("cache me")
        self.mark = mark
        fingerprint = Fingerprint(text.utf8)
    }

    init(_ media: Media, mark: CacheMark? = nil) {
        tokens = Media.tokens
        kind = media.kind
        self.mark = mark
        fingerprint = Fingerprint(media.words.utf8)
    }
}

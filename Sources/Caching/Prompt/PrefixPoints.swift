/// The places in a prompt that prefixes are remembered at, each with its key.
///
/// A key is a digest of whose the prompt is, where it goes, and every piece up to the place: two tenants never have a key in
/// common, nor do two targets.
public struct PrefixPoints: Sendable {
    /// One place.
    public struct Point: Sendable, Hashable {
        /// The prefix ends behind the piece with this index.
        public let piece: Int
        /// What it is known by.
        let key: CacheDigest
        /// An estimate of the prefix's tokens.
        public let tokens: Int
        /// Whether the whole prompt ends there.
        public let isEnd: Bool
    }

    /// How many pieces at the beginning of turns, and of tools and instructions, are places.
    private static let leading = 12
    /// How many of the last pieces are: what was added since an earlier request must not be more.
    private static let trailing = 24

    /// In the order of the prompt.
    public private(set) var points: [Point]

    /// Finds the places of a prompt.
    /// - Parameters:
    ///   - outline: the prompt.
    ///   - tenant: whose it is.
    ///   - subject: where it goes, in words of which no two mean the same.
    ///   - minimum: the fewest tokens that a provider keeps; a shorter prefix is none.
    public init(of outline: PromptOutline, tenant: CacheTenant, subject: String, minimum: Int) {
        guard outline.tokens >= minimum else {
            points = []
            return
        }
        var encoder = CanonicalEncoder(domain: "kanmon.prefix.1")
        tenant.encode(into: &encoder)
        encoder.write(subject)
        var state = encoder.finish()
        let count = outline.pieces.count
        let head = outline.headCount
        var points: [Point] = []
        for (index, piece) in outline.pieces.enumerated() {
            state = state.followed(by: piece.digest)
            guard piece.tokens >= minimum else { continue }
            let endsPart = index + 1 == count || outline.pieces[index + 1].part != piece.part
            let isSystem = piece.part == .system && index + Self.leading >= head
            let isEarly = piece.part == .turns && index < head + Self.leading
            if endsPart || isSystem || isEarly || index + Self.trailing >= count {
                points.append(Point(piece: index, key: state, tokens: piece.tokens, isEnd: index + 1 == count))
            }
        }
        self.points = points
    }

    /// The places of prefixes that are at least so long.
    public func atLeast(_ tokens: Int) -> PrefixPoints {
        var copy = self
        copy.points.removeAll { $0.tokens < tokens }
        return copy
    }
}

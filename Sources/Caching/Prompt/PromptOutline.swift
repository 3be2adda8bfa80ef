/// A request's prompt as a provider's cache sees it: tools, instructions and turns, in pieces.
///
/// Made from the bytes of a body, without a tree, so that it says where breakpoints can be put. A piece's digest is of its
/// bytes: what is written otherwise (another order of keys) is another prefix to providers too.
public struct PromptOutline: Sendable {
    /// The pieces in the order in which they make prefixes.
    public let pieces: [PromptPiece]
    /// Whether the caller has put breakpoints somewhere in it.
    public let hasMarks: Bool
    /// Whether the caller's breakpoints ask for an hour.
    public let marksAnHour: Bool
    /// Whether the caller has named a key for the provider's cache (`prompt_cache_key`).
    public let hasCacheKey: Bool

    init(_ pieces: [PromptPiece], hasMarks: Bool = false, marksAnHour: Bool = false, hasCacheKey: Bool = false) {
        self.pieces = pieces
        self.hasMarks = hasMarks
        self.marksAnHour = marksAnHour
        self.hasCacheKey = hasCacheKey
    }

    /// The estimated tokens of the whole prompt.
    public var tokens: Int { pieces.last?.tokens ?? 0 }

    /// Behind how many pieces tools and instructions end.
    public var headCount: Int { pieces.firstIndex { $0.part == .turns } ?? pieces.count }
}

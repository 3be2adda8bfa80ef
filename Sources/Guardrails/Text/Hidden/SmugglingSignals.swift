/// How much of a text was not what it looked like.
public struct SmugglingSignals: Sendable, Hashable {
    /// Invisible characters between two letters of one word.
    public var invisibleInWords = 0
    /// Invisible characters that have no business where they stood: those that emoji, Arabic or Thai need are not counted.
    public var invisible = 0
    /// Unicode tag characters outside flags.
    public var tags = 0
    /// Variation selectors that no kanji and no emoji can bear.
    public var strayVariationSelectors = 0
    /// Overrides of the writing direction (RLO, LRO).
    public var directionOverrides = 0
    /// Words that mix scripts whose letters look alike.
    public var mixedScriptWords = 0
    /// Encoded blobs that were left undecoded because there were too many.
    public var undecoded = 0

    /// Nothing to tell.
    public init() {}
}

/// Bounds on what is read from a peer; the size of the text is bounded by whoever received it.
public struct JSONLimits: Hashable, Sendable {
    /// The most levels of arrays and objects inside each other, 1 to ``maximumDepth``.
    public var depth: Int {
        didSet { depth = Self.clamped(depth) }
    }

    /// The most values (scalars, arrays, objects) in one tree, so that a small text cannot grow into a huge tree.
    public var values: Int

    /// Creates limits.
    /// - Parameters:
    ///   - depth: the most nested levels, 1 to ``maximumDepth``.
    ///   - values: the most values in one tree.
    public init(depth: Int = JSONLimits.maximumDepth, values: Int = 2_000_000) {
        self.depth = Self.clamped(depth)
        self.values = values
    }

    private static func clamped(_ depth: Int) -> Int { min(max(depth, 1), maximumDepth) }

    /// 512 nested levels: the most that any reader here accepts.
    public static let maximumDepth = 512

    /// The limits used where none are given.
    public static let standard = JSONLimits()
}

/// Which part of a list is wanted.
public struct PageRequest: Hashable, Sendable {
    /// How many rows at most; within ``limits``.
    public let limit: Int
    /// Where the page before ended; `nil` for the first.
    public let cursor: PageCursor?

    /// What ``limit`` may be.
    public static let limits = 1...1000

    /// A request; a limit outside of ``limits`` becomes the nearest inside.
    public init(limit: Int = 100, after cursor: PageCursor? = nil) {
        self.limit = Self.limits.clamping(limit)
        self.cursor = cursor
    }
}

extension ClosedRange {
    /// A value of the range, or the nearest that is.
    func clamping(_ value: Bound) -> Bound { Swift.min(Swift.max(value, lowerBound), upperBound) }
}

public import Routing

/// A target that was not asked, and why.
public struct SkippedTarget: Hashable, Sendable {
    /// The target.
    public var target: TargetID
    /// Why, in words for people.
    public var reason: String
}

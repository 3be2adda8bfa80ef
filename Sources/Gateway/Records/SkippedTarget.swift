/// A target that was not asked, and why.
public struct SkippedTarget: Hashable, Sendable {
    /// The target, as `provider/model`, or the public model that would have led to some.
    public var target: String
    /// Why, in words for people.
    public var reason: String
}

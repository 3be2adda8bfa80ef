/// A copy of some of the traffic that goes to another target, whose answer is thrown away.
public struct MirrorPolicy: Hashable, Sendable {
    /// Whom the copies go to.
    public var target: TargetID
    /// The share of requests that are copied, 0 to 1.
    public var share: Double

    /// Creates a policy.
    public init(target: TargetID, share: Double) {
        self.target = target
        self.share = share
    }
}

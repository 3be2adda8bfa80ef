/// A provider's answer for which a model may name other targets than its usual ones.
public enum FallbackKind: String, Hashable, Sendable, CaseIterable {
    /// The request is too long for the target.
    case contextWindow = "context-window"
    /// The target's policy refuses the request.
    case contentPolicy = "content-policy"
}

/// How one attempt at a target ended, as its health is judged by it.
public enum AttemptOutcome: Hashable, Sendable {
    /// The target answered.
    case success
    /// The target failed.
    /// - Parameters:
    ///   - kind: how.
    ///   - retryAfter: how long the provider asks to be left alone, where it says so.
    case failure(FailureClass, retryAfter: Duration?)
}

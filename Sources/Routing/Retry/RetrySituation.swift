/// What is known when an attempt has failed and nothing of an answer has reached the caller.
public struct RetrySituation: Hashable, Sendable {
    /// How it failed.
    public var failure: FailureClass
    /// How long the provider asks to be left alone, where it says so.
    public var retryAfter: Duration?
    /// Tries of this target so far, the failed one included.
    public var tries: Int
    /// How long the target itself would refuse another try: cooling down, breaker open; zero if it would not.
    public var targetRefusesFor: Duration
    /// Whether another of its provider's credentials could be used for this target at once.
    public var hasOtherCredential: Bool
    /// Whether another target of the plan could take the request at once.
    public var hasOtherTarget: Bool
    /// How long the request as a whole may still take.
    public var remaining: Duration

    /// Describes a situation.
    public init(
        failure: FailureClass,
        retryAfter: Duration? = nil,
        tries: Int,
        targetRefusesFor: Duration = .zero,
        hasOtherCredential: Bool = false,
        hasOtherTarget: Bool,
        remaining: Duration
    ) {
        self.failure = failure
        self.retryAfter = retryAfter
        self.tries = tries
        self.targetRefusesFor = targetRefusesFor
        self.hasOtherCredential = hasOtherCredential
        self.hasOtherTarget = hasOtherTarget
        self.remaining = remaining
    }
}

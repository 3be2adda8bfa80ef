/// What follows on a failed attempt, and why. A pure function of the situation, the policy and chance.
///
/// | failure | with another target | without |
/// |---|---|---|
/// | `connect`, `tls`, `timeout`, 429, 502, 503, 504, 529, `invalid-body`, `error-event`, `too-slow`, `busy`, others of the policy | it, at once | the same after a wait (`tls`: stop) |
/// | 500, `truncated` | the same once more after a short wait, then it | the same after a wait |
/// | `credential`, `quota`, 429 with another credential | the same with that, at once | the same with that, at once |
/// | `credential`, `quota` otherwise | it, at once | stop |
/// | not in the policy; `invalid-request`, `context-window`, `content-policy`, `cancelled` | stop | stop |
///
/// The wait is a random part of the backoff, or what the provider asks for if that is longer. It never exceeds
/// ``RetryPolicy/maximumBackoff`` nor the time that is left, nor ``longestWaitWithOtherTarget`` while another target is free.
public struct RetryDecision: Hashable, Sendable {
    /// What is done.
    public enum Action: Hashable, Sendable {
        /// The same target is tried again after a wait.
        case sameTarget(after: Duration)
        /// The plan's next target is tried at once.
        case nextTarget
        /// The request ends with this failure.
        case stop
    }

    /// Why.
    public enum Reason: String, Hashable, Sendable, CustomStringConvertible {
        /// The failure is likely to pass with another try.
        case transient
        /// Another target is free.
        case otherTarget = "other-target"
        /// The target has had its tries, another one is free.
        case otherTargetAfterTries = "other-target-after-tries"
        /// The model names other targets for requests that get this answer.
        case otherList = "other-list"
        /// Another credential of the provider can be used.
        case otherCredential = "other-credential"
        /// No other target is free, so the same one is tried again.
        case onlyTarget = "only-target"
        /// Nobody would answer it differently, or nobody waits for it.
        case notRetryable = "not-retryable"
        /// The policy does not list this failure.
        case notInPolicy = "not-in-policy"
        /// The target has had its tries, no other is free.
        case attemptsUsedUp = "attempts-used-up"
        /// Neither another credential nor another target is there.
        case nowhereElse = "nowhere-else"
        /// The wait would be longer than the policy allows.
        case waitTooLong = "wait-too-long"
        /// The request's time would be over.
        case deadline
        /// The retry budget is used up; ``RetryBudget`` says so, not this function.
        case budget

        /// The stable word for logs and explanations.
        public var description: String { rawValue }
    }

    /// No wait is longer than this while another target is free.
    public static let longestWaitWithOtherTarget = Duration.seconds(2)

    /// What is done.
    public var action: Action
    /// Why.
    public var reason: Reason

    /// Creates a decision.
    public init(_ action: Action, _ reason: Reason) {
        self.action = action
        self.reason = reason
    }

    /// Decides.
    /// - Parameters:
    ///   - situation: what has happened and what is there.
    ///   - policy: the model's policy.
    ///   - random: gives the random part of the wait.
    public static func decide(
        _ situation: RetrySituation,
        policy: RetryPolicy,
        random: inout some RandomNumberGenerator
    ) -> RetryDecision {
        let kind = situation.failure.retryKind
        if kind == .never { return RetryDecision(.stop, .notRetryable) }
        guard situation.remaining > .zero else { return RetryDecision(.stop, .deadline) }
        // A credential out of order is the gateway's matter, not the caller's: it goes on whatever the policy lists.
        if kind == .credential {
            if situation.hasOtherCredential { return RetryDecision(.sameTarget(after: .zero), .otherCredential) }
            return situation.hasOtherTarget
                ? RetryDecision(.nextTarget, .otherTarget) : RetryDecision(.stop, .nowhereElse)
        }
        guard policy.on.contains(situation.failure) else { return RetryDecision(.stop, .notInPolicy) }
        let mayTryAgain = situation.tries < policy.attempts
        if situation.failure == .status(429), situation.hasOtherCredential, mayTryAgain {
            return RetryDecision(.sameTarget(after: .zero), .otherCredential)
        }
        let wait = wait(situation, policy: policy, random: &random)
        if situation.hasOtherTarget {
            let isWorthWaiting = wait <= min(longestWaitWithOtherTarget, policy.maximumBackoff)
            guard kind == .sameTargetFirst, situation.tries <= 1, mayTryAgain else {
                return RetryDecision(.nextTarget, mayTryAgain ? .otherTarget : .otherTargetAfterTries)
            }
            guard isWorthWaiting, wait < situation.remaining else { return RetryDecision(.nextTarget, .otherTarget) }
            return RetryDecision(.sameTarget(after: wait), .transient)
        }
        guard mayTryAgain else { return RetryDecision(.stop, .attemptsUsedUp) }
        guard kind != .otherTargetOnly else { return RetryDecision(.stop, .nowhereElse) }
        guard wait <= policy.maximumBackoff else { return RetryDecision(.stop, .waitTooLong) }
        guard wait < situation.remaining else { return RetryDecision(.stop, .deadline) }
        return RetryDecision(.sameTarget(after: wait), .onlyTarget)
    }

    private static func wait(
        _ situation: RetrySituation,
        policy: RetryPolicy,
        random: inout some RandomNumberGenerator
    ) -> Duration {
        let bound = max(.zero, policy.maximumBackoff)
        let backoff = policy.initialBackoff.doubled(situation.tries - 1, atMost: bound).scaled(by: random.unit())
        return max(backoff, situation.retryAfter ?? .zero, situation.targetRefusesFor)
    }
}

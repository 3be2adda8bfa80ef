/// Why a request is not let in: one limit or budget did not let it pass.
public struct Refusal: Error, Hashable, Sendable {
    /// What kind of policy refused.
    public enum Kind: String, Hashable, Sendable {
        /// A limit. As an error code of a surface: `rate_limited`.
        case rateLimited = "rate_limited"
        /// A budget. As an error code of a surface: `budget_exceeded`.
        case budgetExceeded = "budget_exceeded"
    }

    /// Why it refused.
    public enum Reason: Hashable, Sendable {
        /// The amount is used up.
        case spent
        /// What is left is held by requests under way; some of it may come back when they end.
        case held
        /// What is left does not cover what this request may cost at worst.
        case insufficient
        /// The request alone is larger than the whole amount: it never passes, however long one waits.
        case tooLarge
        /// The amount is zero: nothing passes.
        case closed
        /// No price is known for the model, and the budget takes no unknown costs.
        case unknownPrice
    }

    /// Which policy it was.
    public enum Policy: Hashable, Sendable {
        /// A limit, and where it stands.
        case limit(LimitReading)
        /// A budget, by the policy.
        case budget(BudgetPolicy)
    }

    /// What the policy is on. For the log; a caller reads ``message``.
    public var scope: Scope
    /// Which policy.
    public var policy: Policy
    /// Why it refused.
    public var reason: Reason
    /// The time after which the request may pass; `nil` where waiting does not help.
    public var retryAfter: Duration?
    /// What was raised by the refusal itself.
    public var events: [GovernanceEvent]

    /// A refusal.
    public init(
        scope: Scope,
        policy: Policy,
        reason: Reason,
        retryAfter: Duration?,
        events: [GovernanceEvent] = []
    ) {
        self.scope = scope
        self.policy = policy
        self.reason = reason
        self.retryAfter = retryAfter
        self.events = events
    }
}

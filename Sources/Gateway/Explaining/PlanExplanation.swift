public import ModelAPI
public import Routing

/// Where a request would go, in which order, and why; everything that a configuration decides about it.
///
/// It tells of a gateway that has just started: nothing is known of the targets' health, speed and load.
public struct PlanExplanation: Sendable {
    /// One target of the order.
    public struct Place: Sendable {
        /// Whom to ask.
        public var target: TargetID
        /// The decisions that put it here, the outermost model's first.
        public var decisions: [String]
        /// The public model whose policies count for it.
        public var policies: String
        /// The dialect its provider speaks.
        public var dialect: DialectID
        /// Where it handles requests; `nil` where the configuration does not say.
        public var region: String?
        /// The names of its provider's credentials.
        public var credentials: [String]
        /// The tokens that it takes at most, where that is known.
        public var contextWindow: Int?
        /// The requests in flight that it takes at most, where there is such a limit.
        public var maxConcurrent: Int?
        /// What of the request gets lost on the way to it, in the caller's words; `nil` for nothing.
        public var dropped: String?
        /// Why it is passed over when its turn comes: its dialect cannot express the request.
        public var obstacle: String?
    }

    /// What counts for the targets of one public model.
    public struct Policies: Sendable {
        /// One of the ways a model may take.
        public struct Way: Sendable {
            /// The target or the public model.
            public var destination: String
            /// Its weight at this time of day.
            public var weight: Double
            /// Its share of the traffic while all are well, 0 to 1; `nil` where weights decide nothing.
            public var share: Double?
            /// Whether its weight is still changing by schedule.
            public var isRamping: Bool
        }

        /// The model's name.
        public var model: String
        /// How it chooses.
        public var strategy: StrategyKind
        /// What keeps a caller on one target, where something does.
        public var sticky: StickyKey?
        /// The ways it may take, in the configuration's order.
        public var ways: [Way]
        /// How its targets are tried again, what the request itself wants taken into account.
        public var retry: RetryPolicy
        /// When its targets are set aside.
        public var breaker: BreakerPolicy
        /// For connecting to a target.
        public var connect: Duration
        /// For the first byte, on streams the first content.
        public var firstByte: Duration
        /// For a pause within the answer.
        public var idle: Duration
        /// When a second copy is sent; `nil` for never.
        public var hedge: HedgePolicy?
        /// The fewest output tokens a second with which a stream may begin.
        public var leastRate: Double?
        /// Whether a request is refused that a target cannot express whole.
        public var isStrict: Bool
    }

    /// Who gets a copy.
    public struct Copy: Sendable {
        /// Whom it goes to.
        public var target: TargetID
        /// Of how many requests, 0 to 1.
        public var share: Double
        /// Whether this request may be copied at all: not where it has side effects, or must not leave its regions.
        public var isAllowed: Bool
    }

    /// What a caller is told where nobody can be asked.
    public struct Refusal: Sendable {
        /// The HTTP status.
        public var status: Int
        /// The stable code.
        public var code: String
        /// The words.
        public var message: String
    }

    /// The model's name as the request has it.
    public var model: String
    /// The dialect of the surface.
    public var surface: DialectID
    /// Whether a stream is asked for.
    public var isStream: Bool
    /// The name of the caller's key; `nil` without one.
    public var key: String?
    /// The name of the key's team.
    public var team: String?
    /// The regions the request may go to, in alphabetical order; `nil` for all.
    public var regions: [String]?
    /// Whether the gateway would refuse the request for want of a key.
    public var lacksKey: Bool
    /// The prompt's estimated length.
    public var inputTokens: Int
    /// The models that the request itself wants asked afterwards.
    public var ownFallbacks: [String]
    /// Whether the request has side effects, so that it is neither hedged nor mirrored.
    public var hasSideEffects: Bool
    /// Whom to ask, the first one first.
    public var order: [Place]
    /// Who is left out, and why.
    public var skipped: [SkippedTarget]
    /// Who is asked instead when the first target says that the request is too long, or against its policy.
    public var otherLists: [FallbackKind: [TargetID]]
    /// The policies that count, by public model, in the order in which they come up.
    public var policies: [Policies]
    /// The time for the request as a whole.
    public var total: Duration
    /// How much of the live traffic may be retries and hedges.
    public var retryBudget: RetryBudgetPolicy
    /// Who gets a copy of it, now and then.
    public var mirror: Copy?
    /// Whether chance has a part in the order, so that the next request may go elsewhere.
    public var isByChance: Bool
    /// What the caller is told, where nobody can be asked.
    public var refusal: Refusal?
}

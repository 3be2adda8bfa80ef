public import ModelAPI
public import Pricing

/// What the ledger keeps of one request that reached a provider, was answered from the cache or was kept from everybody by a
/// guardrail: exactly one record each, however it ended.
///
/// No byte of a prompt or an answer is in it.
public struct LedgerRecord: Hashable, Sendable {
    /// How a request ended.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// Answered whole.
        case answered
        /// Failed before any of an answer reached the caller.
        case failed
        /// An answer began, and ended in an error.
        case partial
        /// The caller went away.
        case aborted
    }

    /// What went to a provider for the request.
    public struct Attempt: Hashable, Sendable {
        /// The provider's name and the model there: `openai/gpt-4o`.
        public var target: String
        /// The name of the provider's credential that was used.
        public var credential: String?
        /// How it ended: `answered`, `lost-race`, `abandoned` or the class of the failure.
        public var outcome: String
        /// How long it took, in milliseconds.
        public var milliseconds: Int

        /// One attempt.
        public init(target: String, credential: String?, outcome: String, milliseconds: Int) {
            self.target = target
            self.credential = credential
            self.outcome = outcome
            self.milliseconds = milliseconds
        }
    }

    /// To whom a request belongs.
    public struct Belonging: Hashable, Sendable {
        /// The organization that the key belongs to.
        public var organization: String?
        /// The team that the key belongs to.
        public var team: String?
        /// The project that the key belongs to.
        public var project: String?
        /// The id of the user that the key belongs to.
        public var user: String?
        /// The id of the virtual key.
        public var keyID: String?
        /// The key's name at the time.
        public var keyName: String?
        /// The key's environment: `prod`.
        public var environment: String?
        /// The tags of the key and of the request.
        public var tags: [String]

        /// To a key and what that belongs to; to nobody where there is none.
        /// - Parameter tag: one more tag than the key's.
        public init(_ principal: Principal?, tag: String? = nil) {
            organization = principal?.organizationName
            team = principal?.teamName
            project = principal?.key.project
            user = principal?.key.owner
            keyID = principal?.key.id
            keyName = principal?.key.name
            environment = principal?.key.environment?.rawValue
            tags = principal?.tags ?? []
            if let tag { tags.append(tag) }
        }
    }

    /// What must be known to read a record rightly.
    public enum Flag: String, Hashable, Sendable, CaseIterable {
        /// The provider gave no usage: it was estimated.
        case estimatedUsage = "estimated_usage"
        /// No price is known: the cost is unknown, not nothing.
        case unknownPrice = "unknown_price"
        /// The answer was a stream.
        case stream
        /// Second copies were sent whose usage no provider told.
        case hedged
        /// Served by a cheaper model because a budget was spent.
        case downgraded
        /// The journal could not take the record, and the policy was to go on.
        case unjournaled
        /// Something was longer than the ledger keeps and was cut: see ``Bounds``.
        case shortened
        /// A prefix of the prompt was in one provider's cache, and the request went to another target.
        case prefixLost = "prefix_lost"
        /// A guardrail has refused the request, or ended or withheld the answer.
        case guardrailBlocked = "guardrail_blocked"
        /// A guardrail could not look, and lets nothing pass then.
        case guardrailUnavailable = "guardrail_unavailable"
    }

    /// How much of each thing the ledger keeps. What is longer is cut at a character's end and flagged.
    public enum Bounds {
        /// Bytes of ``LedgerRecord/entry``, which is never cut: a longer one cannot be encoded.
        public static let entry = 64
        /// Bytes of the request's id and of each name.
        public static let name = 256
        /// How many tags.
        public static let tags = 32
        /// Bytes of each tag.
        public static let tag = 128
        /// How many attempts; of more the last ones are kept.
        public static let attempts = 32
        /// How many lines of guardrails; the rest are counted.
        public static let guards = 64
        /// Bytes of the name of a guardrail, of what it found and of its rule.
        public static let guardName = 80
        /// Bytes of what was done, of a value's hash and of how a value was hidden.
        public static let guardWord = 32
        /// Bytes of the whole encoding, which follow from the others.
        public static let encoded = 60 * 1024
    }

    /// Unique for all time, made by the gateway; what comes twice under it is one record.
    public var entry: String
    /// The request's id, which the caller may have chosen.
    public var id: String
    /// When the request came, in nanoseconds since 1970 UTC.
    public var time: Int64
    /// The organization that the key belongs to.
    public var organization: String?
    /// The team that the key belongs to.
    public var team: String?
    /// The project that the key belongs to.
    public var project: String?
    /// The id of the user that the key belongs to.
    public var user: String?
    /// The id of the virtual key.
    public var keyID: String?
    /// The key's name at the time.
    public var keyName: String?
    /// The key's environment: `prod`.
    public var environment: String?
    /// The tags of the key and of the request.
    public var tags: [String] = []
    /// The surface's dialect or operation: `openai-chat`.
    public var surface: String
    /// The model as the caller named it.
    public var modelAsked: String
    /// The model that answered, as the provider names it.
    public var modelServed: String?
    /// The provider that answered or was asked last.
    public var provider: String?
    /// What went to providers, in order.
    public var attempts: [Attempt] = []
    /// The tokens; `nil` where no provider told and nothing could be estimated.
    public var usage: Usage?
    /// What it cost; `nil` where the price is unknown, which ``Flag/unknownPrice`` says.
    public var cost: Money?
    /// The version of the prices that the cost was worked out with.
    public var priceVersion: String?
    /// `hit`, `semantic-hit`, `miss` or `bypass`.
    public var cache: String?
    /// What a hit in the cache saved, exact or by meaning, which ``cache`` says.
    public var saved: Money?
    /// What the provider's own cache of prompts saved, less what writing to it cost more: negative where nothing was read
    /// of what was written. `nil` where no such cache was used, or the price is unknown.
    public var savedPromptCache: Money?
    /// The HTTP status that the caller saw.
    public var status: Int
    /// How it ended.
    public var outcome: Outcome
    /// From the request's beginning to the last byte of the answer, in microseconds.
    public var durationMicroseconds: Int
    /// To the first content of the answer, in microseconds.
    public var timeToFirstTokenMicroseconds: Int?
    /// What the gateway added, in microseconds.
    public var overheadMicroseconds: Int?
    /// In the order of ``Flag/allCases``.
    public var flags: [Flag] = []
    /// What guardrails have found, at most ``Bounds/guards`` lines.
    public var guards: [GuardLine] = []
    /// How many more lines there would be.
    public var guardsLeftOut = 0

    /// A record of what is always known.
    public init(
        entry: String,
        id: String,
        time: Int64,
        surface: String,
        modelAsked: String,
        status: Int,
        outcome: Outcome,
        durationMicroseconds: Int
    ) {
        self.entry = entry
        self.id = id
        self.time = time
        self.surface = surface
        self.modelAsked = modelAsked
        self.status = status
        self.outcome = outcome
        self.durationMicroseconds = durationMicroseconds
    }

    /// A whole record. Made once for each request: in one go, so that nothing is written twice.
    public init(
        entry: String,
        id: String,
        time: Int64,
        belonging: Belonging,
        surface: String,
        modelAsked: String,
        modelServed: String?,
        provider: String?,
        attempts: [Attempt],
        usage: Usage?,
        cost: Money?,
        priceVersion: String?,
        cache: String?,
        saved: Money?,
        savedPromptCache: Money?,
        status: Int,
        outcome: Outcome,
        durationMicroseconds: Int,
        timeToFirstTokenMicroseconds: Int?,
        overheadMicroseconds: Int?,
        flags: [Flag],
        guards: [GuardLine] = [],
        guardsLeftOut: Int = 0
    ) {
        self.entry = entry
        self.id = id
        self.time = time
        organization = belonging.organization
        team = belonging.team
        project = belonging.project
        user = belonging.user
        keyID = belonging.keyID
        keyName = belonging.keyName
        environment = belonging.environment
        tags = belonging.tags
        self.surface = surface
        self.modelAsked = modelAsked
        self.modelServed = modelServed
        self.provider = provider
        self.attempts = attempts
        self.usage = usage
        self.cost = cost
        self.priceVersion = priceVersion
        self.cache = cache
        self.saved = saved
        self.savedPromptCache = savedPromptCache
        self.status = status
        self.outcome = outcome
        self.durationMicroseconds = durationMicroseconds
        self.timeToFirstTokenMicroseconds = timeToFirstTokenMicroseconds
        self.overheadMicroseconds = overheadMicroseconds
        self.flags = flags
        self.guards = guards
        self.guardsLeftOut = guardsLeftOut
    }

    /// Whether it was answered by a stored answer to a question that means the same.
    public var isSemanticHit: Bool { cache == Self.semanticHit.description }

    /// Whether it was answered by a stored answer.
    public var isHit: Bool { isSemanticHit || cache == Self.exactHit.description }

    /// What ``cache`` says of a stored answer to the same question.
    static let exactHit: StaticString = "hit"
    /// What it says of one to a question that means the same.
    static let semanticHit: StaticString = "semantic-hit"

    /// What was saved in all; `nil` where nothing was to be saved.
    public var savedInAll: Money? {
        guard let savedPromptCache else { return saved }
        return (saved ?? .zero) + savedPromptCache
    }
}

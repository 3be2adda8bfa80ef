/// A stored question that is like one that was asked, as reports show it.
public struct ShadowFinding: Hashable, Sendable {
    /// Two texts that may be shown.
    public struct Texts: Hashable, Sendable {
        /// What was asked now.
        public var asked: String
        /// What the stored answer was given to.
        public var stored: String

        /// Creates a pair.
        public init(asked: String, stored: String) {
            self.asked = asked
            self.stored = stored
        }
    }

    /// When it was found.
    public var time: CacheInstant
    /// The id of the request.
    public var requestID: String
    /// The public model.
    public var model: String
    /// The name of the team that asked; `nil` without one.
    public var team: String?
    /// What counts here: whether hits are given.
    public var mode: SemanticMode
    /// How like they are.
    public var score: Double
    /// What came of comparing them.
    public var verdict: ShadowVerdict
    /// Whether it is a hit under the thresholds in use: given, or to be given if this were not shadow mode.
    public var isHit: Bool
    /// Why, in a line that may name words of both texts; `nil` where those may not be shown.
    public var reason: String?
    /// Which questions are compared with one another.
    public var partition: PartitionKey
    /// What the stored answer is stored under.
    public var entry: CacheDigest
    /// Both texts, masked and shortened; `nil` where they may not be shown.
    public var texts: Texts?
    /// How far the stored answer agrees with the provider's; `nil` where the provider was not asked, or not yet answered.
    public var agreement: AnswerAgreement?

    /// Creates a finding.
    public init(
        time: CacheInstant,
        requestID: String,
        model: String,
        team: String?,
        mode: SemanticMode,
        score: Double,
        verdict: ShadowVerdict,
        isHit: Bool,
        reason: String?,
        partition: PartitionKey,
        entry: CacheDigest,
        texts: Texts? = nil,
        agreement: AnswerAgreement? = nil
    ) {
        self.time = time
        self.requestID = requestID
        self.model = model
        self.team = team
        self.mode = mode
        self.score = score
        self.verdict = verdict
        self.isHit = isHit
        self.reason = reason
        self.partition = partition
        self.entry = entry
        self.texts = texts
        self.agreement = agreement
    }
}

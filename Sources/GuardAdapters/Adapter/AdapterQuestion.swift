public import Guardrails

/// What a service is asked to look at.
public struct AdapterQuestion: Sendable, Hashable {
    /// On which side of the model the texts are.
    public var stage: GuardStage
    /// The texts, each of which gets a verdict. Empty ones are not sent.
    public var texts: [AdapterText]
    /// What was asked last, where the texts are answers: some services judge an answer by its question. UTF-8.
    public var asked: [UInt8]?
    /// The name of the model that the caller asks.
    public var model: String
    /// The key's id, where it may be told.
    public var key: String?
    /// The team's id, where it may be told.
    public var team: String?
    /// The user's id, where it may be told.
    public var user: String?
    /// The call's id.
    public var call: String
    /// When it is asked, in nanoseconds since 1970 UTC: signatures hold it.
    public var time: Int64

    /// A question.
    public init(
        stage: GuardStage,
        texts: [AdapterText],
        asked: [UInt8]? = nil,
        model: String,
        key: String? = nil,
        team: String? = nil,
        user: String? = nil,
        call: String,
        time: Int64
    ) {
        self.stage = stage
        self.texts = texts
        self.asked = asked
        self.model = model
        self.key = key
        self.team = team
        self.user = user
        self.call = call
        self.time = time
    }
}

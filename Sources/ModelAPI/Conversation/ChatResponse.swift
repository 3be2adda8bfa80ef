public import JSONText

/// A model's whole answer, in no provider's words.
public struct ChatResponse: Hashable, Sendable {
    /// A field of the provider's without a neutral place.
    public typealias UnmappedField = ChatRequest.UnmappedField

    /// The dialect the answer came in: in its words losses are named.
    public var source: DialectID
    /// The provider's id of the answer; a writer gives it its own dialect's shape.
    public var id: String
    /// The model that answered, in the provider's words.
    public var model: String
    /// When, in seconds since 1970, where the provider says so.
    public var created: Int?
    /// The answers; one unless more were asked for.
    public var choices: [Choice]
    /// What was used; `nil` where the provider does not say.
    public var usage: Usage?
    /// The processing tier used, in the provider's words.
    public var serviceTier: String?
    /// OpenAI's fingerprint of the backend.
    public var systemFingerprint: String?
    /// Fields of the source dialect that have no place above, as `name` or `choices[0].message.name`: every one that says something
    /// of its own. Times (`created`, where a dialect has none), sums of other fields and the types of objects do not.
    public var unmapped: [UnmappedField] = []

    /// Creates an answer.
    public init(
        id: String,
        model: String,
        choices: [Choice] = [],
        usage: Usage? = nil,
        source: DialectID = .openAIChat
    ) {
        self.source = source
        self.id = id
        self.model = model
        self.choices = choices
        self.usage = usage
    }
}

/// One of the answers.
public struct Choice: Hashable, Sendable {
    /// Its number, from 0.
    public var index: Int
    /// What the model said, in order.
    public var parts: [Part]
    /// Why it ended.
    public var stop: StopReason
    /// Log probabilities in OpenAI's form (`{"content":[…],"refusal":[…]}`), where asked for.
    public var logprobs: JSONValue?

    /// Creates a choice.
    public init(index: Int = 0, parts: [Part] = [], stop: StopReason, logprobs: JSONValue? = nil) {
        self.index = index
        self.parts = parts
        self.stop = stop
        self.logprobs = logprobs
    }
}

/// Why a turn ended.
public enum StopReason: Hashable, Sendable {
    /// The model was done.
    case endTurn
    /// It wrote a stop sequence; which one, where the provider says so.
    case stopSequence(String?)
    /// It reached the most tokens asked for.
    case maxTokens
    /// It reached the end of the model's context window.
    case contextWindow
    /// It waits for results of tools.
    case toolUse
    /// The provider's filter stopped it; the provider's own word (`SAFETY`, `content_filter`).
    case contentFilter(String)
    /// The model refused; the provider's explanation, where there is one.
    case refusal(String?)
    /// The provider paused a long turn; sent back as it is, it goes on.
    case pause
    /// The model produced a malformed call or the provider an unknown reason; its own word.
    case other(String)
}

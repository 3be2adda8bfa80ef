public import JSONText

/// One step of a streamed answer, in no provider's words.
///
/// A legal sequence: `start` once, first. Then per choice, blocks one after the other: `blockStart`, any number of `blockDelta`,
/// `blockStop`; never two open at once in one choice. Then `finish` per choice; `usage` anywhere after `start`, cumulative, the
/// last one counts; `unmapped` anywhere after `start`. Last exactly one of `end` and `failure`; nothing after it. Decoders emit only legal sequences,
/// whatever the provider sends; encoders may rely on that.
public enum StreamEvent: Hashable, Sendable {
    /// The answer begins.
    case start(StreamStart)
    /// A block of this choice begins.
    case blockStart(choice: Int, StreamBlock)
    /// More of the open block of this choice.
    case blockDelta(choice: Int, StreamDelta)
    /// The open block of this choice is complete.
    case blockStop(choice: Int)
    /// This choice is complete.
    case finish(choice: Int, StopReason)
    /// What was used so far.
    case usage(Usage)
    /// A field of the provider's without a neutral place.
    case unmapped(StreamField)
    /// The provider's terminal event: the answer is whole.
    case end
    /// The answer ends here, broken.
    case failure(APIError)
}

/// What is known when a streamed answer begins.
public struct StreamStart: Hashable, Sendable {
    /// The provider's id of the answer.
    public var id: String
    /// The model that answers, in the provider's words.
    public var model: String
    /// When, in seconds since 1970, where the provider says so.
    public var created: Int?
    /// OpenAI's fingerprint of the backend.
    public var systemFingerprint: String?
    /// The processing tier, in the provider's words.
    public var serviceTier: String?
    /// The dialect the answer comes in.
    public var source: DialectID

    /// Creates a start.
    public init(id: String, model: String, created: Int? = nil, source: DialectID = .openAIChat) {
        self.source = source
        self.id = id
        self.model = model
        self.created = created
    }
}

/// What kind of block begins.
public enum StreamBlock: Hashable, Sendable {
    /// Text follows.
    case text
    /// Thoughts follow.
    case thinking
    /// Thoughts the provider keeps to itself: complete, no deltas follow.
    case redactedThinking(OpaqueToken)
    /// A call of a tool, its arguments follow; the signature where the provider sends it with the call.
    case toolCall(id: String, name: String, signature: OpaqueToken?)
    /// The words of a refusal follow.
    case refusal
    /// A picture: complete, no deltas follow. Kept apart from the event, which is copied for every piece of text and must be small.
    indirect case image(MediaPart)
    /// A block without a neutral form: complete, no deltas follow.
    case foreign(ForeignPart)
}

/// More of an open block.
public enum StreamDelta: Hashable, Sendable {
    /// More text, of a text, thinking or refusal block.
    case text(String)
    /// More of the JSON text of a tool call's arguments.
    case arguments(String)
    /// The block's opaque token; of text and thinking blocks.
    case signature(OpaqueToken)
    /// Log probabilities of the tokens just sent, in OpenAI's form (`{"content":[…],"refusal":[…]}`).
    case logprobs(JSONValue)
}

/// A field of a streamed answer without a neutral place.
public struct StreamField: Hashable, Sendable {
    /// Where it would stand in the whole answer, in the provider's words: `choices[0].message.annotations`.
    public var path: String
    /// Its value, or the next piece of it.
    public var value: JSONValue
    /// Whether it goes on what came under this path before: texts and lists are joined, objects member by member. Otherwise the
    /// last value counts.
    public var isFragment: Bool

    /// Creates a field.
    public init(_ path: String, _ value: JSONValue, isFragment: Bool = false) {
        self.path = path
        self.value = value
        self.isFragment = isFragment
    }
}

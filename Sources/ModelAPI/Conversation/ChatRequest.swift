public import JSONText

/// One call for a model's next turn, in no provider's words: what every dialect's request is read into and written from.
///
/// Numbers keep the caller's digits (``JSONText/JSONNumber``), texts and schemas are untouched.
public struct ChatRequest: Hashable, Sendable {
    /// The model's name as the caller gave it.
    public var model: String
    /// The turns in order; system and developer turns stand where the caller put them.
    public var messages: [Message]
    /// The tools the model may call.
    public var tools: [Tool] = []
    /// Which of the tools it may or must call; `nil` leaves it to the provider (auto).
    public var toolChoice: ToolChoice?
    /// Whether several tools may be called in one turn; `nil` leaves it to the provider.
    public var parallelToolCalls: Bool?
    /// The most tokens to produce, reasoning included.
    public var maxTokens: Int?
    /// How tokens are picked.
    public var sampling = Sampling()
    /// Texts that end the turn when the model writes them.
    public var stopSequences: [String] = []
    /// How many answers to produce; `nil` is one.
    public var choiceCount: Int?
    /// Whether log probabilities are wanted, and for how many alternatives a token.
    public var logprobs: LogprobsRequest?
    /// What form the answer must have.
    public var responseFormat: ResponseFormat?
    /// How much the model may think, and whether its thoughts are wanted.
    public var reasoning: Reasoning?
    /// An opaque name for the caller's own user (`user`, `safety_identifier`, `metadata.user_id`).
    public var endUser: String?
    /// The caller's wish for a processing tier, in the source dialect's words.
    public var serviceTier: String?
    /// Whether the answer is wanted as a stream of events.
    public var stream = false
    /// Whether a streamed answer shall end with a usage report, where the dialect leaves that to the caller.
    public var includeUsage = false
    /// Whether the caller speaks OpenAI's deprecated form of tools (`functions`), in which an answer calls one function at most.
    public var usesLegacyFunctions = false
    /// Whether the caller wants to have what the answer says and its dialect has no place for, under a member of ours.
    public var includesExtras = false
    /// Fields of the source dialect that have no place above, as `name` or `path.to.name`; a writer for another
    /// dialect reports them as dropped unless it knows one of them by itself.
    public var unmapped: [UnmappedField] = []
    /// The caller's request as it was read, for naming what gets lost of it; `nil` where there is none, or no need.
    @Bookkeeping public var source: JSONValue? = nil

    /// Creates a request.
    public init(model: String, messages: [Message] = []) {
        self.model = model
        self.messages = messages
    }
}

extension ChatRequest {
    /// A field of the source dialect without a neutral place.
    public struct UnmappedField: Hashable, Sendable {
        /// Where it stood, as `name` or `messages[0].name`.
        public var path: String
        /// Its value.
        public var value: JSONValue

        /// Creates a field.
        public init(_ path: String, _ value: JSONValue) {
            self.path = path
            self.value = value
        }
    }

    /// How tokens are picked; everything unset is the provider's default.
    public struct Sampling: Hashable, Sendable {
        /// Randomness; 0 to 2 (OpenAI, Gemini) or 0 to 1 (Anthropic).
        public var temperature: JSONNumber?
        /// Nucleus sampling, 0 to 1.
        public var topP: JSONNumber?
        /// Only the k likeliest tokens.
        public var topK: JSONNumber?
        /// Penalty by how often a token has occurred, -2 to 2.
        public var frequencyPenalty: JSONNumber?
        /// Penalty if a token has occurred, -2 to 2.
        public var presencePenalty: JSONNumber?
        /// The seed for repeatable answers.
        public var seed: JSONNumber?
        /// Bias by token id (OpenAI's `logit_bias` object).
        public var logitBias: JSONObject?

        /// Creates unset sampling.
        public init() {}
    }

    /// Which log probabilities are wanted.
    public struct LogprobsRequest: Hashable, Sendable {
        /// How many likeliest alternatives to list a token; `nil` for only the chosen one.
        public var top: Int?

        /// Creates the wish.
        public init(top: Int? = nil) { self.top = top }
    }
}

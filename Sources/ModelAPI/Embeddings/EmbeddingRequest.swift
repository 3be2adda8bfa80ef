/// Texts whose meaning is asked for as vectors, in no dialect's words.
public struct EmbeddingRequest: Hashable, Sendable {
    /// One thing to embed.
    public enum Input: Hashable, Sendable {
        /// A text.
        case text(String)
        /// A text as the tokens of one model's own vocabulary.
        case tokens([Int])
    }

    /// How the vectors are written in the answer.
    public enum Encoding: String, Hashable, Sendable, CaseIterable {
        /// Lists of numbers.
        case float
        /// Single-precision numbers, little-endian, in base64: what OpenAI's SDKs ask for unless told otherwise.
        case base64
    }

    /// What the texts are for, where a model makes other vectors of a question than of what is to be found by it. Others'
    /// words for it are kept as they are.
    public struct Purpose: Hashable, Sendable {
        /// What is to be found.
        public static let document = Purpose("search_document")
        /// What it is to be found by.
        public static let query = Purpose("search_query")
        /// What is to be sorted into kinds.
        public static let classification = Purpose("classification")
        /// What is to be put together with its like.
        public static let clustering = Purpose("clustering")

        /// The purpose in the words of Cohere's `input_type`.
        public let name: String

        /// Creates a purpose.
        public init(_ name: String) { self.name = name }
    }

    /// The most inputs of one request, by OpenAI's API.
    public static let mostInputs = 2048

    /// The model's name as the caller gave it.
    public var model: String
    /// What to embed, in order; never empty. The vectors come in the same order.
    public var inputs: [Input]
    /// How many dimensions the vectors shall have; `nil` leaves it to the model.
    public var dimensions: Int?
    /// How the vectors are written in the answer.
    public var encoding: Encoding
    /// Whom the caller asks for, in the caller's own words.
    public var endUser: String?
    /// What the texts are for; `nil` where the caller says nothing.
    public var purpose: Purpose?
    /// Fields without a place above.
    public var unmapped: [ChatRequest.UnmappedField]

    /// Creates a request.
    public init(
        model: String,
        inputs: [Input],
        dimensions: Int? = nil,
        encoding: Encoding = .float,
        endUser: String? = nil,
        purpose: Purpose? = nil,
        unmapped: [ChatRequest.UnmappedField] = []
    ) {
        self.model = model
        self.inputs = inputs
        self.dimensions = dimensions
        self.encoding = encoding
        self.endUser = endUser
        self.purpose = purpose
        self.unmapped = unmapped
    }

    /// The tokens of all inputs: counted where they are given as tokens, estimated where as texts.
    public var estimatedTokens: Int {
        inputs.reduce(0) { sum, input in
            switch input {
            case .text(let text): sum + TokenEstimate.tokens(in: text)
            case .tokens(let tokens): sum + tokens.count
            }
        }
    }

    /// The inputs as texts.
    /// - Parameter provider: how an error names who takes nothing else.
    /// - Throws: ``APIError`` of kind `invalidRequest` where there are tokens among them: only their own model knows what
    ///   they stand for.
    public func texts(for provider: String) throws(APIError) -> [String] {
        var texts: [String] = []
        texts.reserveCapacity(inputs.count)
        for input in inputs {
            guard case .text(let text) = input else {
                throw APIError(
                    .invalidRequest,
                    "\(provider) embeds texts, not tokens: 'input' must be a string or an array of strings for this model.",
                    parameter: "input"
                )
            }
            texts.append(text)
        }
        return texts
    }
}

public import JSONText
public import ModelAPI

/// Texts whose meaning is asked for as vectors, in no API's words.
public struct EmbeddingQuestion: Hashable, Sendable {
    /// One thing to embed.
    public enum Input: Hashable, Sendable {
        /// A text.
        case text(String)
        /// A text as a model's tokens.
        case tokens([Int])
        /// Something else, as it was written.
        case foreign(JSONValue)
    }

    /// What to embed, in order: the vectors come in the same one.
    public var inputs: [Input]
    /// How many dimensions the vectors shall have; `nil` leaves it to the model.
    public var dimensions: Int?
    /// The form of the vectors in the answer; `nil` for lists of numbers.
    public var encoding: String?
    /// Fields without a place above that say something to the model.
    public var others: [ChatRequest.UnmappedField]
    /// The API the question came in by.
    public var surface: DialectID

    /// Creates a question.
    public init(
        _ inputs: [Input],
        dimensions: Int? = nil,
        encoding: String? = nil,
        others: [ChatRequest.UnmappedField] = [],
        surface: DialectID = .openAIChat
    ) {
        self.inputs = inputs
        self.dimensions = dimensions
        self.encoding = encoding
        self.others = others
        self.surface = surface
    }
}

extension EmbeddingQuestion {
    /// The question of a request that has been read. Whom the caller asks for changes no vector.
    public init(_ request: EmbeddingRequest) {
        var others = request.unmapped
        if let purpose = request.purpose { others.append(.init("input_type", .string(purpose.name))) }
        self.init(
            request.inputs.map { input in
                switch input {
                case .text(let text): .text(text)
                case .tokens(let tokens): .tokens(tokens)
                }
            },
            dimensions: request.dimensions,
            encoding: request.encoding == .float ? nil : request.encoding.rawValue,
            others: others
        )
    }

    /// Reads the body of Gemini's `:embedContent` or `:batchEmbedContents`.
    /// - Throws: ``ModelAPI/APIError`` of kind `invalidRequest` that names the field at fault.
    public init(gemini body: JSONValue) throws(APIError) {
        let root = FieldReader(body)
        _ = try root.object()
        let requests = try root["requests"]?.elements() ?? [root]
        var question = EmbeddingQuestion([], surface: .gemini)
        for (index, request) in requests.enumerated() {
            question.inputs.append(try Self.geminiInput(request.required("content")))
            let size = try (request["outputDimensionality"] ?? request["output_dimensionality"])?.int()
            let known: Set = ["model", "content", "outputDimensionality", "output_dimensionality"]
            question.others += request.others(than: known)
            if index == 0 {
                question.dimensions = size
            } else if size != question.dimensions {
                question.others.append(
                    .init("requests[\(index)].outputDimensionality", size.map { JSONValue($0) } ?? .null)
                )
            }
        }
        self = question
    }

    private static func geminiInput(_ content: FieldReader) throws(APIError) -> Input {
        let parts = try content.required("parts").elements()
        let isText = content.others(than: ["parts", "role"]).isEmpty && parts.count == 1
        if isText, let part = parts.first, part.others(than: ["text"]).isEmpty, let text = part.value["text"]?.string {
            return .text(text)
        }
        return .foreign(content.value)
    }
}

extension CacheDigest {
    /// The key of vectors for texts.
    /// - Parameters:
    ///   - question: what to embed; the order counts.
    ///   - context: whose it is, and for which model.
    public init(of question: EmbeddingQuestion, in context: CacheContext) {
        var encoder = CanonicalEncoder(domain: "kanmon.cache.embeddings.1")
        context.encode(into: &encoder)
        encoder.writeRecord(2) { encoder in
            encoder.field(1)
            encoder.writeList { encoder in
                for input in question.inputs {
                    switch input {
                    case .text(let text): encoder.write(text)
                    case .tokens(let tokens):
                        encoder.writeList { encoder in for token in tokens { encoder.write(token) } }
                    case .foreign(let value): encoder.writeRecord(3) { $0.field(1, value) }
                    }
                }
            }
            encoder.field(2, question.dimensions)
            encoder.field(3, question.encoding)
            guard !question.others.isEmpty else { return }
            encoder.field(4)
            encoder.writeList { encoder in
                encoder.write(question.surface.rawValue)
                for field in question.others.enumerated().sorted(by: {
                    ($0.element.path, $0.offset) < ($1.element.path, $1.offset)
                }).map(\.element) {
                    encoder.write(field.path)
                    encoder.write(field.value)
                }
            }
        }
        self = encoder.finish()
    }
}

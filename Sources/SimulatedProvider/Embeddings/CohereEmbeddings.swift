import JSONText

/// `POST /v2/embed`
enum CohereEmbeddings {
    private static let fields: Set<String> = [
        "model", "texts", "input_type", "embedding_types", "output_dimension", "truncate", "max_tokens",
    ]
    private static let inputTypes: Set<String> = [
        "search_document", "search_query", "classification", "clustering", "image",
    ]
    private static let mostTexts = 96

    static func answer(_ body: JSONValue, model: String, fingerprint: Fingerprint) throws(Refusal) -> JSONValue {
        let root = RequestNode(body, dialect: .cohere)
        try root.allowOnly(fields)
        _ = try root.required("model").string()
        let inputType = try root.required("input_type").string()
        guard inputTypes.contains(inputType) else {
            throw Refusal(400, "invalid request: '\(inputType)' is not a valid input_type")
        }
        let texts = try root.required("texts").strings()
        guard (1...mostTexts).contains(texts.count) else {
            throw Refusal(
                400,
                "invalid request: total number of texts must be at most \(mostTexts) - received \(texts.count)"
            )
        }
        guard texts.allSatisfy({ !$0.isEmpty }) else { throw Refusal(400, "invalid request: texts must not be empty") }
        let dimensions =
            try root.optional("output_dimension").map { node throws(Refusal) in try node.int(in: 1...1536) }
            ?? TextVector.dimensions(of: model, usually: 1536)
        // Questions and what is found by them lie in one space, but are not the same.
        let vectors = texts.map { text in
            TextVector.of(inputType == "search_query" ? "query " + text : text, model: model, dimensions: dimensions)
        }
        var lists: JSONObject = [:]
        for type in try root.optional("embedding_types")?.strings() ?? ["float"] {
            switch type {
            case "float": lists.append(type, .array(vectors.map(VectorWriter.numbers)))
            case "base64": lists.append(type, .array(vectors.map(VectorWriter.base64)))
            default: throw Refusal(400, "invalid request: embedding type '\(type)' is not known here")
            }
        }
        return [
            "id": .string(fingerprint.word(length: 24)),
            "texts": .array(texts.map(JSONValue.string)),
            "embeddings": .object(lists),
            "meta": [
                "api_version": ["version": "2"],
                "billed_units": ["input_tokens": JSONValue(texts.reduce(0) { $0 + Tokens.count($1) })],
            ],
            "response_type": "embeddings_by_type",
        ]
    }
}

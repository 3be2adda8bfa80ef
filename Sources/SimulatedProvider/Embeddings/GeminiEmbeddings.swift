import JSONText

/// `POST /v1beta/models/{model}:embedContent` and `:batchEmbedContents`. They report no usage.
enum GeminiEmbeddings {
    private static let fields: Set<String> = ["model", "content", "taskType", "title", "outputDimensionality"]
    private static let taskTypes: Set<String> = [
        "TASK_TYPE_UNSPECIFIED", "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION",
        "CLUSTERING", "QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY",
    ]
    private static let mostRequests = 100

    /// The answer to one text.
    static func single(_ body: JSONValue, model: String) throws(Refusal) -> JSONValue {
        ["embedding": ["values": try vector(RequestNode(body, dialect: .gemini), model: model)]]
    }

    /// The answer to several.
    static func batch(_ body: JSONValue, model: String) throws(Refusal) -> JSONValue {
        let root = RequestNode(body, dialect: .gemini)
        try root.allowOnly(["requests"])
        let requests = try root.required("requests").array()
        guard (1...mostRequests).contains(requests.count) else {
            throw Refusal(
                400,
                "* BatchEmbedContentsRequest.requests: at most \(mostRequests) requests can be in one batch\n"
            )
        }
        var embeddings: [JSONValue] = []
        for request in requests {
            guard try request.required("model").string() == "models/\(model)" else {
                throw Refusal(400, "* BatchEmbedContentsRequest.requests[].model: model must be the one of the URL\n")
            }
            embeddings.append(["values": try vector(request, model: model)])
        }
        return ["embeddings": .array(embeddings)]
    }

    private static func vector(_ node: RequestNode, model: String) throws(Refusal) -> JSONValue {
        try node.allowOnly(fields)
        if let task = try node.optionalString("taskType"), !taskTypes.contains(task) {
            throw Refusal(400, "Invalid value at 'task_type' (TaskType), \"\(task)\"")
        }
        let dimensions =
            try node.optional("outputDimensionality").map { node throws(Refusal) in try node.int(in: 1...3072) }
            ?? TextVector.dimensions(of: model, usually: 3072)
        let content = try node.required("content")
        try content.allowOnly(["parts", "role"])
        var texts: [String] = []
        for part in try content.required("parts").array() { texts.append(try part.required("text").string()) }
        guard !texts.joined().isEmpty else { throw Refusal(400, "* EmbedContentRequest.content: contents is empty\n") }
        return VectorWriter.numbers(TextVector.of(texts.joined(separator: "\n"), model: model, dimensions: dimensions))
    }
}

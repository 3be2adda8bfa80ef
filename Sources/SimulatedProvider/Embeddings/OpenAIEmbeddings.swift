import JSONText

/// `POST /v1/embeddings`
enum OpenAIEmbeddings {
    private static let fields: Set<String> = ["input", "model", "dimensions", "encoding_format", "user"]
    private static let mostInputs = 2048

    private struct Input {
        var vector: (String, Int) -> [Float]
        var tokens: Int
    }

    static func answer(_ body: JSONValue, model: String) throws(Refusal) -> JSONValue {
        let root = RequestNode(body, dialect: .openAI)
        // What other makers' compatible servers know beside.
        try root.allowOnly(fields.union(model.hasPrefix("compatible-") ? ["input_type", "truncate"] : []))
        _ = try root.required("model").string()
        let inputs = try inputs(root.required("input"))
        let dimensions =
            try root.optional("dimensions").map { node throws(Refusal) in try node.int(in: 1...4096) }
            ?? TextVector.dimensions(of: model, usually: 1536)
        let format = try root.optionalString("encoding_format") ?? "float"
        guard format == "float" || format == "base64" else {
            throw Refusal(400, "Invalid value for 'encoding_format': '\(format)'.", param: "encoding_format")
        }
        let tokens = JSONValue(inputs.reduce(0) { $0 + $1.tokens })
        return [
            "object": "list",
            "data": .array(
                inputs.enumerated().map { index, input in
                    let vector = input.vector(model, dimensions)
                    return [
                        "object": "embedding",
                        "index": JSONValue(index),
                        "embedding": format == "base64" ? VectorWriter.base64(vector) : VectorWriter.numbers(vector),
                    ]
                }
            ),
            "model": .string(model),
            "usage": ["prompt_tokens": tokens, "total_tokens": tokens],
        ]
    }

    private static func inputs(_ node: RequestNode) throws(Refusal) -> [Input] {
        if node.value.string != nil { return [try text(node)] }
        let elements = try node.array()
        guard let first = elements.first, elements.count <= mostInputs else { throw invalid(node) }
        if first.value.number != nil { return [try tokens(node)] }
        var inputs: [Input] = []
        for element in elements {
            inputs.append(element.value.string == nil ? try tokens(element) : try text(element))
        }
        return inputs
    }

    private static func text(_ node: RequestNode) throws(Refusal) -> Input {
        let text = try node.string()
        guard !text.isEmpty else { throw invalid(node) }
        return Input(
            vector: { TextVector.of(text, model: $0, dimensions: $1) },
            tokens: Tokens.count(text)
        )
    }

    private static func tokens(_ node: RequestNode) throws(Refusal) -> Input {
        var tokens: [Int] = []
        for element in try node.array() { tokens.append(try element.int()) }
        guard !tokens.isEmpty else { throw invalid(node) }
        return Input(
            vector: { [tokens] in TextVector.of(tokens, model: $0, dimensions: $1) },
            tokens: tokens.count
        )
    }

    private static func invalid(_ node: RequestNode) -> Refusal {
        Refusal(400, "'$.\(node.path.text)' is invalid. Please check the API reference.", param: node.path.text)
    }
}

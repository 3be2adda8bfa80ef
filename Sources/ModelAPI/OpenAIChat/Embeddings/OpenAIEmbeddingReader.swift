import JSONText

/// Reads a client's request for vectors, strictly: what is wrong is said here, before anybody is asked or paid.
enum OpenAIEmbeddingReader {
    /// More than any vector has.
    private static let mostDimensions = 65_536
    /// More than any vocabulary has.
    private static let largestToken = 100_000_000

    static func read(_ fields: FieldReader) throws(APIError) -> EmbeddingRequest {
        _ = try fields.object()
        let known: Set = ["model", "input", "dimensions", "encoding_format", "user", "input_type", "stream"]
        if let stream = fields["stream"], try stream.bool() {
            throw APIError(.invalidRequest, "Embeddings are not streamed; leave 'stream' out.", parameter: "stream")
        }
        return EmbeddingRequest(
            model: try fields["model"]?.string() ?? "",
            inputs: try inputs(fields.required("input")),
            dimensions: try dimensions(fields["dimensions"]),
            encoding: try fields["encoding_format"]?.choice(EmbeddingRequest.Encoding.self) ?? .float,
            endUser: try fields["user"]?.string(),
            purpose: try fields["input_type"].map { field throws(APIError) in
                EmbeddingRequest.Purpose(try field.string())
            },
            unmapped: fields.others(than: known)
        )
    }

    private static func dimensions(_ field: FieldReader?) throws(APIError) -> Int? {
        guard let field else { return nil }
        guard let dimensions = field.value.int, (1...mostDimensions).contains(dimensions) else {
            throw field.wrong("an integer from 1 to \(mostDimensions)")
        }
        return dimensions
    }

    // MARK: - Inputs

    private static let forms = "a string, an array of strings, an array of tokens, or an array of arrays of tokens"

    private static func inputs(_ field: FieldReader) throws(APIError) -> [EmbeddingRequest.Input] {
        if let text = field.value.string { return [try input(text, at: "input")] }
        guard let elements = field.value.array else { throw field.wrong(forms) }
        guard let first = elements.first else {
            throw APIError(.invalidRequest, "Invalid value for 'input': the array is empty.", parameter: "input")
        }
        // Numbers at the top are one text's tokens.
        if first.number != nil { return [.tokens(try tokens(elements, at: "input"))] }
        guard elements.count <= EmbeddingRequest.mostInputs else {
            throw APIError(
                .invalidRequest,
                "Invalid value for 'input': at most \(EmbeddingRequest.mostInputs) inputs are taken in one request, got "
                    + "\(elements.count).",
                parameter: "input"
            )
        }
        var inputs: [EmbeddingRequest.Input] = []
        inputs.reserveCapacity(elements.count)
        let areTexts = first.string != nil
        for (index, element) in elements.enumerated() {
            switch element {
            case .string(let text) where areTexts: inputs.append(try input(text, at: "input[\(index)]"))
            case .array(let elements) where !areTexts:
                inputs.append(.tokens(try tokens(elements, at: "input[\(index)]")))
            default: throw mixed(element, at: index, areTexts ? "a string" : "an array of tokens")
            }
        }
        return inputs
    }

    private static func mixed(_ element: JSONValue, at index: Int, _ expected: String) -> APIError {
        let path = "input[\(index)]"
        let reason =
            index == 0
            ? "'input' must be \(forms), got an array of \(element.kind)"
            : "expected \(expected) like the first, got \(element.kind); 'input' must not be mixed"
        return APIError(.invalidRequest, "Invalid value for '\(path)': \(reason).", parameter: path)
    }

    private static func input(_ text: String, at path: String) throws(APIError) -> EmbeddingRequest.Input {
        guard !text.isEmpty else {
            throw APIError(.invalidRequest, "Invalid value for '\(path)': the string is empty.", parameter: path)
        }
        return .text(text)
    }

    private static func tokens(_ elements: [JSONValue], at path: String) throws(APIError) -> [Int] {
        guard !elements.isEmpty else {
            throw APIError(.invalidRequest, "Invalid value for '\(path)': the array is empty.", parameter: path)
        }
        var tokens: [Int] = []
        tokens.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let token = element.int, (0...largestToken).contains(token) else {
                let place = "\(path)[\(index)]"
                throw APIError(
                    .invalidRequest,
                    "Invalid value for '\(place)': expected a token, a whole number from 0, got "
                        + (element.number.map { "\($0.text.prefix(40))" } ?? element.kind) + ".",
                    parameter: place
                )
            }
            tokens.append(token)
        }
        return tokens
    }
}

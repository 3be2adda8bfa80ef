import JSONText

/// Reads a Chat Completions request.
struct OpenAIChatRequestReader {
    private static let known: Set<String> = [
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p",
        "top_k",
        "frequency_penalty", "presence_penalty", "seed", "logit_bias", "stop", "n", "logprobs", "top_logprobs",
        "response_format", "reasoning_effort", "thinking", "user", "safety_identifier", "service_tier", "tools",
        "tool_choice",
        "parallel_tool_calls", "functions", "function_call",
    ]

    private var unmapped: [ChatRequest.UnmappedField] = []

    /// Creates a reader.
    init() {}

    /// Reads a request.
    /// - Parameters:
    ///   - body: the request.
    ///   - model: the model's name, where something else than the body says it.
    ///   - stream: whether a stream is wanted, where something else than the body says it.
    /// - Throws: ``APIError`` of kind `invalidRequest` that names the field at fault.
    mutating func read(_ body: FieldReader, model: String?, stream: Bool?) throws(APIError) -> ChatRequest {
        _ = try body.object()
        var request = ChatRequest(model: model ?? "")
        request.source = body.value
        if model == nil { request.model = try Self.nonEmpty(body.required("model")) }
        request.stream = stream ?? false
        if stream == nil, let field = body["stream"] { request.stream = try field.bool() }
        try readMessages(of: body, into: &request)
        try readLimits(of: body, into: &request)
        try readSampling(of: body, into: &request)
        try readReasoning(of: body, into: &request)
        try readTools(of: body, into: &request)
        if let options = body["stream_options"] {
            _ = try options.object()
            request.includeUsage = try options["include_usage"]?.bool() ?? false
            unmapped += options.others(than: ["include_usage"])
        }
        if let format = body["response_format"] { request.responseFormat = try readResponseFormat(format) }
        try readEndUser(of: body, into: &request)
        request.serviceTier = try body["service_tier"]?.string()
        request.unmapped = unmapped + body.others(than: Self.known)
        return request
    }

    private static func nonEmpty(_ field: FieldReader) throws(APIError) -> String {
        let text = try field.string()
        if text.isEmpty { throw APIError(.invalidRequest, "'\(field.path)' is empty.", parameter: field.path) }
        return text
    }

    private static func positive(_ field: FieldReader, atMost limit: Int = .max) throws(APIError) -> Int {
        let value = try field.int()
        guard value >= 1, value <= limit else {
            let range = limit == .max ? "at least 1" : "1 to \(limit)"
            throw APIError(
                .invalidRequest,
                "Invalid value for '\(field.path)': \(value); must be \(range).",
                parameter: field.path
            )
        }
        return value
    }

    // MARK: - Groups of fields

    private mutating func readMessages(of body: FieldReader, into request: inout ChatRequest) throws(APIError) {
        let field = try body.required("messages")
        let elements = try field.elements()
        guard !elements.isEmpty else {
            throw APIError(.invalidRequest, "'messages' must have at least one message.", parameter: "messages")
        }
        var reader = OpenAIChatMessageReader()
        request.messages = try reader.read(elements)
        unmapped += reader.unmapped
    }

    private mutating func readLimits(of body: FieldReader, into request: inout ChatRequest) throws(APIError) {
        let legacy = body["max_tokens"]
        let limit = body["max_completion_tokens"]
        if let field = limit ?? legacy { request.maxTokens = try Self.positive(field) }
        if limit != nil, let legacy, try Self.positive(legacy) != request.maxTokens {
            unmapped.append(ChatRequest.UnmappedField(legacy.path, legacy.value))
        }
        if let field = body["n"] { request.choiceCount = try Self.positive(field, atMost: 128) }
        if let field = body["stop"] {
            if let text = field.value.string {
                request.stopSequences = [text]
            } else {
                guard field.value.array != nil else { throw field.wrong("a string or an array of strings") }
                for element in try field.elements() { request.stopSequences.append(try element.string()) }
            }
        }
    }

    private mutating func readSampling(of body: FieldReader, into request: inout ChatRequest) throws(APIError) {
        request.sampling.temperature = try body["temperature"]?.number()
        request.sampling.topP = try body["top_p"]?.number()
        request.sampling.topK = try body["top_k"]?.number()
        request.sampling.frequencyPenalty = try body["frequency_penalty"]?.number()
        request.sampling.presencePenalty = try body["presence_penalty"]?.number()
        request.sampling.seed = try body["seed"]?.number()
        request.sampling.logitBias = try body["logit_bias"]?.object()
        let top = body["top_logprobs"]
        if try body["logprobs"]?.bool() == true {
            request.logprobs = ChatRequest.LogprobsRequest(top: try top?.int())
        } else if let top {
            unmapped.append(ChatRequest.UnmappedField(top.path, top.value))
        }
    }

    private mutating func readReasoning(of body: FieldReader, into request: inout ChatRequest) throws(APIError) {
        var reasoning = Reasoning()
        if let field = body["reasoning_effort"] { reasoning.effort = try field.choice(Reasoning.Effort.self) }
        // Anthropic's member, which other gateways take on this surface too.
        if let thinking = body["thinking"] {
            _ = try thinking.object()
            switch try thinking["type"]?.string() {
            case "disabled": reasoning.budgetTokens = 0
            case "adaptive": reasoning.adaptive = true
            case "enabled", nil: reasoning.budgetTokens = try thinking["budget_tokens"]?.int()
            default: throw try thinking.required("type").wrong("one of enabled, adaptive, disabled")
            }
            unmapped += thinking.others(than: ["type", "budget_tokens"])
        }
        if reasoning != Reasoning() { request.reasoning = reasoning }
    }

    private mutating func readTools(of body: FieldReader, into request: inout ChatRequest) throws(APIError) {
        var reader = OpenAIChatToolReader()
        if let tools = body["tools"] { request.tools = try reader.readTools(tools) }
        if let functions = body["functions"] {
            request.usesLegacyFunctions = body["tools"] == nil
            request.tools += try reader.readFunctions(functions)
        }
        if let choice = body["tool_choice"] {
            request.toolChoice = try reader.readChoice(choice)
        } else if let choice = body["function_call"] {
            request.toolChoice = try reader.readFunctionCall(choice)
        }
        request.parallelToolCalls = try body["parallel_tool_calls"]?.bool()
        unmapped += reader.unmapped
    }

    private mutating func readEndUser(of body: FieldReader, into request: inout ChatRequest) throws(APIError) {
        let identifier = try body["safety_identifier"]?.string()
        let user = try body["user"]?.string()
        request.endUser = identifier ?? user
        if let identifier, let user, identifier != user {
            unmapped.append(ChatRequest.UnmappedField("user", .string(user)))
        }
    }

    private mutating func readResponseFormat(_ format: FieldReader) throws(APIError) -> ResponseFormat {
        _ = try format.object()
        let type = try format.required("type")
        switch try type.string() {
        case "text":
            unmapped += format.others(than: ["type"])
            return .text
        case "json_object":
            unmapped += format.others(than: ["type"])
            return .jsonObject
        case "json_schema":
            unmapped += format.others(than: ["type", "json_schema"])
            let schema = try format.required("json_schema")
            unmapped += schema.others(than: ["name", "description", "schema", "strict"])
            return .jsonSchema(
                JSONSchemaFormat(
                    name: try schema["name"]?.string(),
                    description: try schema["description"]?.string(),
                    schema: try schema["schema"].map { field throws(APIError) in .object(try field.object()) }
                        ?? .object(JSONObject()),
                    strict: try schema["strict"]?.bool()
                )
            )
        default:
            throw type.wrong("one of text, json_object, json_schema")
        }
    }
}

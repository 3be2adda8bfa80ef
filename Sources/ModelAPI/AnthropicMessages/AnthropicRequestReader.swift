import JSONText

/// A client's Messages request into neutral form.
///
/// Types are checked, values are left to the provider. What has no neutral place is kept as unmapped with its path.
struct AnthropicRequestReader {
    private var request = ChatRequest(model: "")

    /// Reads a request.
    /// - Parameters:
    ///   - body: the request's JSON.
    ///   - model: the model's name where the path names it.
    ///   - stream: whether the path asks for a stream; the body wins.
    ///   - isCount: whether only the prompt is to be counted, which needs no `max_tokens`.
    static func read(
        _ body: JSONValue,
        model: String?,
        stream: Bool?,
        isCount: Bool = false
    ) throws(APIError) -> ChatRequest {
        var reader = AnthropicRequestReader()
        reader.request.source = body
        let fields = FieldReader(body)
        _ = try fields.object()
        try reader.readModel(fields, model)
        try reader.readLimits(fields, isCount: isCount)
        reader.request.stream = try fields["stream"]?.bool() ?? stream ?? false
        try reader.readMessages(fields)
        try reader.readTools(fields)
        try reader.readSampling(fields)
        try reader.readOutput(fields)
        try reader.readRest(fields)
        return reader.request
    }

    private static let known: Set<String> = [
        "model", "max_tokens", "stream", "system", "messages", "tools", "tool_choice", "temperature", "top_p", "top_k",
        "stop_sequences", "thinking", "output_config", "output_format", "metadata", "service_tier",
    ]

    private mutating func readModel(_ fields: FieldReader, _ model: String?) throws(APIError) {
        if let model {
            request.model = model
            return
        }
        request.model = try fields.required("model").string()
        if request.model.isEmpty { throw Self.problem("model", "'model' must not be empty.") }
    }

    private mutating func readLimits(_ fields: FieldReader, isCount: Bool) throws(APIError) {
        guard let maxTokens = try fields["max_tokens"]?.int() else {
            if !isCount { throw fields.missing("max_tokens") }
            return
        }
        if maxTokens < 1 { throw Self.problem("max_tokens", "'max_tokens' must be 1 or more.") }
        request.maxTokens = maxTokens
    }

    private mutating func readMessages(_ fields: FieldReader) throws(APIError) {
        var blocks = AnthropicBlockReader()
        if let system = fields["system"] {
            append(.system, try blocks.read(system), from: TurnOrigin("system"))
        }
        let messages = try fields.required("messages").elements()
        if messages.isEmpty { throw Self.problem("messages", "'messages' must have at least one message.") }
        request.messages.reserveCapacity(messages.count + 1)
        for (index, message) in messages.enumerated() {
            let role = try message.required("role").choice(Role.self)
            var parts = try blocks.read(try message.required("content"))
            var origin = TurnOrigin("messages", index)
            if role == .assistant, let reattached = AnthropicBlockReader.reattached(parts) {
                parts = reattached.parts
                origin.parts = reattached.positions.map { PartOrigin(turn: index, "content", $0) }
            }
            append(role.neutral, parts, from: origin)
            request.unmapped += message.others(than: ["role", "content"])
        }
        request.unmapped += blocks.unmapped
    }

    private mutating func append(_ role: Message.Role, _ parts: [Part], from origin: TurnOrigin) {
        var message = Message(role, parts)
        message.origin = origin
        request.messages.append(message)
    }

    /// The roles of this wire; `system` inside the conversation is an instruction that counts from there on.
    private enum Role: String, CaseIterable {
        case user
        case assistant
        case system

        var neutral: Message.Role {
            switch self {
            case .user: .user
            case .assistant: .assistant
            case .system: .system
            }
        }
    }

    // MARK: - Tools

    private mutating func readTools(_ fields: FieldReader) throws(APIError) {
        for tool in try fields["tools"]?.elements() ?? [] {
            let type = try tool["type"]?.string()
            if let type, type != "custom" {
                request.tools.append(
                    .foreign(ForeignPart(dialect: .anthropicMessages, type: type, value: tool.value))
                )
                continue
            }
            var function = FunctionTool(name: try tool.required("name").string())
            function.description = try tool["description"]?.string()
            let schema = try tool.required("input_schema")
            _ = try schema.object()
            function.parameters = schema.value
            function.strict = try tool["strict"]?.bool()
            function.cache = try AnthropicBlockReader.cache(tool)
            request.tools.append(.function(function))
            request.unmapped += tool.others(
                than: ["type", "name", "description", "input_schema", "strict", "cache_control"]
            )
        }
        guard let choice = fields["tool_choice"] else { return }
        switch try choice.required("type").choice(Choice.self) {
        case .auto: request.toolChoice = .auto
        case .any: request.toolChoice = .required
        case .none: request.toolChoice = ToolChoice.none
        case .tool: request.toolChoice = .named(try choice.required("name").string())
        }
        request.parallelToolCalls = try choice["disable_parallel_tool_use"]?.bool() == true ? false : nil
        request.unmapped += choice.others(than: ["type", "name", "disable_parallel_tool_use"])
    }

    private enum Choice: String, CaseIterable {
        case auto
        case any
        case tool
        case none
    }

    // MARK: - Sampling, thinking, form of the answer

    private mutating func readSampling(_ fields: FieldReader) throws(APIError) {
        request.sampling.temperature = try fields["temperature"]?.number()
        request.sampling.topP = try fields["top_p"]?.number()
        request.sampling.topK = try fields["top_k"]?.number()
        for stop in try fields["stop_sequences"]?.elements() ?? [] {
            request.stopSequences.append(try stop.string())
        }
    }

    private mutating func readOutput(_ fields: FieldReader) throws(APIError) {
        if let thinking = fields["thinking"] { try readThinking(thinking) }
        if let config = fields["output_config"] {
            _ = try config.object()
            if let effort = config["effort"] {
                let value = try effort.choice(Reasoning.Effort.self)
                var reasoning = request.reasoning ?? Reasoning()
                if reasoning.effort == Reasoning.Effort.none {
                    // Without thinking the effort has no neutral meaning.
                    request.unmapped.append(.init(effort.path, effort.value))
                } else {
                    reasoning.effort = value
                    request.reasoning = reasoning
                }
            }
            if let format = config["format"] { try readFormat(format) }
            request.unmapped += config.others(than: ["effort", "format"])
        }
        // The beta's field; where both are there the newer one has been read already.
        if let format = fields["output_format"], request.responseFormat == nil { try readFormat(format) }
    }

    private mutating func readThinking(_ thinking: FieldReader) throws(APIError) {
        var reasoning = Reasoning()
        let display = try thinking["display"]?.string()
        let type = try thinking.required("type")
        switch try type.string() {
        case "enabled":
            let budget = try thinking.required("budget_tokens")
            reasoning.budgetTokens = try budget.int()
            if let tokens = reasoning.budgetTokens, tokens < 1 {
                throw Self.problem(budget.path, "'\(budget.path)' must be 1 or more.")
            }
            reasoning.includeThoughts = display != "omitted"
        case "adaptive":
            reasoning.adaptive = true
            reasoning.includeThoughts = display != "omitted"
        case "disabled":
            reasoning.effort = Reasoning.Effort.none
        case "between_tools":
            reasoning.effort = Reasoning.Effort.none
            request.unmapped.append(.init(type.path, type.value))
        default:
            throw type.wrong("one of enabled, adaptive, disabled, between_tools")
        }
        request.reasoning = reasoning
        request.unmapped += thinking.others(than: ["type", "budget_tokens", "display"])
    }

    private mutating func readFormat(_ format: FieldReader) throws(APIError) {
        let type = try format.required("type")
        guard try type.string() == "json_schema" else { throw type.wrong("'json_schema'") }
        let schema = try format.required("schema")
        _ = try schema.object()
        var read = JSONSchemaFormat(schema: schema.value)
        read.name = try format["name"]?.string()
        // Enforced exactly by its own provider. Others take that word only for schemas that leave nothing open.
        read.strict = Self.isClosed(schema.value) ? true : nil
        request.responseFormat = .jsonSchema(read)
        request.unmapped += format.others(than: ["type", "schema", "name"])
    }

    /// Whether a schema allows no other members and demands all its own.
    private static func isClosed(_ schema: JSONValue) -> Bool {
        guard schema["additionalProperties"] == false, let properties = schema["properties"]?.object else {
            return false
        }
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        return properties.names.allSatisfy(required.contains)
    }

    private mutating func readRest(_ fields: FieldReader) throws(APIError) {
        if let metadata = fields["metadata"] {
            _ = try metadata.object()
            request.endUser = try metadata["user_id"]?.string()
            request.unmapped += metadata.others(than: ["user_id"])
        }
        request.serviceTier = try fields["service_tier"]?.string()
        request.unmapped += fields.others(than: Self.known)
    }

    private static func problem(_ path: String, _ message: String) -> APIError {
        APIError(.invalidRequest, message, parameter: path)
    }
}

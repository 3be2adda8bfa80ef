import JSONText

/// Writes a request for a provider.
struct GeminiRequestWriter {
    private let request: ChatRequest
    private let target: TargetProfile
    private let thinking: GeminiThinking
    private var body = JSONObject()
    private var dropped = LostFields()

    /// Writes the body of `:generateContent`.
    static func write(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest {
        var writer = GeminiRequestWriter(request: request, target: target)
        try writer.writePrompt()
        writer.writeGeneration()
        writer.writeOthers()
        return WrittenRequest(body: .object(writer.body), dropped: writer.dropped.all)
    }

    /// Writes the body of `:countTokens`.
    static func writeCount(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest {
        var writer = GeminiRequestWriter(request: request, target: target)
        writer.body.append(
            "model",
            .string(target.model.hasPrefix("models/") ? target.model : "models/\(target.model)")
        )
        try writer.writePrompt()
        return WrittenRequest(
            body: ["generateContentRequest": .object(writer.body)],
            dropped: writer.dropped.all
        )
    }

    private init(request: ChatRequest, target: TargetProfile) {
        self.request = request
        self.target = target
        thinking = GeminiThinking(model: target.model)
    }

    // MARK: - The prompt

    private mutating func writePrompt() throws(APIError) {
        try ConversationCheck.toolTurns(request.messages)
        var writer = GeminiContentWriter(thinking: thinking)
        try writer.write(request.messages)
        if !writer.instructions.isEmpty {
            body.append("systemInstruction", ["parts": .array(writer.instructions)])
        }
        body.append("contents", .array(writer.contents))
        dropped.add(writer.dropped)
        writeTools()
    }

    private mutating func writeTools() {
        var functions: [JSONValue] = []
        var others: [JSONValue] = []
        for (index, tool) in request.tools.enumerated() {
            switch tool {
            case .function(let function):
                functions.append(write(function, at: index))
            case .foreign(let part) where part.dialect == .gemini:
                others.append(part.value)
            case .foreign:
                dropped.add(.tool(index, .whole))
            }
        }
        let tools = functions.isEmpty ? others : [["functionDeclarations": .array(functions)]] + others
        if !tools.isEmpty { body.append("tools", .array(tools)) }
        if let choice = request.toolChoice {
            if functions.isEmpty {
                // Without functions there is nothing to choose from; `auto` and `none` are what happens anyway.
                if choice != .auto, choice != ToolChoice.none { dropped.add(.toolChoice) }
            } else {
                body.append("toolConfig", ["functionCallingConfig": .object(Self.write(choice))])
            }
        }
        if request.parallelToolCalls == false, !functions.isEmpty { dropped.add(.parallelToolCalls) }
    }

    private mutating func write(_ function: FunctionTool, at index: Int) -> JSONValue {
        var object: JSONObject = ["name": .string(function.name)]
        if let description = function.description { object.append("description", .string(description)) }
        // The older `parameters` knows a part of JSON Schema only; this one takes the caller's schema as it is.
        if let parameters = function.parameters { object.append("parametersJsonSchema", parameters) }
        dropped.add(.tool(index, .strict), if: function.strict == true)
        dropped.add(.tool(index, .cache), if: function.cache != nil)
        return .object(object)
    }

    private static func write(_ choice: ToolChoice) -> JSONObject {
        switch choice {
        case .auto: ["mode": "AUTO"]
        case .none: ["mode": "NONE"]
        case .required: ["mode": "ANY"]
        case .named(let name): ["mode": "ANY", "allowedFunctionNames": [.string(name)]]
        case .allowed(let names, let required):
            // AUTO takes no list of names; VALIDATED is the mode that may also answer with text and does.
            [
                "mode": required ? "ANY" : "VALIDATED",
                "allowedFunctionNames": .array(names.map(JSONValue.string)),
            ]
        }
    }

    // MARK: - Generation

    private mutating func writeGeneration() {
        var config = JSONObject()
        func add(_ name: String, _ number: JSONNumber?) {
            if let number { config.append(name, .number(number)) }
        }
        let sampling = request.sampling
        add("temperature", sampling.temperature)
        add("topP", sampling.topP)
        add("topK", sampling.topK)
        add("candidateCount", request.choiceCount.map { JSONNumber($0) })
        add("maxOutputTokens", request.maxTokens.map { JSONNumber($0) })
        if !request.stopSequences.isEmpty {
            config.append("stopSequences", .array(request.stopSequences.map(JSONValue.string)))
        }
        add("seed", sampling.seed)
        add("presencePenalty", sampling.presencePenalty)
        add("frequencyPenalty", sampling.frequencyPenalty)
        if sampling.logitBias != nil { dropped.add(.logitBias) }
        if let logprobs = request.logprobs {
            config.append("responseLogprobs", true)
            if let top = logprobs.top, top > 0 { config.append("logprobs", JSONValue(top)) }
        }
        writeFormat(into: &config)
        if let reasoning = request.reasoning {
            let (written, lost) = thinking.write(reasoning)
            if let written { config.append("thinkingConfig", .object(written)) }
            dropped.add(lost)
        }
        if !config.isEmpty { body.append("generationConfig", .object(config)) }
    }

    private mutating func writeFormat(into config: inout JSONObject) {
        switch request.responseFormat {
        case nil, .text?: break
        case .jsonObject?: config.append("responseMimeType", "application/json")
        case .jsonSchema(let format)?:
            // The schema is always enforced, so `strict` is kept; the name is for OpenAI's books only.
            config.append("responseMimeType", "application/json")
            config.append("responseJsonSchema", format.schema)
            if format.description != nil { dropped.add(.responseFormatDescription) }
        }
    }

    // MARK: - The rest

    private mutating func writeOthers() {
        if request.endUser != nil { dropped.add(.endUser) }
        switch request.serviceTier {
        case nil, "auto"?: break
        case "default"?, "standard"?, "standard_only"?: body.append("serviceTier", "standard")
        case "flex"?, "priority"?: body.append("serviceTier", .string(request.serviceTier ?? ""))
        default: dropped.add(.serviceTier)
        }
        for field in request.unmapped where !restore(field) { dropped.add(.verbatim(field.path)) }
    }

    /// Objects of this wire's own, whose fields find their way back.
    private static let objects: Set<String> = ["generationConfig", "toolConfig"]
    /// Fields of this wire's own.
    private static let fields: Set<String> = ["safetySettings", "cachedContent", "labels"]

    /// Puts a field back that came from this wire.
    private mutating func restore(_ field: ChatRequest.UnmappedField) -> Bool {
        let steps = field.path.split(separator: ".").map { GeminiName.camelCase(String($0)) }
        guard let first = steps.first else { return false }
        if steps.count == 1 {
            guard Self.fields.contains(first) else { return false }
            body.append(first, field.value)
            return true
        }
        guard Self.objects.contains(first), !field.path.contains("[") else { return false }
        body = Self.setting(field.value, at: steps[...], in: body)
        return true
    }

    private static func setting(_ value: JSONValue, at path: ArraySlice<String>, in object: JSONObject) -> JSONObject {
        var object = object
        guard let name = path.first else { return object }
        if path.count == 1 {
            object[name] = value
        } else {
            object[name] = .object(setting(value, at: path.dropFirst(), in: object[name]?.object ?? JSONObject()))
        }
        return object
    }
}

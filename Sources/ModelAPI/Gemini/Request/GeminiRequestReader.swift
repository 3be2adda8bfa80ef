import JSONText

/// Reads a client's request.
struct GeminiRequestReader {
    private var request: ChatRequest

    private static let topLevel: Set<String> = [
        "model", "contents", "systemInstruction", "tools", "toolConfig", "generationConfig", "serviceTier",
    ]

    /// Reads the body of `:generateContent` or `:streamGenerateContent`.
    static func read(_ body: JSONValue, model: String?, stream: Bool) throws(APIError) -> ChatRequest {
        try read(FieldReader(body), model: model, stream: stream)
    }

    /// Reads the body of `:countTokens`.
    static func readCount(_ body: JSONValue, model: String?) throws(APIError) -> ChatRequest {
        let root = FieldReader(body)
        _ = try root.object()
        var request = try read(root.either("generateContentRequest") ?? root, model: model, stream: false)
        request.source = body
        return request
    }

    private static func read(_ root: FieldReader, model: String?, stream: Bool) throws(APIError) -> ChatRequest {
        _ = try root.object()
        var reader = GeminiRequestReader(request: ChatRequest(model: try name(of: model, in: root)))
        reader.request.source = root.value
        reader.request.stream = stream
        // Every stream on this wire reports usage.
        reader.request.includeUsage = stream
        reader.request.unmapped = try root.others(thanEither: topLevel)
        try reader.readTurns(root)
        if let tools = root["tools"] { try reader.readTools(tools) }
        if let config = root.either("toolConfig") { try reader.readToolConfig(config) }
        if let config = root.either("generationConfig") { try reader.readGenerationConfig(config) }
        reader.request.serviceTier = try root.either("serviceTier")?.string()
        return reader.request
    }

    private static func name(of model: String?, in root: FieldReader) throws(APIError) -> String {
        let named = try root["model"]?.string()
        let name = model ?? named ?? ""
        let bare = name.hasPrefix("models/") ? String(name.dropFirst("models/".count)) : name
        guard !bare.isEmpty else { throw root.missing("model") }
        return bare
    }

    // MARK: - Turns

    private mutating func readTurns(_ root: FieldReader) throws(APIError) {
        var reader = GeminiContentReader()
        if let instruction = root.either("systemInstruction") { try reader.readInstruction(instruction) }
        let contents = try root.required("contents")
        let elements = try contents.elementsOrOne()
        guard !elements.isEmpty else { throw contents.wrong("at least one content") }
        for (index, content) in elements.enumerated() { try reader.read(content, at: index) }
        request.messages = reader.messages
        request.unmapped += reader.unmapped
    }

    // MARK: - Tools

    private mutating func readTools(_ tools: FieldReader) throws(APIError) {
        for tool in try tools.elementsOrOne() {
            for member in try tool.object().members where !member.value.isNull {
                let reader = FieldReader(member.value, path: tool.path(of: member.name))
                if GeminiName.camelCase(member.name) == "functionDeclarations" {
                    for function in try reader.elementsOrOne() { try readFunction(function) }
                } else {
                    let type = GeminiName.camelCase(member.name)
                    let value: JSONValue = .object([type: member.value])
                    request.tools.append(.foreign(ForeignPart(dialect: .gemini, type: type, value: value)))
                }
            }
        }
    }

    private mutating func readFunction(_ function: FieldReader) throws(APIError) {
        _ = try function.object()
        request.unmapped += try function.others(
            thanEither: ["name", "description", "parameters", "parametersJsonSchema"]
        )
        var tool = FunctionTool(name: try function.required("name").string())
        tool.description = try function["description"]?.string()
        if let schema = function.either("parametersJsonSchema") {
            tool.parameters = schema.value
        } else if let schema = function["parameters"] {
            tool.parameters = GeminiSchema.jsonSchema(.object(try schema.object()))
        }
        request.tools.append(.function(tool))
    }

    private mutating func readToolConfig(_ config: FieldReader) throws(APIError) {
        _ = try config.object()
        request.unmapped += try config.others(thanEither: ["functionCallingConfig"])
        guard let calling = config.either("functionCallingConfig") else { return }
        _ = try calling.object()
        request.unmapped += try calling.others(thanEither: ["mode", "allowedFunctionNames"])
        var names: [String] = []
        for name in try calling.either("allowedFunctionNames")?.elements() ?? [] { names.append(try name.string()) }
        guard let mode = calling["mode"] else { return }
        let word = try mode.string()
        switch word.uppercased() {
        case "AUTO": request.toolChoice = names.isEmpty ? .auto : .allowed(names, required: false)
        case "VALIDATED":
            request.toolChoice = names.isEmpty ? .auto : .allowed(names, required: false)
            // That arguments are checked against their schemas is Gemini's alone.
            request.unmapped.append(ChatRequest.UnmappedField(mode.path, mode.value))
        case "ANY":
            if names.count > 1 {
                request.toolChoice = .allowed(names, required: true)
            } else {
                request.toolChoice = names.first.map(ToolChoice.named) ?? .required
            }
        case "NONE": request.toolChoice = ToolChoice.none
        case "MODE_UNSPECIFIED": break
        default:
            throw APIError(
                .invalidRequest,
                "Invalid value for '\(mode.path)': '\(word.prefix(64))'; allowed: AUTO, ANY, NONE, VALIDATED.",
                parameter: mode.path
            )
        }
    }

    // MARK: - Generation

    private static let generation: Set<String> = [
        "temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences", "seed", "presencePenalty",
        "frequencyPenalty", "responseMimeType", "responseSchema", "responseJsonSchema", "_responseJsonSchema",
        "responseLogprobs", "logprobs", "thinkingConfig", "responseModalities",
    ]

    private mutating func readGenerationConfig(_ config: FieldReader) throws(APIError) {
        _ = try config.object()
        request.unmapped += try config.others(thanEither: Self.generation)
        request.sampling.temperature = try config["temperature"]?.number()
        request.sampling.topP = try config.either("topP")?.number()
        request.sampling.topK = try config.either("topK")?.number()
        request.sampling.seed = try config["seed"]?.number()
        request.sampling.presencePenalty = try config.either("presencePenalty")?.number()
        request.sampling.frequencyPenalty = try config.either("frequencyPenalty")?.number()
        request.choiceCount = try Self.integer(config.either("candidateCount"), in: 1...128)
        request.maxTokens = try Self.integer(config.either("maxOutputTokens"), in: 1...Int.max)
        for text in try config.either("stopSequences")?.elements() ?? [] {
            request.stopSequences.append(try text.string())
        }
        if try config.either("responseLogprobs")?.bool() == true {
            request.logprobs = ChatRequest.LogprobsRequest(top: try config["logprobs"]?.int())
        } else if let top = config["logprobs"] {
            request.unmapped.append(ChatRequest.UnmappedField(top.path, top.value))
        }
        if let modalities = config.either("responseModalities") {
            let isText = try modalities.elements().allSatisfy { $0.value.string?.uppercased() == "TEXT" }
            if !isText { request.unmapped.append(ChatRequest.UnmappedField(modalities.path, modalities.value)) }
        }
        if let thinking = config.either("thinkingConfig") {
            let (reasoning, others) = try GeminiThinking.read(thinking)
            request.reasoning = reasoning
            request.unmapped += others
        }
        try readFormat(config)
    }

    private static func integer(_ reader: FieldReader?, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let reader else { return nil }
        let value = try reader.int()
        guard range.contains(value) else {
            let most = range.upperBound == .max ? "" : " and at most \(range.upperBound)"
            throw APIError(
                .invalidRequest,
                "Invalid value for '\(reader.path)': must be at least \(range.lowerBound)\(most).",
                parameter: reader.path
            )
        }
        return value
    }

    private mutating func readFormat(_ config: FieldReader) throws(APIError) {
        let type = config.either("responseMimeType")
        let openAPI = config.either("responseSchema")
        let schema = config.either("responseJsonSchema") ?? config["_responseJsonSchema"]
        switch try type?.string() {
        case nil, "application/json":
            if let schema {
                request.responseFormat = .jsonSchema(JSONSchemaFormat(schema: schema.value))
            } else if let openAPI {
                let schema = GeminiSchema.jsonSchema(.object(try openAPI.object()))
                request.responseFormat = .jsonSchema(JSONSchemaFormat(schema: schema))
            } else if type != nil {
                request.responseFormat = .jsonObject
            }
        case "text/plain":
            request.responseFormat = .text
        default:
            // Other forms, such as `text/x.enum`, are Gemini's alone.
            for field in [type, openAPI, schema].compactMap({ $0 }) {
                request.unmapped.append(ChatRequest.UnmappedField(field.path, field.value))
            }
        }
    }
}

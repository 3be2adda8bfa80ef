import JSONText

/// Reads and checks a `generateContent` request.
struct GeminiReader {
    private let root: RequestNode
    private var prompt: Prompt

    /// - Parameters:
    ///   - model: from the path.
    ///   - isStreamed: whether the method was `streamGenerateContent`.
    /// - Throws: a 400 in the words of the real API.
    static func read(
        _ body: JSONValue,
        model: String,
        isStreamed: Bool,
        fingerprint: Fingerprint
    ) throws(Refusal) -> Prompt {
        let root = RequestNode(body, dialect: .gemini)
        try root.allowOnly(GeminiFields.request)
        var reader = GeminiReader(
            root: root,
            prompt: Prompt(dialect: .gemini, model: model, fingerprint: fingerprint)
        )
        reader.prompt.isStreamed = isStreamed
        try reader.readTools()
        if let system = root.optional("systemInstruction") {
            for part in try system.required("parts").array() {
                let text = try part.required("text").string()
                reader.prompt.system.append(text)
                reader.prompt.counted.append(CountedPart(text: text))
            }
        }
        var contents = GeminiContents(demandsSignatures: ModelName.demandsThoughtSignatures(model))
        try contents.read(root.required("contents"))
        reader.prompt.turns = contents.turns
        reader.prompt.counted += contents.counted
        try reader.readConfig()
        if try root.optionalString("cachedContent") != nil {
            // Stored earlier by its own API, of which nothing is known here but that it is there.
            var cached = CountedPart(text: String(repeating: "x", count: 4096))
            cached.isCached = true
            reader.prompt.counted.insert(cached, at: 0)
        }
        return reader.prompt
    }

    // MARK: Tools

    private mutating func readTools() throws(Refusal) {
        for tool in try root.optionalArray("tools") {
            for declaration in try tool.optionalArray("functionDeclarations") {
                try declaration.allowOnly([
                    "name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema",
                    "behavior",
                ])
                let name = try declaration.required("name").string()
                guard ToolNames.isValid(name, longest: 64, extra: ".:"), name.first?.isNumber == false,
                    name.first != "-"
                else {
                    throw Refusal(
                        400,
                        "* GenerateContentRequest.\(declaration.path.text).name: Invalid function name. Must start "
                            + "with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), "
                            + "dots (.), colons (:), or dashes (-), with a maximum length of 64.\n"
                    )
                }
                let openAPI = declaration.optional("parameters")
                if let openAPI { try Self.checkSchema(openAPI, depth: 0) }
                let schema = openAPI ?? declaration.optional("parametersJsonSchema")
                _ = try schema?.object()
                let text = try name + (declaration.optionalString("description") ?? "") + (schema?.value.text ?? "")
                prompt.counted.append(CountedPart(text: text))
                prompt.tools.append(PromptTool(name: name, schema: schema?.value ?? [:]))
            }
        }
        guard let config = root.optional("toolConfig")?.optional("functionCallingConfig") else { return }
        var allowed: [String] = []
        if let names = config.optional("allowedFunctionNames") { allowed = try names.strings() }
        for name in allowed where !prompt.tools.contains(where: { $0.name == name }) {
            throw Refusal(400, "allowed_function_names contains '\(name)', which is not a declared function.")
        }
        let mode = try config.optionalString("mode")?.uppercased() ?? "AUTO"
        guard allowed.isEmpty || mode == "ANY" || mode == "VALIDATED" else {
            throw Refusal(
                400,
                "Function calling config is set without function_calling_config.mode ANY or VALIDATED, but "
                    + "allowed_function_names is set."
            )
        }
        switch mode {
        case "AUTO", "VALIDATED", "MODE_UNSPECIFIED": prompt.toolChoice = .auto
        case "NONE": prompt.toolChoice = .none
        case "ANY":
            guard !prompt.tools.isEmpty else {
                throw Refusal(400, "Function calling mode is ANY but no function declarations are provided.")
            }
            prompt.toolChoice = .required(allowed)
        default:
            throw Refusal(
                400,
                "Invalid value at 'tool_config.function_calling_config.mode' "
                    + "(type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), "
                    + "\"\(mode)\""
            )
        }
    }

    /// `Schema` refuses JSON Schema's other keywords, `additionalProperties` and `$ref` above all.
    private static func checkSchema(_ schema: RequestNode, depth: Int) throws(Refusal) {
        guard depth < 32 else { return }
        try schema.allowOnly(GeminiFields.schema)
        if let properties = schema.optional("properties") {
            for property in try properties.object() {
                if let inner = properties.exactly(property.name) { try checkSchema(inner, depth: depth + 1) }
            }
        }
        if let items = schema.optional("items") { try checkSchema(items, depth: depth + 1) }
        for option in try schema.optionalArray("anyOf") { try checkSchema(option, depth: depth + 1) }
    }

    // MARK: Configuration

    private mutating func readConfig() throws(Refusal) {
        guard let config = root.optional("generationConfig") else { return }
        try config.allowOnly(GeminiFields.generationConfig)
        _ = try config.optional("temperature")?.number(in: 0...2)
        _ = try config.optional("topP")?.number(in: 0...1)
        prompt.choices = try config.optional("candidateCount")?.int(in: 1...8) ?? 1
        prompt.seed = try config.optionalInt("seed")
        // Zero and absent are the same to Google's reader.
        let most = try config.optional("maxOutputTokens")?.int(in: 0...10_000_000) ?? 0
        prompt.maximumTokens = most == 0 ? nil : most
        prompt.stopSequences = try config.optional("stopSequences")?.strings() ?? []
        guard prompt.stopSequences.count <= 5 else {
            throw Refusal(400, "Unable to submit request because it has more than 5 stop sequences.")
        }
        if try config.optionalBool("responseLogprobs") == true {
            prompt.topLogprobs = try config.optional("logprobs")?.int(in: 0...20) ?? 0
        } else if config.optional("logprobs") != nil {
            throw Refusal(400, "logprobs can only be set when response_logprobs is true.")
        }
        if let thinking = config.optional("thinkingConfig") {
            try thinking.allowOnly(["includeThoughts", "thinkingBudget", "thinkingLevel"])
            let budget = try thinking.optionalInt("thinkingBudget")
            if budget != nil, thinking.optional("thinkingLevel") != nil {
                throw Refusal(400, "You can only set only one of thinking budget and thinking level.")
            }
            prompt.thinking = ThinkingRequest(
                isOn: budget != 0,
                showsText: try thinking.optionalBool("includeThoughts") ?? false
            )
        }
        try readFormat(config)
    }

    private mutating func readFormat(_ config: RequestNode) throws(Refusal) {
        let openAPI = config.optional("responseSchema")
        if let openAPI { try Self.checkSchema(openAPI, depth: 0) }
        let jsonSchema = config.optional("responseJsonSchema")
        guard openAPI == nil || jsonSchema == nil else {
            throw Refusal(400, "Only one of response_schema and response_json_schema can be set.")
        }
        let schema = openAPI ?? jsonSchema
        let type = try config.optionalString("responseMimeType") ?? "text/plain"
        if let schema { prompt.counted.append(CountedPart(text: schema.value.text)) }
        switch (type, schema) {
        case ("text/plain", nil): break
        case ("application/json", nil): prompt.format = .object
        case ("application/json", .some(let schema)): prompt.format = .schema(schema.value)
        case ("text/x.enum", .some(let schema)): prompt.format = .word(schema.value)
        case ("text/plain", .some), ("text/x.enum", nil):
            throw Refusal(
                400,
                "Function calling with a response mime type: '\(type)' is unsupported with this response schema; "
                    + "set response_mime_type to 'application/json'."
            )
        default:
            throw Refusal(
                400,
                "* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are `text/plain`, "
                    + "`application/json`, `application/xml`, `application/yaml` and `text/x.enum`.\n"
            )
        }
    }
}

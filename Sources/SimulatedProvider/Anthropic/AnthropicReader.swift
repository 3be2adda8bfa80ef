import JSONText

/// Reads and checks a Messages request.
struct AnthropicReader {
    private let root: RequestNode
    private var prompt: Prompt
    private var messages = AnthropicMessages()

    /// - Parameter isCount: the request is for `count_tokens`, which does without `max_tokens`.
    /// - Throws: a 400 in the words of the real API.
    static func read(_ body: JSONValue, fingerprint: Fingerprint, isCount: Bool) throws(Refusal) -> Prompt {
        let root = RequestNode(body, dialect: .anthropic)
        try root.allowOnly(AnthropicFields.request)
        let model = try root.required("model").string()
        var reader = AnthropicReader(
            root: root,
            prompt: Prompt(dialect: .anthropic, model: model, fingerprint: fingerprint)
        )
        try reader.readLimits(isCount: isCount)
        try reader.readThinking()
        try reader.readTools()
        try reader.readSystem()
        reader.messages.thinking = reader.prompt.thinking.isOn
        reader.messages.demandsLeadingThinking = try root.optional("thinking")?.optionalString("type") == "enabled"
        try reader.messages.read(root.required("messages"))
        reader.prompt.turns = reader.messages.turns
        reader.prompt.counted += reader.messages.counted
        try reader.readFormat()
        try reader.readCacheMarks()
        return reader.prompt
    }

    private mutating func readLimits(isCount: Bool) throws(Refusal) {
        if isCount {
            guard root.optional("max_tokens") == nil, root.optional("stream") == nil else {
                let name = root.optional("max_tokens") == nil ? "stream" : "max_tokens"
                throw Refusal(400, "\(name): Extra inputs are not permitted")
            }
        } else {
            prompt.maximumTokens = try root.required("max_tokens").int(in: 1...10_000_000)
        }
        prompt.isStreamed = try root.optionalBool("stream") ?? false
        prompt.stopSequences = try root.optional("stop_sequences")?.strings() ?? []
        for sequence in prompt.stopSequences where sequence.allSatisfy(\.isWhitespace) {
            throw Refusal(400, "stop_sequences: each stop sequence must contain non-whitespace")
        }
        _ = try root.optional("temperature")?.number(in: 0...1)
        _ = try root.optional("top_p")?.number(in: 0...1)
        _ = try root.optional("top_k")?.int(in: 0...1_000_000)
    }

    private mutating func readThinking() throws(Refusal) {
        guard let thinking = root.optional("thinking") else { return }
        let type = try thinking.required("type").string()
        switch type {
        case "disabled": return
        case "adaptive": break
        case "enabled":
            let budget = try thinking.required("budget_tokens").int()
            guard budget >= 1024 else {
                throw Refusal(400, "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024")
            }
            if let most = prompt.maximumTokens, most <= budget {
                throw Refusal(400, "`max_tokens` must be greater than `thinking.budget_tokens`.")
            }
        default:
            throw Refusal(
                400,
                "thinking: Input tag '\(type)' found using 'type' does not match any of the expected tags: "
                    + "'adaptive', 'disabled', 'enabled'"
            )
        }
        if let temperature = root.optional("temperature"), try temperature.number(in: 0...1) != 1 {
            throw Refusal(400, "`temperature` may only be set to 1 when thinking is enabled.")
        }
        if root.optional("top_k") != nil {
            throw Refusal(400, "`top_k` must be unset when thinking is enabled.")
        }
        let display = try thinking.optionalString("display")
        prompt.thinking = ThinkingRequest(isOn: true, showsText: display != "omitted")
    }

    private mutating func readTools() throws(Refusal) {
        for tool in try root.optionalArray("tools") {
            let type = try tool.optionalString("type")
            let name = try tool.required("name")
            guard ToolNames.isValid(try name.string(), longest: 128) else {
                throw Refusal(
                    400,
                    "\(tool.path.text).custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"
                )
            }
            // Server tools run at the provider; they count but are never called here.
            guard type == nil || type == "custom" else {
                prompt.counted.append(CountedPart(text: tool.value.text, mark: try AnthropicCache.mark(tool)))
                continue
            }
            let schema = try tool.required("input_schema")
            guard try schema.required("type").string() == "object" else {
                throw Refusal(400, "\(tool.path.text).custom.input_schema.type: Input should be 'object'")
            }
            guard !prompt.tools.contains(where: { $0.name == name.value.string }) else {
                throw Refusal(400, "tools: Tool names must be unique.")
            }
            let text = try name.string() + (tool.optionalString("description") ?? "") + schema.value.text
            prompt.counted.append(CountedPart(text: text, mark: try AnthropicCache.mark(tool)))
            prompt.tools.append(PromptTool(name: try name.string(), schema: schema.value))
        }
        guard let choice = root.optional("tool_choice") else { return }
        guard root.optional("tools") != nil else {
            throw Refusal(400, "tool_choice: tool_choice may only be specified while providing tools.")
        }
        let type = try choice.required("type").string()
        switch type {
        case "auto": break
        case "none": prompt.toolChoice = .none
        case "any": prompt.toolChoice = .required([])
        case "tool":
            let name = try choice.required("name").string()
            guard prompt.tools.contains(where: { $0.name == name }) else {
                throw Refusal(400, "Tool '\(name)' not found in provided tools")
            }
            prompt.toolChoice = .required([name])
        default:
            throw Refusal(
                400,
                "tool_choice: Input tag '\(type)' found using 'type' does not match any of the expected tags: 'auto', "
                    + "'any', 'tool', 'none'"
            )
        }
        if prompt.thinking.isOn, case .required = prompt.toolChoice {
            throw Refusal(400, "Thinking may not be enabled when tool_choice forces tool use.")
        }
        prompt.allowsParallelCalls = try choice.optionalBool("disable_parallel_tool_use") != true
    }

    private mutating func readSystem() throws(Refusal) {
        guard let system = root.optional("system") else { return }
        if let text = system.value.string {
            prompt.system.append(text)
            prompt.counted.append(CountedPart(text: text))
            return
        }
        for block in try system.array() {
            guard try block.required("type").string() == "text" else {
                throw block.refusal("Input should be 'text'")
            }
            let text = try block.required("text").string()
            guard !text.isEmpty else { throw Refusal(400, "system: text content blocks must be non-empty") }
            prompt.system.append(text)
            prompt.counted.append(CountedPart(text: text, mark: try AnthropicCache.mark(block)))
        }
    }

    private mutating func readFormat() throws(Refusal) {
        let config = root.optional("output_config")
        if let effort = try config?.optionalString("effort"),
            !["low", "medium", "high", "xhigh", "max"].contains(effort)
        {
            throw Refusal(400, "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'")
        }
        guard let format = config?.optional("format") ?? root.optional("output_format") else { return }
        guard try format.required("type").string() == "json_schema" else {
            throw format.refusal("Input should be 'json_schema'")
        }
        let schema = try format.required("schema")
        _ = try schema.object()
        prompt.counted.append(CountedPart(text: schema.value.text))
        prompt.format = .schema(schema.value)
    }

    private mutating func readCacheMarks() throws(Refusal) {
        if let mark = try AnthropicCache.mark(root), let last = prompt.counted.indices.last {
            prompt.counted[last].mark = mark
        }
        let marks = prompt.counted.count { $0.mark != nil }
        guard marks <= 4 else {
            throw Refusal(400, "A maximum of 4 blocks with cache_control may be provided. Found \(marks).")
        }
    }
}

import JSONText

/// Reads and checks a Chat Completions request.
struct OpenAIReader {
    private let root: RequestNode
    private var prompt: Prompt

    /// - Throws: a 400 in the words of the real API.
    static func read(_ body: JSONValue, fingerprint: Fingerprint) throws(Refusal) -> Prompt {
        let root = RequestNode(body, dialect: .openAI)
        try root.allowOnly(OpenAIFields.request)
        let model = try root.required("model").string()
        var reader = OpenAIReader(
            root: root,
            prompt: Prompt(dialect: .openAI, model: model, fingerprint: fingerprint)
        )
        try reader.readTools()
        try reader.readMessages()
        try reader.readLimits()
        try reader.readFormat()
        try reader.readReasoning()
        try reader.readStreaming()
        reader.prompt.cacheKey = try reader.root.optionalString("prompt_cache_key")
        return reader.prompt
    }

    // MARK: Messages

    private mutating func readMessages() throws(Refusal) {
        let node = try root.required("messages")
        let messages = try node.array()
        guard !messages.isEmpty else {
            throw node.refusal(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array "
                    + "instead.",
                code: "empty_array"
            )
        }
        var open: [String] = []
        var openAt = ""
        for message in messages {
            try message.allowOnly(OpenAIFields.message)
            let role = try message.required("role").string()
            if role == "tool" {
                try readToolMessage(message, open: &open)
                continue
            }
            if role == "function" {
                guard open.isEmpty else { throw unanswered(open, openAt) }
                try readFunctionMessage(message)
                continue
            }
            guard open.isEmpty else { throw unanswered(open, openAt) }
            switch role {
            case "system", "developer":
                let text = try contents(of: message, allowsMedia: false).map(\.plainText).joined(separator: "\n")
                prompt.system.append(text)
            case "user":
                guard message.optional("content") != nil else { throw message.missing("content") }
                prompt.turns.append(PromptTurn(role: .user, parts: try contents(of: message, allowsMedia: true)))
            case "assistant":
                open = try readAssistant(message)
                openAt = message.path.text
            default:
                let place = message.path.appending(.name("role")).text
                throw Refusal(
                    400,
                    "Invalid value: '\(role)'. Supported values are: 'system', 'assistant', 'user', 'function', "
                        + "'tool', and 'developer'.",
                    param: place,
                    code: "invalid_value"
                )
            }
        }
        guard open.isEmpty else { throw unanswered(open, openAt) }
    }

    private func unanswered(_ ids: [String], _ place: String) -> Refusal {
        Refusal(
            400,
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                + "'tool_call_id'. The following tool_call_ids did not have response messages: "
                + ids.joined(separator: ", "),
            param: place
        )
    }

    private mutating func readToolMessage(_ message: RequestNode, open: inout [String]) throws(Refusal) {
        let id = try message.required("tool_call_id").string()
        guard let index = open.firstIndex(of: id) else {
            throw Refusal(
                400,
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    + "'tool_calls'.",
                param: message.path.appending(.name("role")).text
            )
        }
        open.remove(at: index)
        guard message.optional("content") != nil else { throw message.missing("content") }
        let text = try contents(of: message, allowsMedia: false).map(\.plainText).joined(separator: "\n")
        prompt.turns.append(PromptTurn(role: .tool, parts: [.result(ToolResult(text: text))]))
    }

    /// A result in the deprecated form, which names the function instead of the call.
    private mutating func readFunctionMessage(_ message: RequestNode) throws(Refusal) {
        _ = try message.required("name").string()
        guard message.optional("content") != nil else { throw message.missing("content") }
        let text = try contents(of: message, allowsMedia: false).map(\.plainText).joined(separator: "\n")
        prompt.turns.append(PromptTurn(role: .tool, parts: [.result(ToolResult(text: text))]))
    }

    /// - Returns: the ids of the calls, which must be answered next.
    private mutating func readAssistant(_ message: RequestNode) throws(Refusal) -> [String] {
        var parts = message.optional("content") == nil ? [] : try contents(of: message, allowsMedia: false)
        if let refusal = try message.optionalString("refusal") {
            prompt.counted.append(CountedPart(text: refusal))
            parts.append(.text(refusal))
        }
        var ids: [String] = []
        if let node = message.optional("tool_calls") {
            let calls = try node.array()
            guard !calls.isEmpty else {
                throw node.refusal(
                    "Invalid '\(node.path.text)': empty array. Expected an array with minimum length 1, but got an "
                        + "empty array instead.",
                    code: "empty_array"
                )
            }
            for call in calls {
                ids.append(try call.required("id").string())
                parts.append(.call(name: try readCall(call)))
            }
        }
        if let call = message.optional("function_call") {
            parts.append(.call(name: try readFunction(call, argument: "arguments")))
        }
        guard !parts.isEmpty || message.optional("audio") != nil else {
            throw Refusal(
                400,
                "Invalid value for 'content': expected a string, got null.",
                param: message.path.appending(.name("content")).text
            )
        }
        prompt.turns.append(PromptTurn(role: .assistant, parts: parts))
        return ids
    }

    private mutating func readCall(_ call: RequestNode) throws(Refusal) -> String {
        let type = try call.required("type").string()
        guard type == "function" || type == "custom" else {
            throw call.refusal(
                "Invalid value: '\(type)'. Supported values are: 'function' and 'custom'.",
                code: "invalid_value"
            )
        }
        return try readFunction(try call.required(type), argument: type == "function" ? "arguments" : "input")
    }

    private mutating func readFunction(_ details: RequestNode, argument: String) throws(Refusal) -> String {
        let name = try details.required("name").string()
        let text = try details.required(argument).string()
        prompt.counted.append(CountedPart(text: name))
        prompt.counted.append(CountedPart(text: text))
        return name
    }

    private mutating func contents(of message: RequestNode, allowsMedia: Bool) throws(Refusal) -> [PromptTurn.Part] {
        guard let content = message.optional("content") else { throw message.missing("content") }
        if let text = content.value.string {
            prompt.counted.append(CountedPart(text: text))
            return [.text(text)]
        }
        guard content.value.array != nil else {
            throw content.refusal(
                "Invalid type for '\(content.path.text)': expected one of a string or array of objects, but got "
                    + "\(content.value.kind) instead.",
                code: "invalid_type"
            )
        }
        var parts: [PromptTurn.Part] = []
        for part in try content.array() {
            let type = try part.required("type").string()
            switch type {
            case "text", "refusal":
                let text = try part.required(type).string()
                prompt.counted.append(CountedPart(text: text))
                parts.append(.text(text))
            case "image_url", "input_audio", "file":
                guard allowsMedia else { fallthrough }
                let media = try OpenAIMedia.read(part, type: type)
                prompt.counted.append(CountedPart(media))
                parts.append(.media(media))
            default:
                let supported = allowsMedia ? "'text', 'image_url', 'input_audio', and 'file'" : "'text'"
                throw Refusal(
                    400,
                    "Invalid value: '\(type)'. Supported values are: \(supported).",
                    param: part.path.appending(.name("type")).text,
                    code: "invalid_value"
                )
            }
        }
        guard !parts.isEmpty else {
            throw content.refusal(
                "Invalid '\(content.path.text)': empty array. Expected an array with minimum length 1, but got an "
                    + "empty array instead.",
                code: "empty_array"
            )
        }
        return parts
    }

    // MARK: Tools

    private mutating func readTools() throws(Refusal) {
        for tool in try root.optionalArray("tools") {
            let type = try tool.required("type").string()
            guard type == "function" || type == "custom" else {
                throw Refusal(
                    400,
                    "Invalid value: '\(type)'. Supported values are: 'function' and 'custom'.",
                    param: tool.path.appending(.name("type")).text,
                    code: "invalid_value"
                )
            }
            try tool.allowOnly(["type", type])
            try readTool(try tool.required(type), isCustom: type == "custom")
        }
        try readFunctions()
        if let choice = root.optional("tool_choice") {
            try refuseWithoutTools("tool_choice")
            prompt.toolChoice = try toolChoice(choice)
        }
        if let parallel = try root.optionalBool("parallel_tool_calls") {
            try refuseWithoutTools("parallel_tool_calls")
            prompt.allowsParallelCalls = parallel
        }
    }

    private mutating func readTool(_ details: RequestNode, isCustom: Bool) throws(Refusal) {
        if !isCustom { try details.allowOnly(["name", "description", "parameters", "strict"]) }
        let name = try details.required("name")
        guard ToolNames.isValid(try name.string(), longest: 64) else {
            throw name.refusal(
                "Invalid '\(name.path.text)': string does not match pattern. Expected a string that matches the "
                    + "pattern '^[a-zA-Z0-9_-]+$'.",
                code: "invalid_value"
            )
        }
        let schema = details.optional("parameters")
        if let schema {
            _ = try schema.object()
            if try details.optionalBool("strict") == true {
                try OpenAIStrictSchema.check(schema, subject: "function '\(try name.string())'")
            }
        }
        let text = try name.string() + (details.optionalString("description") ?? "")
        prompt.counted.append(CountedPart(text: text + (schema?.value.text ?? "")))
        prompt.tools.append(PromptTool(name: try name.string(), schema: schema?.value ?? [:], isCustom: isCustom))
    }

    /// The deprecated form of tools: one call a turn, told apart by its name alone.
    private mutating func readFunctions() throws(Refusal) {
        if let functions = root.optional("functions") {
            guard prompt.tools.isEmpty else {
                throw functions.refusal("'functions' and 'tools' cannot be used together.")
            }
            for function in try functions.array() { try readTool(function, isCustom: false) }
            prompt.usesLegacyFunctions = true
            prompt.allowsParallelCalls = false
        }
        guard let choice = root.optional("function_call") else { return }
        guard prompt.usesLegacyFunctions else {
            throw choice.refusal("'function_call' is only allowed when 'functions' are specified.")
        }
        switch choice.value {
        case "none": prompt.toolChoice = .none
        case "auto": prompt.toolChoice = .auto
        default:
            let name = try choice.required("name").string()
            try requireOffered(name, by: "functions", param: "function_call")
            prompt.toolChoice = .required([name])
        }
    }

    private func refuseWithoutTools(_ name: String) throws(Refusal) {
        guard prompt.tools.isEmpty else { return }
        throw Refusal(
            400,
            "Invalid value for '\(name)': '\(name)' is only allowed when 'tools' are specified.",
            param: name
        )
    }

    private func toolChoice(_ node: RequestNode) throws(Refusal) -> PromptToolChoice {
        switch node.value {
        case "none": return .none
        case "auto": return .auto
        case "required": return .required([])
        case .object: break
        default:
            throw node.refusal(
                "Invalid value: '\(node.value.string ?? node.value.kind)'. Supported values are: 'none', 'auto', and "
                    + "'required'.",
                code: "invalid_value"
            )
        }
        let type = try node.required("type").string()
        guard type == "allowed_tools" else {
            let name = try node.required(type).required("name").string()
            try requireOffered(name)
            return .required([name])
        }
        let allowed = try node.required("allowed_tools")
        var names: [String] = []
        for tool in try allowed.required("tools").array() {
            let name = try tool.required(try tool.required("type").string()).required("name").string()
            try requireOffered(name)
            names.append(name)
        }
        return try allowed.required("mode").string() == "required" ? .required(names) : .auto
    }

    private func requireOffered(
        _ name: String,
        by field: String = "tools",
        param: String = "tool_choice"
    ) throws(Refusal) {
        guard !prompt.tools.contains(where: { $0.name == name }) else { return }
        throw Refusal(400, "Tool choice '\(name)' not found in '\(field)' parameter.", param: param)
    }

    // MARK: Everything else

    private mutating func readLimits() throws(Refusal) {
        let isReasoning = ModelName.isReasoning(prompt.model)
        if let node = root.optional("temperature") {
            let temperature = try node.number(in: 0...2)
            guard !isReasoning || temperature == 1 else {
                throw node.refusal(
                    "Unsupported value: 'temperature' does not support \(node.value.text) with this model. Only the "
                        + "default (1) value is supported.",
                    code: "unsupported_value"
                )
            }
        }
        _ = try root.optional("top_p")?.number(in: 0...1)
        _ = try root.optional("frequency_penalty")?.number(in: -2...2)
        _ = try root.optional("presence_penalty")?.number(in: -2...2)
        prompt.choices = try root.optional("n")?.int(in: 1...8) ?? 1
        prompt.seed = try root.optionalInt("seed")
        if let stop = root.optional("stop") {
            prompt.stopSequences = stop.value.string.map { [$0] } ?? []
            if prompt.stopSequences.isEmpty { prompt.stopSequences = try stop.strings() }
            guard prompt.stopSequences.count <= 4 else {
                throw stop.refusal(
                    "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with "
                        + "length \(prompt.stopSequences.count) instead.",
                    code: "array_above_max_length"
                )
            }
        }
        let legacy = root.optional("max_tokens")
        if let legacy, isReasoning {
            throw legacy.refusal(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
                    + "instead.",
                code: "unsupported_parameter"
            )
        }
        let current = root.optional("max_completion_tokens")
        if let current, legacy != nil {
            throw current.refusal(
                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                code: "invalid_parameter_combination"
            )
        }
        prompt.maximumTokens = try (current ?? legacy)?.int(in: 1...10_000_000)
        let wantsLogprobs = try root.optionalBool("logprobs") ?? false
        if wantsLogprobs { prompt.topLogprobs = 0 }
        if let top = root.optional("top_logprobs") {
            let count = try top.int(in: 0...20)
            guard wantsLogprobs else {
                throw top.refusal(
                    "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
                )
            }
            prompt.topLogprobs = count
        }
    }

    private mutating func readFormat() throws(Refusal) {
        guard let format = root.optional("response_format") else { return }
        let type = try format.required("type").string()
        switch type {
        case "text": break
        case "json_object":
            let texts = prompt.system + prompt.turns.map(\.text)
            guard texts.contains(where: { $0.lowercased().contains("json") }) else {
                throw Refusal(
                    400,
                    "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
                        + "'json_object'.",
                    param: "messages"
                )
            }
            prompt.format = .object
        case "json_schema":
            let details = try format.required("json_schema")
            let name = try details.required("name").string()
            let schema = try details.required("schema")
            _ = try schema.object()
            if try details.optionalBool("strict") == true {
                try OpenAIStrictSchema.check(schema, subject: "response_format '\(name)'")
            }
            prompt.counted.append(CountedPart(text: schema.value.text))
            prompt.format = .schema(schema.value)
        default:
            throw Refusal(
                400,
                "Invalid value: '\(type)'. Supported values are: 'json_object', 'json_schema', and 'text'.",
                param: "response_format.type",
                code: "invalid_value"
            )
        }
    }

    private mutating func readReasoning() throws(Refusal) {
        let efforts = ["none": 0, "minimal": 8, "low": 16, "medium": 32, "high": 64, "xhigh": 128, "max": 256]
        var effort = ModelName.isReasoning(prompt.model) ? "medium" : "none"
        if let node = root.optional("reasoning_effort") {
            effort = try node.string()
            guard efforts[effort] != nil else {
                throw node.refusal(
                    "Invalid value: '\(effort)'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', "
                        + "'xhigh', and 'max'.",
                    code: "invalid_value"
                )
            }
        }
        let tokens = efforts[effort] ?? 0
        let showsText = ModelName.showsReasoning(prompt.model)
        prompt.thinking = ThinkingRequest(
            isOn: tokens > 0 || (showsText && root.optional("reasoning_effort") == nil),
            showsText: showsText,
            hiddenTokens: tokens
        )
    }

    private mutating func readStreaming() throws(Refusal) {
        prompt.isStreamed = try root.optionalBool("stream") ?? false
        guard let options = root.optional("stream_options") else { return }
        guard prompt.isStreamed else {
            throw options.refusal("The 'stream_options' parameter is only allowed when 'stream' is enabled.")
        }
        try options.allowOnly(["include_usage", "include_obfuscation"])
        prompt.includesUsage = try options.optionalBool("include_usage") ?? false
    }
}

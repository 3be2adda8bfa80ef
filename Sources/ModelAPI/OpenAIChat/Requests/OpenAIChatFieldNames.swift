import JSONText

/// What a Chat Completions client calls the fields of its request.
struct OpenAIChatFieldNames {
    private let request: ChatRequest
    private let root: CallerPlace

    /// Looks at a client's request.
    init(_ request: ChatRequest) {
        self.request = request
        root = CallerPlace(request.source)
    }

    /// The paths of a field, where the client wrote it.
    func names(of field: LostField) -> [String] {
        switch field {
        case .request(let field): names(of: field)
        case .turn(let index, .name): [request.place(ofTurn: index, in: root).member("name").path]
        case .turn(let index, .position): [request.place(ofTurn: index, in: root).member("position").path]
        case .part(let index, let field): names(of: field, at: index)
        case .tool(let index, let field): names(of: field, ofTool: index)
        case .verbatim(let path): [path]
        }
    }

    private func names(of field: LostField.RequestField) -> [String] {
        switch field {
        case .temperature: ["temperature"]
        case .topP: ["top_p"]
        case .topK: ["top_k"]
        case .frequencyPenalty: ["frequency_penalty"]
        case .presencePenalty: ["presence_penalty"]
        case .seed: ["seed"]
        case .logitBias: ["logit_bias"]
        case .stopSequences: ["stop"]
        case .choiceCount: ["n"]
        case .logprobs: CallerPlace.paths(of: root.member("logprobs"), root.member("top_logprobs"))
        case .reasoning: CallerPlace.paths(of: root.member("reasoning_effort"), root.member("thinking"))
        case .reasoningBudget: CallerPlace.paths(of: root.member("thinking", "budget_tokens"))
        case .includeThoughts: ["thinking"]
        case .toolChoice:
            // The deprecated one counts only where the other is missing.
            Array(CallerPlace.paths(of: root.member("tool_choice"), root.member("function_call")).prefix(1))
        case .parallelToolCalls: ["parallel_tool_calls"]
        case .responseFormat: ["response_format"]
        case .responseFormatDescription: ["response_format.json_schema.description"]
        case .responseFormatKeyword(let keyword): ["response_format.json_schema.schema.*.\(keyword)"]
        case .endUser: CallerPlace.paths(of: root.member("user"), root.member("safety_identifier"))
        case .serviceTier: ["service_tier"]
        }
    }

    // MARK: - The conversation

    private func names(of field: LostField.PartField, at index: LostField.PartIndex) -> [String] {
        let turn = request.place(ofTurn: index.turn, in: root)
        var part = request.place(of: index, usuallyIn: "content", in: root)
        if let nested = index.nested { part = part.member("content").element(nested) }
        switch field {
        case .whole: return [part.path]
        case .cache:
            // Beside `content` it means the last part.
            return CallerPlace.paths(
                of: part.member("cache_control"),
                part.member("prompt_cache_breakpoint"),
                turn.member("cache_control"),
                turn.member("prompt_cache_breakpoint")
            )
        case .signature: return signature(of: part, in: turn)
        case .detail: return [part.member("image_url", "detail").path]
        case .name: return CallerPlace.paths(of: part.member("file", "filename"), part.member("document_name"))
        case .isError: return [part.member("is_error").path]
        }
    }

    /// A thought's seal, or what Gemini's models sign: a call, a part of `content` or the message.
    private func signature(of part: CallerPlace, in turn: CallerPlace) -> [String] {
        let path = ["google", "thought_signature"]
        let own = path.reduce(part.member("extra_content")) { $0.member($1) }
        let ofTurn = path.reduce(turn.member("extra_content")) { $0.member($1) }
        return Array(CallerPlace.paths(of: part.member("signature"), own, ofTurn).prefix(1))
    }

    // MARK: - Tools

    /// The deprecated `functions` stand behind all `tools`.
    private func names(of field: LostField.ToolField, ofTool index: Int) -> [String] {
        let count = root.member("tools").value?.array?.count ?? (root.member("functions").isThere ? 0 : .max)
        let tool = index < count ? root.member("tools").element(index) : root.member("functions").element(index - count)
        let function = index < count ? tool.member("function") : tool
        switch field {
        case .whole: return [tool.path]
        case .strict: return [function.member("strict").path]
        case .cache:
            return CallerPlace.paths(
                of: tool.member("cache_control"),
                tool.member("prompt_cache_breakpoint"),
                function.member("cache_control"),
                function.member("prompt_cache_breakpoint")
            )
        case .parameters: return [function.member("parameters").path]
        case .keyword(let keyword): return ["\(function.member("parameters").path).*.\(keyword)"]
        }
    }
}

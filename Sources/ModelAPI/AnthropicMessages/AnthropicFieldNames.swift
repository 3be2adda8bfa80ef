import JSONText

/// What a Messages client calls the fields of its request.
///
/// What its requests cannot say has OpenAI's name.
struct AnthropicFieldNames {
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
        case .tool(let index, let field): [name(of: field, ofTool: index)]
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
        case .stopSequences: ["stop_sequences"]
        case .choiceCount: ["n"]
        case .logprobs: ["logprobs"]
        case .reasoning: CallerPlace.paths(of: root.member("thinking"), root.member("output_config", "effort"))
        case .reasoningBudget: ["thinking.budget_tokens"]
        // Without a word about it thoughts are shown.
        case .includeThoughts: [root.member("thinking", "display").isThere ? "thinking.display" : "thinking"]
        case .toolChoice: ["tool_choice"]
        case .parallelToolCalls: ["tool_choice.disable_parallel_tool_use"]
        case .responseFormat: [format.path]
        case .responseFormatDescription: [format.member("description").path]
        case .responseFormatKeyword(let keyword): ["\(format.member("schema").path).*.\(keyword)"]
        case .endUser: ["metadata.user_id"]
        case .serviceTier: ["service_tier"]
        }
    }

    /// The beta's field counts only where the newer one is missing.
    private var format: CallerPlace {
        let format = root.member("output_config", "format")
        let beta = root.member("output_format")
        return beta.isThere && !format.isThere ? beta : format
    }

    // MARK: - The conversation

    private func names(of field: LostField.PartField, at index: LostField.PartIndex) -> [String] {
        var block = place(of: index)
        if let nested = index.nested { block = block.member("content").element(nested) }
        switch field {
        case .whole: return [block.path]
        case .cache: return [block.member("cache_control").path]
        case .signature: return [signature(of: block, at: index)]
        case .detail: return [block.member("detail").path]
        case .name: return [block.member("title").path]
        case .isError: return [block.member("is_error").path]
        }
    }

    private func place(of index: LostField.PartIndex) -> CallerPlace {
        let turn = request.place(ofTurn: index.turn, in: root)
        // `system` is a list of blocks itself.
        if turn.path == "system" { return turn.element(index.part) }
        return request.place(of: index, usuallyIn: "content", in: root)
    }

    /// Another provider's signature travels in a thinking block of its own in front of what it seals
    /// (``AnthropicBlockReader/reattached(_:)``).
    private func signature(of block: CallerPlace, at index: LostField.PartIndex) -> String {
        let isThinking = block.value?["type"]?.string == "thinking"
        guard !isThinking, index.nested == nil, request.messages.indices.contains(index.turn),
            let origins = request.messages[index.turn].origin?.parts, origins.indices.contains(index.part),
            let position = origins[index.part].index, position > 0
        else { return block.member("signature").path }
        let content = request.place(ofTurn: index.turn, in: root).member("content")
        return content.element(position - 1).member("signature").path
    }

    // MARK: - Tools

    private func name(of field: LostField.ToolField, ofTool index: Int) -> String {
        let tool = root.member("tools").element(index)
        switch field {
        case .whole: return tool.path
        case .strict: return tool.member("strict").path
        case .cache: return tool.member("cache_control").path
        case .parameters: return tool.member("input_schema").path
        case .keyword(let keyword): return "\(tool.member("input_schema").path).*.\(keyword)"
        }
    }
}

import JSONText

/// What a Gemini client calls the fields of its request: in camelCase or snake_case, as the client spells them.
///
/// What its requests cannot say has OpenAI's name.
struct GeminiFieldNames {
    private let request: ChatRequest
    private let root: CallerPlace

    /// Looks at a client's request.
    init(_ request: ChatRequest) {
        self.request = request
        let body = CallerPlace(request.source, spelling: .either)
        let counted = body.member("generateContentRequest")
        root = counted.isThere && !body.member("contents").isThere ? counted : body
    }

    /// The paths of a field, where the client wrote it.
    func names(of field: LostField) -> [String] {
        switch field {
        case .request(let field): names(of: field)
        case .turn(let index, .name): [request.place(ofTurn: index, in: root).member("name").path]
        case .turn(let index, .position): [request.place(ofTurn: index, in: root).member("position").path]
        case .part(let index, let field): [name(of: field, at: index)]
        case .tool(let index, let field): [name(of: field, ofTool: index)]
        case .verbatim(let path): [path]
        }
    }

    private func names(of field: LostField.RequestField) -> [String] {
        switch field {
        case .temperature: [config.member("temperature").path]
        case .topP: [config.member("topP").path]
        case .topK: [config.member("topK").path]
        case .frequencyPenalty: [config.member("frequencyPenalty").path]
        case .presencePenalty: [config.member("presencePenalty").path]
        case .seed: [config.member("seed").path]
        case .logitBias: ["logit_bias"]
        case .stopSequences: [config.member("stopSequences").path]
        case .choiceCount: [config.member("candidateCount").path]
        case .logprobs: CallerPlace.paths(of: config.member("responseLogprobs"), config.member("logprobs"))
        case .reasoning:
            CallerPlace.paths(of: thinking.member("thinkingLevel"), thinking.member("thinkingBudget"))
        case .reasoningBudget: [thinking.member("thinkingBudget").path]
        case .includeThoughts: [thinking.member("includeThoughts").path]
        case .toolChoice: [root.member("toolConfig", "functionCallingConfig").path]
        case .parallelToolCalls: ["parallel_tool_calls"]
        case .responseFormat: schema.isThere ? [schema.path] : [config.member("responseMimeType").path]
        case .responseFormatDescription: [schema.member("description").path]
        case .responseFormatKeyword(let keyword): ["\(schema.path).*.\(keyword)"]
        case .endUser: ["user"]
        case .serviceTier: [root.member("serviceTier").path]
        }
    }

    private var config: CallerPlace { root.member("generationConfig") }

    private var thinking: CallerPlace { config.member("thinkingConfig") }

    /// The schema that counts where there are several.
    private var schema: CallerPlace {
        let names = ["responseJsonSchema", "_responseJsonSchema", "responseSchema"]
        return names.map { config.member($0) }.first(where: \.isThere) ?? config.member("responseJsonSchema")
    }

    // MARK: - The conversation

    private func name(of field: LostField.PartField, at index: LostField.PartIndex) -> String {
        let place = request.place(of: index, usuallyIn: "parts", in: root)
        guard let part = request.part(at: index) else { return place.path }
        if let nested = index.nested, case .toolResult(let result) = part {
            return name(of: field, at: nested, of: result, in: place.member("functionResponse"))
        }
        switch field {
        case .signature: return signature(at: place, index).path
        case .isError: return place.member("functionResponse", "response", "error").path
        default: return name(of: field, of: part, at: place)
        }
    }

    private func name(of field: LostField.PartField, of part: Part, at place: CallerPlace) -> String {
        let kind = Self.kind(of: part, at: place)
        switch field {
        case .whole: return kind.path
        case .name: return kind.member("displayName").path
        case .detail: return kind.member("detail").path
        case .cache: return place.member("cacheControl").path
        case .signature: return place.member("thoughtSignature").path
        case .isError: return kind.member("response", "error").path
        }
    }

    /// The member of a part that says what it is; thoughts and texts are the part.
    private static func kind(of part: Part, at place: CallerPlace) -> CallerPlace {
        switch part {
        case .image, .audio, .document:
            let file = place.member("fileData")
            return file.isThere ? file : place.member("inlineData")
        case .foreign(let part): return place.member(part.type)
        case .toolCall: return place.member("functionCall")
        case .toolResult: return place.member("functionResponse")
        case .text, .thinking, .redactedThinking, .refusal: return place
        }
    }

    /// A result's text is its `response`; what else is in it stands in `parts`.
    private func name(
        of field: LostField.PartField,
        at nested: Int,
        of result: ToolResult,
        in place: CallerPlace
    ) -> String {
        guard result.content.indices.contains(nested) else { return place.path }
        let part = result.content[nested]
        if case .text = part { return place.member("response").path }
        var position = nested
        if case .text? = result.content.first { position -= 1 }
        return name(of: field, of: part, at: place.member("parts").element(position))
    }

    /// A thought that came in pieces has its signature at the last one.
    private func signature(at place: CallerPlace, _ index: LostField.PartIndex) -> CallerPlace {
        let first = place.member("thoughtSignature")
        if first.isThere { return first }
        let parts = request.place(ofTurn: index.turn, in: root).member("parts")
        let origins = request.messages[index.turn].origin?.parts ?? []
        let start = origins.indices.contains(index.part) ? origins[index.part].index ?? index.part : index.part
        for position in start..<max(start, parts.value?.array?.count ?? 0) {
            let found = parts.element(position).member("thoughtSignature")
            if found.isThere { return found }
        }
        return first
    }

    // MARK: - Tools

    /// `tools` is a list of objects whose members are a list of functions and the provider's own tools.
    private func name(of field: LostField.ToolField, ofTool index: Int) -> String {
        let tool = place(ofTool: index)
        switch field {
        case .whole: return tool.path
        case .strict: return tool.member("strict").path
        case .cache: return tool.member("cacheControl").path
        case .parameters: return schema(of: tool).path
        case .keyword(let keyword): return "\(schema(of: tool).path).*.\(keyword)"
        }
    }

    private func schema(of tool: CallerPlace) -> CallerPlace {
        let schema = tool.member("parametersJsonSchema")
        let openAPI = tool.member("parameters")
        return openAPI.isThere && !schema.isThere ? openAPI : schema
    }

    private func place(ofTool index: Int) -> CallerPlace {
        let tools = root.member("tools")
        var left = index
        for position in 0..<(tools.value.map { $0.array?.count ?? 1 } ?? 0) {
            let tool = tools.element(position)
            for member in tool.value?.object?.members ?? [] where !member.value.isNull {
                let place = tool.member(member.name)
                let isFunctions = GeminiName.camelCase(member.name) == "functionDeclarations"
                let count = isFunctions ? place.value?.array?.count ?? 1 : 1
                if left < count { return isFunctions ? place.element(left) : place }
                left -= count
            }
        }
        return tools.element(index)
    }
}

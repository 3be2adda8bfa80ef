import JSONText

/// A neutral request as a Messages request for a provider.
struct AnthropicRequestWriter {
    private let request: ChatRequest
    private let target: TargetProfile
    private let model: ClaudeModel?
    private var body = JSONObject()
    private var dropped = LostFields()

    private init(_ request: ChatRequest, for target: TargetProfile) {
        self.request = request
        self.target = target
        model = ClaudeModel(target.model)
    }

    /// Writes a request for an answer.
    static func write(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest {
        var writer = AnthropicRequestWriter(request, for: target)
        return try writer.write(isCount: false)
    }

    /// Writes a request to count the prompt's tokens.
    static func writeCount(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest {
        var writer = AnthropicRequestWriter(request, for: target)
        return try writer.write(isCount: true)
    }

    private mutating func write(isCount: Bool) throws(APIError) -> WrittenRequest {
        try ConversationCheck.toolTurns(request.messages)
        var turns = AnthropicTurnWriter()
        turns.write(request.messages)
        dropped.add(turns.dropped)
        let messages = turns.messages
        if messages.isEmpty {
            throw APIError(
                .invalidRequest,
                "The provider needs at least one user or assistant message that is not empty.",
                parameter: "messages"
            )
        }
        let plan = AnthropicThinkingPlan(
            request.reasoning,
            maxTokens: request.maxTokens,
            model: model,
            lacksThoughts: turns.lacksThoughts
        )
        dropped.add(plan.dropped)

        body.append("model", .string(target.model))
        if !isCount { body.append("max_tokens", JSONValue(plan.maxTokens)) }
        if !turns.system.isEmpty { body.append("system", .array(turns.system)) }
        body.append("messages", .array(messages))
        let tools = try writeTools()
        try writeToolChoice(tools, isThinking: plan.isOn)
        if let thinking = plan.thinking { body.append("thinking", thinking) }
        writeOutputConfig(effort: plan.effort)
        if !isCount {
            writeSampling(isThinking: plan.isOn)
            writeRest()
        }
        writeUnmapped(isCount: isCount)
        return WrittenRequest(body: .object(body), dropped: dropped.all)
    }

    // MARK: - Tools

    /// Writes the tools the model may see: all of them, or only the allowed ones.
    /// - Returns: their names.
    private mutating func writeTools() throws(APIError) -> [String] {
        var allowed: Set<String>?
        if case .allowed(let names, _) = request.toolChoice { allowed = Set(names) }
        var written: [JSONValue] = []
        var names: [String] = []
        for (index, tool) in request.tools.enumerated() {
            switch tool {
            case .function(let function):
                if let allowed, !allowed.contains(function.name) { continue }
                written.append(write(function, at: index))
                names.append(function.name)
            case .foreign(let part):
                guard part.dialect == .anthropicMessages else {
                    dropped.add(.tool(index, .whole))
                    continue
                }
                let name = part.value["name"]?.string ?? part.type
                if let allowed, !allowed.contains(name) { continue }
                written.append(part.value)
                names.append(name)
            }
        }
        if let allowed, names.isEmpty, !allowed.isEmpty {
            throw APIError(.invalidRequest, "None of the allowed tools is among 'tools'.", parameter: "tool_choice")
        }
        if !written.isEmpty { body.append("tools", .array(written)) }
        return names
    }

    private mutating func write(_ function: FunctionTool, at index: Int) -> JSONValue {
        var tool: JSONObject = ["name": .string(function.name)]
        if let description = function.description { tool.append("description", .string(description)) }
        var schema: JSONObject
        switch function.parameters {
        case .object(let object): schema = object
        case nil, .null: schema = [:]
        default:
            dropped.add(.tool(index, .parameters))
            schema = [:]
        }
        if schema["type"] == nil {
            schema = JSONObject([JSONObject.Member("type", "object")] + schema.members)
            if schema["properties"] == nil { schema.append("properties", .object([:])) }
        }
        var fitted = JSONValue.object(schema)
        let isStrict = function.strict == true && model?.enforcesSchemas ?? true
        if isStrict { fitted = fit(fitted) { .tool(index, .keyword($0)) } }
        tool.append("input_schema", fitted)
        if isStrict { tool.append("strict", true) }
        dropped.add(.tool(index, .strict), if: function.strict == true && !isStrict)
        return AnthropicTurnWriter.cached(tool, function.cache)
    }

    private mutating func fit(_ schema: JSONValue, _ lost: (String) -> LostField) -> JSONValue {
        var fitter = AnthropicSchema()
        let fitted = fitter.fit(schema)
        // One name a keyword: a large schema must not become a large list.
        for keyword in fitter.lost { dropped.add(lost(keyword)) }
        return fitted
    }

    private mutating func writeToolChoice(_ tools: [String], isThinking: Bool) throws(APIError) {
        var choice = JSONObject()
        var isForced = false
        switch request.toolChoice {
        case nil: break
        case .auto, .allowed(_, required: false): choice = ["type": "auto"]
        case ToolChoice.none?: choice = ["type": "none"]
        case .required, .allowed(_, required: true):
            choice = ["type": "any"]
            isForced = true
        case .named(let name):
            choice = ["type": "tool", "name": .string(name)]
            isForced = true
        }
        if tools.isEmpty {
            // The provider refuses any choice without tools; only a forced one asks for something impossible.
            if isForced {
                throw APIError(
                    .invalidRequest,
                    "'tool_choice' demands a tool, but there is none.",
                    parameter: "tool_choice"
                )
            }
            return
        }
        if isForced, isThinking || model?.takesForcedTool == false {
            dropped.add(.toolChoice)
            choice = ["type": "auto"]
        }
        if request.parallelToolCalls == false || request.usesLegacyFunctions, request.toolChoice != ToolChoice.none {
            if choice.isEmpty { choice = ["type": "auto"] }
            choice.append("disable_parallel_tool_use", true)
        }
        if !choice.isEmpty { body.append("tool_choice", .object(choice)) }
    }

    // MARK: - Form of the answer, sampling

    private mutating func writeOutputConfig(effort: String?) {
        var config = JSONObject()
        if let effort { config.append("effort", .string(effort)) }
        switch request.responseFormat {
        case nil, .text: break
        case .jsonObject: dropped.add(.responseFormat)
        case .jsonSchema(let format):
            guard model?.enforcesSchemas ?? true else {
                dropped.add(.responseFormat)
                break
            }
            var schema = fit(format.schema) { .request(.responseFormatKeyword($0)) }
            if let description = format.description, case .object(var object) = schema, object["description"] == nil {
                object.append("description", .string(description))
                schema = .object(object)
            }
            config.append("format", ["type": "json_schema", "schema": schema])
        }
        if !config.isEmpty { body.append("output_config", .object(config)) }
    }

    private mutating func writeSampling(isThinking: Bool) {
        let sampling = request.sampling
        let isFree = (model?.takesSampling ?? true) && !isThinking
        var hasTemperature = false
        if let temperature = sampling.temperature, temperature.double != 1 || isFree {
            if !isFree {
                dropped.add(.temperature)
            } else if temperature.double > 1 {
                dropped.add(.temperature)
                body.append("temperature", 1)
                hasTemperature = true
            } else {
                body.append("temperature", .number(temperature))
                hasTemperature = true
            }
        }
        if let topP = sampling.topP {
            let isTaken =
                isFree
                ? !hasTemperature || model?.takesTemperatureWithTopP ?? true
                // With thinking only the upper end is taken.
                : isThinking && model?.takesSampling ?? true && topP.double >= 0.95
            if isTaken {
                body.append("top_p", .number(topP))
            } else if topP.double != 1 {
                dropped.add(.topP)
            }
        }
        if let topK = sampling.topK {
            if isFree {
                body.append("top_k", topK.int.map { JSONValue($0) } ?? .number(topK))
            } else {
                dropped.add(.topK)
            }
        }
        if let penalty = sampling.frequencyPenalty, penalty.double != 0 { dropped.add(.frequencyPenalty) }
        if let penalty = sampling.presencePenalty, penalty.double != 0 { dropped.add(.presencePenalty) }
        if sampling.seed != nil { dropped.add(.seed) }
        if let bias = sampling.logitBias, !bias.isEmpty { dropped.add(.logitBias) }
        // The provider refuses stop sequences of nothing but white space.
        let stops = request.stopSequences.filter { !AnthropicBlocks.isBlank($0) }
        if stops.count < request.stopSequences.count { dropped.add(.stopSequences) }
        if !stops.isEmpty { body.append("stop_sequences", .array(stops.map(JSONValue.string))) }
    }

    private mutating func writeRest() {
        if let count = request.choiceCount, count > 1 { dropped.add(.choiceCount) }
        if request.logprobs != nil { dropped.add(.logprobs) }
        if let user = request.endUser { body.append("metadata", ["user_id": .string(user)]) }
        switch request.serviceTier {
        case nil: break
        case "auto"?: body.append("service_tier", "auto")
        case "default"?, "standard_only"?: body.append("service_tier", "standard_only")
        default: dropped.add(.serviceTier)
        }
        if request.stream { body.append("stream", true) }
    }

    /// Fields that only this dialect has: they go back where they came from.
    private static let own: Set<String> = [
        "cache_control", "container", "context_management", "diagnostics", "fallbacks", "inference_geo", "mcp_servers",
        "speed", "user_profile_id",
    ]

    /// Those of them that shape the prompt.
    private static let ownOfPrompt: Set<String> = ["cache_control", "context_management", "mcp_servers"]

    private mutating func writeUnmapped(isCount: Bool) {
        for field in request.unmapped {
            if Self.own.contains(field.path) {
                if !isCount || Self.ownOfPrompt.contains(field.path) { body.append(field.path, field.value) }
            } else {
                dropped.add(.verbatim(field.path))
            }
        }
    }
}

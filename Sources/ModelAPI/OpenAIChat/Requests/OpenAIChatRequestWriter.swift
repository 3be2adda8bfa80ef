import JSONText

/// Writes a Chat Completions request.
struct OpenAIChatRequestWriter {
    /// Fields of this dialect that are no other's and therefore go on as they are.
    private static let own: Set<String> = [
        "audio", "metadata", "modalities", "moderation", "prediction", "prompt_cache_key", "prompt_cache_options",
        "prompt_cache_retention", "store", "verbosity", "web_search_options",
    ]
    private static let vendorTiers: Set<String> = ["auto", "default", "flex", "scale", "priority", "fast"]
    /// The vendor's models that refuse `reasoning_effort`; all its newer ones take it.
    private static let vendorModelsWithoutReasoning = ["gpt-3.5", "gpt-4", "chatgpt-"]
    /// The vendor takes this many stop sequences.
    private static let vendorStops = 4

    private let target: TargetProfile
    private var body: JSONObject
    private var dropped = LostFields()

    /// Creates a writer.
    /// - Parameter target: whom the request goes to.
    init(target: TargetProfile) {
        self.target = target
        body = ["model": .string(target.model)]
    }

    /// Writes a request.
    /// - Throws: ``APIError`` of kind `invalidRequest` where nothing is left to ask.
    mutating func write(_ request: ChatRequest) throws(APIError) -> WrittenRequest {
        try ConversationCheck.toolTurns(request.messages)
        var messages = OpenAIChatMessageWriter(isVendor: target.isVendor)
        messages.write(request.messages)
        guard !messages.output.isEmpty else {
            throw APIError(.invalidRequest, "'messages' has nothing this provider can be asked.", parameter: "messages")
        }
        body["messages"] = .array(messages.output)
        dropped.add(messages.dropped)
        if request.stream {
            body["stream"] = true
            // Always asked for: what was used must be known here, whether or not the caller wants to see it.
            body["stream_options"] = ["include_usage": true]
        }
        writeLimits(of: request)
        writeSampling(of: request)
        writeReasoning(of: request)
        writeTools(of: request)
        writeResponseFormat(of: request)
        writeOthers(of: request)
        return WrittenRequest(body: .object(body), dropped: dropped.all)
    }

    // MARK: - Groups of fields

    private mutating func writeLimits(of request: ChatRequest) {
        if let limit = request.maxTokens {
            body[target.isVendor ? "max_completion_tokens" : "max_tokens"] = JSONValue(limit)
        }
        if let count = request.choiceCount { body["n"] = JSONValue(count) }
        var stops = request.stopSequences
        if target.isVendor, stops.count > Self.vendorStops {
            dropped.add(.stopSequences)
            stops = Array(stops.prefix(Self.vendorStops))
        }
        if !stops.isEmpty { body["stop"] = .array(stops.map(JSONValue.string)) }
    }

    private mutating func writeSampling(of request: ChatRequest) {
        let sampling = request.sampling
        body["temperature"] = sampling.temperature.map(JSONValue.number)
        body["top_p"] = sampling.topP.map(JSONValue.number)
        body["frequency_penalty"] = sampling.frequencyPenalty.map(JSONValue.number)
        body["presence_penalty"] = sampling.presencePenalty.map(JSONValue.number)
        body["seed"] = sampling.seed.map(JSONValue.number)
        body["logit_bias"] = sampling.logitBias.map(JSONValue.object)
        // Some imitators know it, more refuse it as unknown.
        dropped.add(.topK, if: sampling.topK != nil)
        if let logprobs = request.logprobs {
            body["logprobs"] = true
            body["top_logprobs"] = logprobs.top.map { JSONValue($0) }
        }
    }

    private mutating func writeReasoning(of request: ChatRequest) {
        guard let reasoning = request.reasoning else { return }
        if let effort = reasoning.effort {
            writeEffort(effort, for: .reasoning)
        } else if let budget = reasoning.budgetTokens, let effort = Self.effort(ofBudget: budget) {
            if target.isVendor {
                writeEffort(effort, for: .reasoningBudget)
            } else {
                // Many imitators refuse an effort for models that do not think; it is only sent on the caller's own word.
                dropped.add(.reasoningBudget, if: budget > 0)
            }
        }
        dropped.add(.includeThoughts, if: target.isVendor && reasoning.includeThoughts == true)
    }

    private mutating func writeEffort(_ effort: Reasoning.Effort, for wish: LostField.RequestField) {
        let refuses = target.isVendor && Self.vendorModelsWithoutReasoning.contains { target.model.hasPrefix($0) }
        if refuses {
            dropped.add(wish, if: effort != .none)
        } else {
            body["reasoning_effort"] = .string(effort.rawValue)
        }
    }

    /// The effort that comes closest to a budget; `nil` where the model shall decide.
    private static func effort(ofBudget tokens: Int) -> Reasoning.Effort? {
        switch tokens {
        case ..<0: nil
        case 0: Reasoning.Effort.none
        case ...2048: .low
        case ...12_288: .medium
        default: .high
        }
    }

    private mutating func writeTools(of request: ChatRequest) {
        var writer = OpenAIChatToolWriter(isVendor: target.isVendor)
        let written = writer.write(request.tools, choice: request.toolChoice)
        dropped.add(writer.dropped)
        guard !written.tools.isEmpty else {
            // Without tools the rest is an error on this wire; what asks for nothing is not missed.
            switch request.toolChoice {
            case nil, .auto?, ToolChoice.none?: break
            case .required?, .named?, .allowed?: dropped.add(.toolChoice)
            }
            return
        }
        body["tools"] = .array(written.tools)
        body["tool_choice"] = written.choice
        body["parallel_tool_calls"] = request.parallelToolCalls.map { JSONValue.bool($0) }
    }

    private mutating func writeResponseFormat(of request: ChatRequest) {
        switch request.responseFormat {
        case nil, .text: break
        case .jsonObject: body["response_format"] = ["type": "json_object"]
        case .jsonSchema(let format):
            var schema: JSONObject = ["name": .string(Self.schemaName(format.name))]
            schema["description"] = format.description.map(JSONValue.string)
            schema["schema"] = format.schema
            schema["strict"] = format.strict.map { JSONValue.bool($0) }
            body["response_format"] = ["type": "json_schema", "json_schema": .object(schema)]
        }
    }

    /// A name in the form this wire demands: 1 to 64 of `a-z A-Z 0-9 _ -`.
    private static func schemaName(_ name: String?) -> String {
        guard let name, !name.isEmpty else { return "response" }
        let letters = name.utf8.prefix(64).map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private mutating func writeOthers(of request: ChatRequest) {
        body["user"] = request.endUser.map(JSONValue.string)
        if let tier = request.serviceTier {
            switch tier {
            case _ where target.isVendor && Self.vendorTiers.contains(tier): body["service_tier"] = .string(tier)
            // Anthropic's word for "no priority tier".
            case "standard_only" where target.isVendor: body["service_tier"] = "default"
            case "auto": break
            default: dropped.add(.serviceTier)
            }
        }
        for field in request.unmapped {
            if Self.own.contains(field.path) {
                body[field.path] = field.value
            } else {
                dropped.add(.verbatim(field.path))
            }
        }
    }
}

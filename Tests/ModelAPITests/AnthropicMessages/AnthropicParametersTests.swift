import JSONText
import ModelAPI
import Testing

@Suite("Writing Messages requests: sampling, thinking, form of the answer")
struct AnthropicParametersTests {
    private let dialect = AnthropicMessagesDialect()

    private func write(
        _ model: String = "claude-sonnet-4-5",
        _ messages: [Message] = [Message(.user, "Hi")],
        _ change: (inout ChatRequest) -> Void
    ) throws -> WrittenRequest {
        var request = ChatRequest(model: "public", messages: messages)
        change(&request)
        return try dialect.writeRequest(request, for: TargetProfile(model: model))
    }

    private static func reasoning(_ change: (inout Reasoning) -> Void) -> Reasoning {
        var reasoning = Reasoning()
        change(&reasoning)
        return reasoning
    }

    // MARK: - Sampling

    @Test("a temperature above 1 becomes 1 and is reported")
    func temperature() throws {
        var written = try write { $0.sampling.temperature = JSONNumber("1.7") }
        #expect(written.body["temperature"] == 1)
        #expect(written.dropped == [.request(.temperature)])
        written = try write { $0.sampling.temperature = JSONNumber("0.70") }
        #expect(written.body["temperature"]?.number?.text == "0.70")
        #expect(written.dropped.isEmpty)
    }

    @Test("temperature and top_p together only where the model takes both")
    func temperatureWithTopP() throws {
        func write(_ model: String) throws -> WrittenRequest {
            try self.write(model) {
                $0.sampling.temperature = JSONNumber("0.5")
                $0.sampling.topP = JSONNumber("0.9")
            }
        }
        #expect(try write("claude-sonnet-4-20250514").dropped.isEmpty)
        let newer = try write("claude-sonnet-4-5-20250929")
        #expect(newer.body["top_p"] == nil)
        #expect(newer.dropped == [.request(.topP)])
    }

    @Test(
        "models without sampling get none; defaults are no loss",
        arguments: [
            "claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-fable-5", "anthropic.claude-opus-5-v1:0",
        ]
    )
    func noSampling(_ model: String) throws {
        var written = try write(model) {
            $0.sampling.temperature = JSONNumber("0.5")
            $0.sampling.topP = JSONNumber("0.9")
            $0.sampling.topK = JSONNumber(5)
        }
        #expect(written.dropped == [.request(.temperature), .request(.topP), .request(.topK)])
        #expect(written.body.object?.names == ["model", "max_tokens", "messages"])
        written = try write(model) {
            $0.sampling.temperature = JSONNumber("1.0")
            $0.sampling.topP = JSONNumber(1)
        }
        #expect(written.dropped.isEmpty)
        #expect(written.body.object?.names == ["model", "max_tokens", "messages"])
    }

    @Test("what the wire does not have is reported")
    func unsupported() throws {
        let written = try write {
            $0.sampling.frequencyPenalty = JSONNumber("0.5")
            $0.sampling.presencePenalty = JSONNumber("-1")
            $0.sampling.seed = JSONNumber(7)
            $0.sampling.logitBias = ["50256": -100]
            $0.choiceCount = 3
            $0.logprobs = ChatRequest.LogprobsRequest(top: 2)
            $0.responseFormat = .jsonObject
            $0.serviceTier = "flex"
            $0.stopSequences = ["\n", "END"]
        }
        #expect(
            written.dropped
                == ([
                    .responseFormat, .frequencyPenalty, .presencePenalty, .seed, .logitBias, .stopSequences,
                    .choiceCount, .logprobs, .serviceTier,
                ] as [LostField.RequestField]).map(LostField.request)
        )
        #expect(written.body["stop_sequences"] == ["END"])
    }

    @Test("values that are the default lose nothing")
    func defaults() throws {
        let written = try write {
            $0.sampling.frequencyPenalty = JSONNumber(0)
            $0.sampling.presencePenalty = JSONNumber("0.0")
            $0.sampling.logitBias = [:]
            $0.choiceCount = 1
            $0.responseFormat = .text
            $0.serviceTier = "default"
            $0.endUser = "u-1"
        }
        #expect(written.dropped.isEmpty)
        #expect(written.body["metadata"] == ["user_id": "u-1"])
        #expect(written.body["service_tier"] == "standard_only")
    }

    // MARK: - Thinking

    @Test(
        "effort by model",
        arguments: [
            ("claude-opus-4-8", .high, ["type": "adaptive"], "high", []),
            ("claude-opus-4-8", .minimal, ["type": "adaptive"], "low", []),
            ("claude-opus-4-8", .xhigh, ["type": "adaptive"], "xhigh", []),
            ("claude-opus-4-6", .xhigh, ["type": "adaptive"], "high", []),
            ("claude-fable-5", .max, ["type": "adaptive"], "max", []),
            ("claude-sonnet-4-5", .low, ["type": "enabled", "budget_tokens": 6400], nil, []),
            ("claude-sonnet-4-5", .medium, ["type": "enabled", "budget_tokens": 16_000], nil, []),
            ("claude-3-7-sonnet-latest", .high, ["type": "enabled", "budget_tokens": 25_600], nil, []),
            ("minimax-m2", .minimal, ["type": "enabled", "budget_tokens": 1024], nil, []),
            ("claude-3-5-haiku-latest", .high, nil, nil, [.reasoning]),
            ("claude-sonnet-4-5", Reasoning.Effort.none, nil, nil, []),
            ("claude-opus-4-8", Reasoning.Effort.none, nil, nil, []),
            ("claude-opus-5", Reasoning.Effort.none, ["type": "disabled"], nil, []),
            ("claude-sonnet-5-5", Reasoning.Effort.none, ["type": "between_tools"], nil, []),
            ("claude-opus-5-5", Reasoning.Effort.none, nil, "low", [.reasoning]),
            ("claude-fable-5-1", .xhigh, ["type": "adaptive"], "xhigh", []),
            ("claude-mythos-5", .xhigh, ["type": "adaptive"], "xhigh", []),
            ("claude-mythos-preview", .xhigh, ["type": "adaptive"], "high", []),
            ("claude-haiku-5-5", .medium, ["type": "adaptive"], "medium", []),
            ("claude-haiku-5-5", Reasoning.Effort.none, ["type": "disabled"], nil, []),
            ("claude-mythos-preview", Reasoning.Effort.none, nil, "low", [.reasoning]),
            ("minimax-m2", Reasoning.Effort.none, ["type": "disabled"], nil, []),
        ] as [(String, Reasoning.Effort, JSONValue?, String?, [LostField.RequestField])]
    )
    func effort(
        _ model: String,
        _ effort: Reasoning.Effort,
        _ thinking: JSONValue?,
        _ written: String?,
        _ dropped: [LostField.RequestField]
    ) throws {
        let request = try write(model) { $0.reasoning = Self.reasoning { $0.effort = effort } }
        #expect(request.body["thinking"] == thinking)
        #expect(request.body["output_config"]?["effort"]?.string == written)
        #expect(request.dropped == dropped.map(LostField.request))
    }

    @Test(
        "budgets: at least 1,024, always less than max_tokens, words where the model takes none",
        arguments: [
            ("claude-sonnet-4-5", 5000, 8000, ["type": "enabled", "budget_tokens": 5000], 8000, []),
            (
                "claude-sonnet-4-5", 500, 8000, ["type": "enabled", "budget_tokens": 1024], 8000,
                [.reasoningBudget]
            ),
            (
                "claude-sonnet-4-5", 9000, 8000, ["type": "enabled", "budget_tokens": 7999], 8000,
                [.reasoningBudget]
            ),
            ("claude-sonnet-4-5", 2000, 1024, nil, 1024, [.reasoning]),
            // Without a limit of the caller's there is room for the answer behind the thoughts.
            ("claude-sonnet-4-5", 40_000, nil, ["type": "enabled", "budget_tokens": 40_000], 44_096, []),
            (
                "claude-opus-4-1", Int.max, nil, ["type": "enabled", "budget_tokens": 31_999], 32_000,
                [.reasoningBudget]
            ),
            (
                "claude-sonnet-4-6", Int.max, nil, ["type": "enabled", "budget_tokens": 127_999], 128_000,
                [.reasoningBudget]
            ),
            ("claude-opus-4-6", 5000, 8000, ["type": "enabled", "budget_tokens": 5000], 8000, []),
            ("claude-opus-4-8", 5000, 8000, ["type": "adaptive"], 8000, [.reasoningBudget]),
            ("claude-opus-4-8", -1, 8000, ["type": "adaptive"], 8000, []),
            ("claude-sonnet-4-5", -1, 8000, ["type": "enabled", "budget_tokens": 4000], 8000, []),
            ("claude-sonnet-4-5", 0, 8000, nil, 8000, []),
        ] as [(String, Int, Int?, JSONValue?, Int, [LostField.RequestField])]
    )
    func budget(
        _ model: String,
        _ budget: Int,
        _ limit: Int?,
        _ thinking: JSONValue?,
        _ maxTokens: Int,
        _ dropped: [LostField.RequestField]
    ) throws {
        let written = try write(model) {
            $0.maxTokens = limit
            $0.reasoning = Self.reasoning { $0.budgetTokens = budget }
        }
        #expect(written.body["thinking"] == thinking)
        #expect(written.body["max_tokens"]?.int == maxTokens)
        #expect(written.dropped == dropped.map(LostField.request))
    }

    @Test("whether thoughts are shown")
    func display() throws {
        func thinking(_ model: String, _ show: Bool?) throws -> JSONValue? {
            try write(model) {
                $0.reasoning = Self.reasoning {
                    $0.adaptive = true
                    $0.includeThoughts = show
                }
            }.body["thinking"]
        }
        #expect(try thinking("claude-opus-4-8", true) == ["type": "adaptive", "display": "summarized"])
        #expect(try thinking("claude-opus-4-8", false) == ["type": "adaptive", "display": "omitted"])
        #expect(try thinking("claude-opus-4-8", nil) == ["type": "adaptive"])
        #expect(try thinking("claude-sonnet-4-5", true)?["display"] == nil)
        #expect(try thinking("claude-sonnet-4-5", false)?["display"] == "omitted")
        // Whoever wants to see thoughts wants them to be.
        let written = try write("claude-opus-4-8") { $0.reasoning = Self.reasoning { $0.includeThoughts = true } }
        #expect(written.body["thinking"]?["type"] == "adaptive")
    }

    @Test("with thinking on, a forced tool and custom sampling are dropped and reported")
    func thinkingRestrictions() throws {
        for model in ["claude-sonnet-4-5", "claude-opus-4-6"] {
            let written = try write(model) {
                $0.reasoning = Self.reasoning { $0.effort = .low }
                $0.tools = [.function(FunctionTool(name: "a"))]
                $0.toolChoice = .required
                $0.parallelToolCalls = false
                $0.sampling.temperature = JSONNumber("0.2")
                $0.sampling.topK = JSONNumber(5)
                $0.sampling.topP = JSONNumber("0.5")
            }
            #expect(
                written.dropped
                    == ([.toolChoice, .temperature, .topP, .topK] as [LostField.RequestField]).map(LostField.request)
            )
            #expect(written.body["tool_choice"] == ["type": "auto", "disable_parallel_tool_use": true])
            let allowed = try write(model) {
                $0.reasoning = Self.reasoning { $0.effort = .low }
                $0.sampling.temperature = JSONNumber(1)
                $0.sampling.topP = JSONNumber("0.97")
            }
            #expect(allowed.dropped.isEmpty)
            #expect(allowed.body["top_p"]?.number?.text == "0.97")
        }
    }

    @Test("in a tool turn that lost its thoughts, thinking with a budget is dropped and sampling stays")
    func lostThoughts() throws {
        func messages(_ thoughts: [Part]) -> [Message] {
            [
                Message(.user, "Hi"),
                Message(.assistant, thoughts + [.toolCall(ToolCall(id: "a", name: "f", arguments: "{}"))]),
                Message(.user, [.toolResult(ToolResult(callID: "a", content: []))]),
            ]
        }
        func write(_ model: String, _ thoughts: [Part]) throws -> WrittenRequest {
            try self.write(model, messages(thoughts)) {
                $0.reasoning = Self.reasoning { $0.effort = .low }
                $0.sampling.temperature = JSONNumber("0.2")
            }
        }
        let lost = try write("claude-sonnet-4-5", [])
        #expect(lost.body["thinking"] == nil)
        #expect(lost.body["temperature"]?.number?.text == "0.2")
        #expect(lost.dropped == [.request(.reasoning)])

        let own = OpaqueToken("S", from: .anthropicMessages)
        let kept = try write("claude-sonnet-4-5", [.thinking(Thinking("hm", signature: own))])
        #expect(kept.body["thinking"]?["type"] == "enabled")
        #expect(kept.dropped == [.request(.temperature)])

        #expect(try write("claude-opus-4-6", []).body["thinking"]?["type"] == "adaptive")
    }

    // MARK: - Form of the answer

    @Test("an answer by schema: objects are closed, what cannot be enforced is said in words and reported")
    func schema() throws {
        let schema: JSONValue = [
            "type": "object",
            "properties": [
                "name": ["type": "string", "minLength": 1, "format": "email"],
                "tags": ["type": "array", "minItems": 1, "maxItems": 3, "items": ["$ref": "#/$defs/tag"]],
                "any": ["oneOf": [["type": "string", "format": "phone"], ["type": "null"]]],
                "free": ["type": ["object", "null"], "additionalProperties": ["type": "string"]],
                "minimum": ["type": "integer"],
            ],
            "required": ["name", "tags", "any", "free", "minimum"],
            "$defs": ["tag": ["type": "object", "properties": ["t": ["const": 1]]]],
        ]
        let written = try write("claude-opus-4-8") {
            $0.responseFormat = .jsonSchema(
                JSONSchemaFormat(name: "n", description: "A person.", schema: schema, strict: true)
            )
        }
        #expect(
            written.body["output_config"] == [
                "format": [
                    "type": "json_schema",
                    "schema": [
                        "type": "object",
                        "properties": [
                            "name": ["type": "string", "format": "email", "description": "{minLength: 1}"],
                            "tags": [
                                "type": "array", "minItems": 1, "items": ["$ref": "#/$defs/tag"],
                                "description": "{maxItems: 3}",
                            ],
                            "any": [
                                "anyOf": [["type": "string", "description": "{format: \"phone\"}"], ["type": "null"]]
                            ],
                            "free": ["type": ["object", "null"], "additionalProperties": false],
                            "minimum": ["type": "integer"],
                        ],
                        "required": ["name", "tags", "any", "free", "minimum"],
                        "$defs": [
                            "tag": ["type": "object", "properties": ["t": ["const": 1]], "additionalProperties": false]
                        ],
                        "additionalProperties": false,
                        "description": "A person.",
                    ],
                ]
            ]
        )
        let keywords = ["minLength", "maxItems", "oneOf", "format", "additionalProperties"]
        #expect(written.dropped == keywords.map { .request(.responseFormatKeyword($0)) })
    }

    @Test("a schema that is as the provider wants it stays as it is")
    func strictSchema() throws {
        let schema: JSONValue = [
            "type": "object", "properties": ["a": ["type": "number"]], "required": ["a"], "additionalProperties": false,
        ]
        let written = try write { $0.responseFormat = .jsonSchema(JSONSchemaFormat(schema: schema, strict: true)) }
        #expect(written.body["output_config"]?["format"]?["schema"] == schema)
        #expect(written.dropped.isEmpty)
    }

    @Test("models that cannot be held to a schema lose it")
    func oldModel() throws {
        let written = try write("claude-3-5-sonnet-20241022") {
            $0.responseFormat = .jsonSchema(JSONSchemaFormat(schema: ["type": "object"]))
        }
        #expect(written.body["output_config"] == nil)
        #expect(written.dropped == [.request(.responseFormat)])
    }

    @Test("a schema as deep as a text may be is no trouble")
    func deepSchema() throws {
        let text = String(repeating: #"{"items":"#, count: 500) + "{}" + String(repeating: "}", count: 500)
        let schema = try JSONValue(parsing: text)
        let written = try write { $0.responseFormat = .jsonSchema(JSONSchemaFormat(schema: schema)) }
        #expect(written.body["output_config"]?["format"]?["schema"] == schema)
    }
}

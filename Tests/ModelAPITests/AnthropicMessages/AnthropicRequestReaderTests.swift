import JSONText
import ModelAPI
import Testing

@Suite("Reading Messages requests")
struct AnthropicRequestReaderTests {
    private let dialect = AnthropicMessagesDialect()

    /// A request with some members of its own.
    private static func body(
        _ members: JSONObject,
        messages: JSONValue = [["role": "user", "content": "Hi"]]
    ) -> JSONValue {
        var body: JSONObject = ["model": "claude-sonnet-4-5", "max_tokens": 100, "messages": messages]
        for member in members { body[member.name] = member.value }
        return .object(body)
    }

    private func read(_ members: JSONObject) throws -> ChatRequest {
        try dialect.readRequest(Self.body(members), model: nil, stream: nil)
    }

    private func read(content: JSONValue, role: JSONValue = "user") throws -> [Part] {
        let body = Self.body([:], messages: [["role": role, "content": content]])
        return try #require(try dialect.readRequest(body, model: nil, stream: nil).messages.last).parts
    }

    @Test("the least request")
    func least() throws {
        let request = try read([:])
        #expect(request.model == "claude-sonnet-4-5")
        #expect(request.maxTokens == 100)
        #expect(request.messages == [Message(.user, "Hi")])
        #expect(!request.stream)
        #expect(request.unmapped.isEmpty)
        #expect(request.reasoning == nil)
    }

    @Test("a name from the path wins, and the path may ask for a stream")
    func path() throws {
        let request = try dialect.readRequest(Self.body([:]), model: "other", stream: true)
        #expect(request.model == "other")
        #expect(request.stream)
    }

    @Test("parameters find their neutral places")
    func parameters() throws {
        let request = try read([
            "stream": true, "temperature": 0.25, "top_p": 0.9, "top_k": 40, "stop_sequences": ["a", "b"],
            "metadata": ["user_id": "u-1", "team": "x"], "service_tier": "standard_only",
            "system": [["type": "text", "text": "Be kind.", "cache_control": ["type": "ephemeral", "ttl": "1h"]]],
        ])
        #expect(request.stream)
        #expect(request.sampling.temperature?.text == "0.25")
        #expect(request.sampling.topP?.text == "0.9")
        #expect(request.sampling.topK?.int == 40)
        #expect(request.stopSequences == ["a", "b"])
        #expect(request.endUser == "u-1")
        #expect(request.serviceTier == "standard_only")
        #expect(request.messages.first?.role == .system)
        #expect(request.messages.first?.parts == [.text(TextPart("Be kind.", cache: CacheBreakpoint(ttl: "1h")))])
        #expect(request.unmapped.map(\.path) == ["metadata.team"])
    }

    @Test("a system turn inside the conversation stays where it is")
    func systemTurn() throws {
        let body = Self.body(
            ["system": "First."],
            messages: [["role": "user", "content": "Hi"], ["role": "system", "content": "Now be brief."]]
        )
        let request = try dialect.readRequest(body, model: nil, stream: nil)
        #expect(request.messages.map(\.role) == [.system, .user, .system])
    }

    @Test(
        "blocks of a user turn",
        arguments: [
            (
                ["type": "text", "text": "a", "cache_control": ["type": "ephemeral"]],
                .text(TextPart("a", cache: .init()))
            ),
            (
                ["type": "image", "source": ["type": "base64", "media_type": "image/png", "data": "iVBORw=="]],
                .image(MediaPart(.base64("iVBORw=="), mediaType: "image/png"))
            ),
            (
                ["type": "image", "source": ["type": "url", "url": "https://e/x"]],
                .image(MediaPart(.url("https://e/x")))
            ),
            (
                ["type": "image", "source": ["type": "file", "file_id": "file_1"]],
                .image(MediaPart(.file(id: "file_1", dialect: .anthropicMessages)))
            ),
            (
                [
                    "type": "document", "title": "T",
                    "source": ["type": "base64", "media_type": "application/pdf", "data": "JVBERi0="],
                ],
                .document(MediaPart(.base64("JVBERi0="), mediaType: "application/pdf", name: "T"))
            ),
            (
                ["type": "document", "source": ["type": "text", "media_type": "text/plain", "data": "words"]],
                .document(MediaPart(.text("words"), mediaType: "text/plain"))
            ),
            (
                ["type": "document", "source": ["type": "url", "url": "https://e/y"]],
                .document(MediaPart(.url("https://e/y")))
            ),
            (
                ["type": "tool_result", "tool_use_id": "t1", "content": "ok", "is_error": true],
                .toolResult(ToolResult(callID: "t1", content: [.text(TextPart("ok"))], isError: true))
            ),
            (["type": "tool_result", "tool_use_id": "t1"], .toolResult(ToolResult(callID: "t1", content: []))),
            (
                ["type": "search_result", "source": "s", "title": "t", "content": []],
                .foreign(
                    ForeignPart(
                        dialect: .anthropicMessages,
                        type: "search_result",
                        value: ["type": "search_result", "source": "s", "title": "t", "content": []]
                    )
                )
            ),
        ] as [(JSONValue, Part)]
    )
    func userBlocks(_ block: JSONValue, _ part: Part) throws {
        #expect(try read(content: [block]) == [part])
    }

    @Test("an assistant turn: thoughts, calls, and results that learn their tool's name")
    func assistantTurn() throws {
        let body = Self.body(
            [:],
            messages: [
                ["role": "user", "content": "Weather?"],
                [
                    "role": "assistant",
                    "content": [
                        ["type": "thinking", "thinking": "hm", "signature": "SIG"],
                        ["type": "redacted_thinking", "data": "XYZ"],
                        ["type": "text", "text": "Let me see.", "citations": nil],
                        [
                            "type": "tool_use", "id": "toolu_1", "name": "weather", "caller": ["type": "direct"],
                            "input": ["b": 1, "a": 12_345_678_901_234_567],
                        ],
                    ],
                ],
                ["role": "user", "content": [["type": "tool_result", "tool_use_id": "toolu_1", "content": "rain"]]],
            ]
        )
        let request = try dialect.readRequest(body, model: nil, stream: nil)
        #expect(
            request.messages[1].parts == [
                .thinking(Thinking("hm", signature: OpaqueToken("SIG", from: .anthropicMessages))),
                .redactedThinking(OpaqueToken("XYZ", from: .anthropicMessages)),
                .text(TextPart("Let me see.")),
                .toolCall(ToolCall(id: "toolu_1", name: "weather", arguments: #"{"b":1,"a":12345678901234567}"#)),
            ]
        )
        let result = ToolResult(callID: "toolu_1", name: "weather", content: [.text(TextPart("rain"))])
        #expect(request.messages[2].parts == [.toolResult(result)])
        #expect(request.unmapped.isEmpty)
    }

    @Test("signatures of other providers go back to the call or text behind them")
    func reattached() throws {
        let token = OpaqueToken("G1", from: .gemini)
        let second = OpaqueToken("G2", from: .gemini)
        let own = OpaqueToken("A", from: .anthropicMessages)
        func carrier(_ token: OpaqueToken) -> JSONValue {
            ["type": "thinking", "thinking": "", "signature": .string(token.text(on: .anthropicMessages))]
        }
        let parts = try read(
            content: [
                carrier(token), ["type": "tool_use", "id": "c1", "name": "f", "input": [:]],
                carrier(second), ["type": "text", "text": "so"],
                carrier(own), ["type": "tool_use", "id": "c2", "name": "f", "input": [:]],
                carrier(token),
            ],
            role: "assistant"
        )
        #expect(
            parts == [
                .toolCall(ToolCall(id: "c1", name: "f", arguments: "{}", signature: token)),
                .text(TextPart("so", signature: second)),
                .thinking(Thinking("", signature: own)),
                .toolCall(ToolCall(id: "c2", name: "f", arguments: "{}")),
                .text(TextPart("", signature: token)),
            ]
        )
    }

    @Test("thoughts of another provider keep their text and seal")
    func foreignThoughts() throws {
        let token = OpaqueToken("G", from: .gemini)
        let parts = try read(
            content: [
                ["type": "thinking", "thinking": "well", "signature": .string(token.text(on: .anthropicMessages))]
            ],
            role: "assistant"
        )
        #expect(parts == [.thinking(Thinking("well", signature: token))])
    }

    @Test("tools: functions, and the provider's own")
    func tools() throws {
        let request = try read([
            "tools": [
                [
                    "name": "f", "description": "d", "strict": true, "input_examples": [[:]],
                    "input_schema": ["type": "object", "properties": [:]], "cache_control": ["type": "ephemeral"],
                ],
                ["type": "custom", "name": "g", "input_schema": ["type": "object"]],
                ["type": "web_search_20250305", "name": "web_search", "max_uses": 3],
            ]
        ])
        var first = FunctionTool(
            name: "f",
            description: "d",
            parameters: ["type": "object", "properties": [:]],
            strict: true
        )
        first.cache = CacheBreakpoint()
        #expect(
            request.tools == [
                .function(first),
                .function(FunctionTool(name: "g", parameters: ["type": "object"])),
                .foreign(
                    ForeignPart(
                        dialect: .anthropicMessages,
                        type: "web_search_20250305",
                        value: ["type": "web_search_20250305", "name": "web_search", "max_uses": 3]
                    )
                ),
            ]
        )
        #expect(request.unmapped.map(\.path) == ["tools[0].input_examples"])
    }

    @Test(
        "forms of tool_choice",
        arguments: [
            (["type": "auto"], .auto, nil),
            (["type": "any", "disable_parallel_tool_use": true], .required, false),
            (["type": "tool", "name": "f"], .named("f"), nil),
            (["type": "none"], ToolChoice.none, nil),
            (["type": "auto", "disable_parallel_tool_use": false], .auto, nil),
        ] as [(JSONValue, ToolChoice, Bool?)]
    )
    func toolChoice(_ value: JSONValue, _ choice: ToolChoice, _ parallel: Bool?) throws {
        let request = try read(["tool_choice": value])
        #expect(request.toolChoice == choice)
        #expect(request.parallelToolCalls == parallel)
    }

    @Test("forms of thinking and effort")
    func thinking() throws {
        var reasoning = try #require(try read(["thinking": ["type": "enabled", "budget_tokens": 2048]]).reasoning)
        #expect(reasoning.budgetTokens == 2048 && reasoning.includeThoughts == true && !reasoning.adaptive)

        reasoning = try #require(
            try read(["thinking": ["type": "adaptive", "display": "omitted"], "output_config": ["effort": "xhigh"]])
                .reasoning
        )
        #expect(reasoning.adaptive && reasoning.includeThoughts == false && reasoning.effort == .xhigh)

        reasoning = try #require(try read(["thinking": ["type": "disabled"]]).reasoning)
        #expect(reasoning.effort == Reasoning.Effort.none)

        let request = try read(["thinking": ["type": "disabled"], "output_config": ["effort": "high"]])
        #expect(request.reasoning?.effort == Reasoning.Effort.none)
        #expect(request.unmapped.map(\.path) == ["output_config.effort"])
    }

    @Test("the schema of the answer, under its old name too")
    func format() throws {
        let schema: JSONValue = ["type": "object", "properties": [:], "additionalProperties": false]
        let expected = ResponseFormat.jsonSchema(JSONSchemaFormat(schema: schema, strict: true))
        #expect(
            try read(["output_config": ["format": ["type": "json_schema", "schema": schema]]]).responseFormat
                == expected
        )
        #expect(try read(["output_format": ["type": "json_schema", "schema": schema]]).responseFormat == expected)
    }

    @Test("what has no neutral place is kept with its path")
    func unmapped() throws {
        let body = Self.body(
            ["container": "c_1", "output_config": ["task_budget": 1], "inference_geo": "us", "nothing": nil],
            messages: [
                ["role": "user", "id": "m", "content": [["type": "text", "text": "x", "citations": [["a": 1]]]]]
            ]
        )
        let request = try dialect.readRequest(body, model: nil, stream: nil)
        #expect(
            Set(request.unmapped.map(\.path))
                == [
                    "container", "output_config.task_budget", "inference_geo", "messages[0].id",
                    "messages[0].content[0].citations",
                ]
        )
    }

    @Test(
        "wrong requests are refused and the field is named",
        arguments: [
            ([], nil),
            (["max_tokens": 1, "messages": [["role": "user", "content": "x"]]], "model"),
            (["model": "", "max_tokens": 1, "messages": [["role": "user", "content": "x"]]], "model"),
            (["model": "m", "messages": [["role": "user", "content": "x"]]], "max_tokens"),
            (body(["max_tokens": 0]), "max_tokens"),
            (body(["max_tokens": -5]), "max_tokens"),
            (body(["max_tokens": "10"]), "max_tokens"),
            (body(["max_tokens": 1.5]), "max_tokens"),
            (body([:], messages: []), "messages"),
            (body([:], messages: "x"), "messages"),
            (body([:], messages: [["role": "tool", "content": "x"]]), "messages[0].role"),
            (body([:], messages: [["role": "user"]]), "messages[0].content"),
            (body([:], messages: [["role": "user", "content": 5]]), "messages[0].content"),
            (body([:], messages: [["role": "user", "content": [["text": "x"]]]]), "messages[0].content[0].type"),
            (
                body([:], messages: [["role": "user", "content": [["type": "image", "source": ["type": "base64"]]]]]),
                "messages[0].content[0].source.data"
            ),
            (
                body(
                    [:],
                    messages: [
                        ["role": "assistant", "content": [["type": "tool_use", "id": "a", "name": "f", "input": "x"]]]
                    ]
                ),
                "messages[0].content[0].input"
            ),
            (body(["temperature": "hot"]), "temperature"),
            (body(["stop_sequences": "x"]), "stop_sequences"),
            (body(["stop_sequences": [1]]), "stop_sequences[0]"),
            (body(["tools": [["name": "f"]]]), "tools[0].input_schema"),
            (body(["tool_choice": ["type": "maybe"]]), "tool_choice.type"),
            (body(["tool_choice": ["type": "tool"]]), "tool_choice.name"),
            (body(["thinking": ["type": "enabled"]]), "thinking.budget_tokens"),
            (body(["thinking": ["type": "enabled", "budget_tokens": -1]]), "thinking.budget_tokens"),
            (body(["thinking": ["type": "loud"]]), "thinking.type"),
            (body(["output_config": ["effort": "huge"]]), "output_config.effort"),
            (body(["output_config": ["format": ["type": "json_object"]]]), "output_config.format.type"),
            (body(["metadata": "x"]), "metadata"),
            (body(["stream": "yes"]), "stream"),
        ] as [(JSONValue, String?)]
    )
    func refused(_ body: JSONValue, _ parameter: String?) {
        let error = #expect(throws: APIError.self) { try dialect.readRequest(body, model: nil, stream: nil) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.parameter == parameter)
    }

    @Test("a request to count needs no max_tokens")
    func count() throws {
        let request = try dialect.readCountRequest(
            ["model": "m", "messages": [["role": "user", "content": "x"]], "system": "s"],
            model: nil
        )
        #expect(request.messages.count == 2)
        #expect(request.maxTokens == nil)
    }
}

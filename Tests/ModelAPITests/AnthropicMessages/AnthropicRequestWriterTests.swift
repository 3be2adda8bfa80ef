import JSONText
import ModelAPI
import Testing

@Suite("Writing Messages requests: turns and tools")
struct AnthropicRequestWriterTests {
    private let dialect = AnthropicMessagesDialect()
    private let target = TargetProfile(model: "claude-sonnet-4-5")

    private func write(_ messages: [Message], _ change: (inout ChatRequest) -> Void = { _ in }) throws -> WrittenRequest
    {
        var request = ChatRequest(model: "public", messages: messages)
        change(&request)
        return try dialect.writeRequest(request, for: target)
    }

    private static let own = OpaqueToken("SIG", from: .anthropicMessages)
    private static let other = OpaqueToken("G", from: .gemini)

    private static func call(_ id: String, _ arguments: String = "{}") -> Part {
        .toolCall(ToolCall(id: id, name: "f", arguments: arguments))
    }

    private static func result(_ id: String, _ text: String = "r") -> Part {
        .toolResult(ToolResult(callID: id, content: [.text(TextPart(text))]))
    }

    @Test("the least request has the target's model and a max_tokens")
    func least() throws {
        let written = try write([Message(.user, "Hi")])
        #expect(
            written.body == [
                "model": "claude-sonnet-4-5", "max_tokens": 32_000,
                "messages": [["role": "user", "content": [["type": "text", "text": "Hi"]]]],
            ]
        )
        #expect(written.dropped.isEmpty)
    }

    @Test(
        "max_tokens where the caller names none, by family",
        arguments: [
            ("claude-3-haiku-20240307", 4096), ("claude-3-5-sonnet-20241022", 8192),
            ("claude-3-7-sonnet-20250219", 32_000), ("claude-opus-4-8", 32_000), ("claude-next", 32_000),
            ("minimax-m2", 8192),
        ]
    )
    func defaultMaxTokens(_ model: String, _ expected: Int) throws {
        let request = ChatRequest(model: "x", messages: [Message(.user, "Hi")])
        #expect(try dialect.writeRequest(request, for: TargetProfile(model: model)).body["max_tokens"]?.int == expected)
    }

    @Test("system and developer turns become top-level blocks in order; a late one is reported")
    func system() throws {
        let written = try write([
            Message(.system, [.text(TextPart("A", cache: CacheBreakpoint(ttl: "1h")))]),
            Message(.developer, "B"),
            Message(.user, "Hi"),
            Message(.assistant, "Yes?"),
            Message(.system, "C"),
            Message(.user, "Go"),
        ])
        #expect(
            written.body["system"] == [
                ["type": "text", "text": "A", "cache_control": ["type": "ephemeral", "ttl": "1h"]],
                ["type": "text", "text": "B"], ["type": "text", "text": "C"],
            ]
        )
        #expect(written.body["messages"]?.array?.count == 3)
        #expect(written.dropped == [.turn(4, .position)])
    }

    @Test("turns of one role in a row become one")
    func merged() throws {
        let written = try write([
            Message(.user, "a"), Message(.user, "b"), Message(.assistant, "c"), Message(.assistant, "d"),
            Message(.user, "e"),
        ])
        let turns = try #require(written.body["messages"]?.array)
        #expect(turns.map { $0["role"]?.string } == ["user", "assistant", "user"])
        #expect(turns.map { $0["content"]?.array?.count } == [2, 2, 1])
    }

    @Test("results of parallel calls fold into one user turn, first and in call order")
    func results() throws {
        let written = try write([
            Message(.user, "Hi"),
            Message(.assistant, [Self.call("a"), Self.call("b"), Self.call("c")]),
            Message(.user, [Self.result("c", "3")]),
            Message(.user, [.text(TextPart("and more")), Self.result("a", "1")]),
            Message(.user, [Self.result("b", "2")]),
        ])
        #expect(
            written.body["messages"]?[2]?["content"] == [
                ["type": "tool_result", "tool_use_id": "a", "content": "1"],
                ["type": "tool_result", "tool_use_id": "b", "content": "2"],
                ["type": "tool_result", "tool_use_id": "c", "content": "3"],
                ["type": "text", "text": "and more"],
            ]
        )
    }

    @Test("a long conversation takes time in proportion")
    func long() throws {
        var messages: [Message] = []
        for index in 0..<10_000 {
            messages.append(Message(.user, "u"))
            messages.append(Message(.assistant, [Self.call("c\(index)")]))
            messages.append(Message(.user, [Self.result("c\(index)")]))
            messages.append(Message(.assistant, "a"))
        }
        messages.append(Message(.user, "end"))
        let start = ContinuousClock.now
        let written = try write(messages)
        let elapsed = ContinuousClock.now - start
        #expect(written.body["messages"]?.array?.count == 40_001)
        // Quadratic work on 40,000 turns takes minutes.
        #expect(elapsed < .seconds(30))
    }

    @Test("a failed result and one with pictures")
    func richResult() throws {
        var result = ToolResult(callID: "a", content: [], isError: true)
        result.content = [
            .text(TextPart("see")), .image(MediaPart(.base64("iVBORw=="), mediaType: nil)), .text(TextPart("")),
            .audio(MediaPart(.base64("AA=="), mediaType: "audio/wav")),
        ]
        let written = try write([
            Message(.user, "Hi"), Message(.assistant, [Self.call("a")]), Message(.user, [.toolResult(result)]),
        ])
        #expect(
            written.body["messages"]?[2]?["content"]?[0] == [
                "type": "tool_result", "tool_use_id": "a",
                "content": [
                    ["type": "text", "text": "see"],
                    ["type": "image", "source": ["type": "base64", "media_type": "image/png", "data": "iVBORw=="]],
                ],
                "is_error": true,
            ]
        )
        #expect(written.dropped == [.part(.init(turn: 2, part: 0, nested: 3), .whole)])
    }

    @Test("a call without its result is refused")
    func openCall() {
        let error = #expect(throws: APIError.self) {
            try write([Message(.user, "Hi"), Message(.assistant, [Self.call("a")]), Message(.user, "well?")])
        }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.parameter == "messages[1]")
    }

    @Test("a conversation without a turn that says something is refused")
    func nothingToSay() {
        for messages in [[], [Message(.system, "s")], [Message(.user, " \n")]] {
            let error = #expect(throws: APIError.self) { try write(messages) }
            #expect(error?.parameter == "messages")
        }
    }

    @Test("blank texts are left out, since the provider refuses them")
    func blank() throws {
        let written = try write([
            Message(.user, "Hi"), Message(.assistant, [.text(TextPart("\n")), Self.call("a")]),
            Message(.user, [Self.result("a", "")]),
        ])
        #expect(written.body["messages"]?[1]?["content"]?.array?.count == 1)
        #expect(
            written.body["messages"]?[2]?["content"]?[0] == ["type": "tool_result", "tool_use_id": "a", "content": ""]
        )
    }

    @Test(
        "arguments become an object, whatever the model wrote",
        arguments: [
            (#"{"b":1,"a":9007199254740993}"#, ["b": 1, "a": 9_007_199_254_740_993]),
            ("", [:]), ("  ", [:]), ("null", [:]),
            ("{\"a\":", ["unparsed_arguments": "{\"a\":"]),
            ("[1]", ["unparsed_arguments": "[1]"]),
        ] as [(String, JSONValue)]
    )
    func arguments(_ text: String, _ input: JSONValue) throws {
        let written = try write([
            Message(.user, "Hi"), Message(.assistant, [Self.call("a", text)]), Message(.user, [Self.result("a")]),
        ])
        #expect(written.body["messages"]?[1]?["content"]?[0]?["input"] == input)
    }

    @Test("ids the wire does not allow are spelled out alike in call and result")
    func ids() throws {
        for (id, expected) in [("call_km0_x-1", "call_km0_x-1"), ("functions.f:0", "idfunctions_2ef_3a0"), ("", "id")] {
            let written = try write([
                Message(.user, "Hi"), Message(.assistant, [Self.call(id)]), Message(.user, [Self.result(id)]),
            ])
            #expect(written.body["messages"]?[1]?["content"]?[0]?["id"]?.string == expected)
            #expect(written.body["messages"]?[2]?["content"]?[0]?["tool_use_id"]?.string == expected)
        }
    }

    @Test("thoughts go back only with the provider's own seal")
    func thoughts() throws {
        let written = try write([
            Message(.user, "Hi"),
            Message(
                .assistant,
                [
                    .thinking(Thinking("kept", signature: Self.own)), .thinking(Thinking("lost")),
                    .thinking(Thinking("lost too", signature: Self.other)), .redactedThinking(Self.own),
                    .redactedThinking(Self.other),
                    .toolCall(ToolCall(id: "a", name: "f", arguments: "{}", signature: Self.other)),
                ]
            ),
            Message(.user, [Self.result("a")]),
        ])
        #expect(
            written.body["messages"]?[1]?["content"] == [
                ["type": "thinking", "thinking": "kept", "signature": "SIG"],
                ["type": "redacted_thinking", "data": "SIG"],
                ["type": "tool_use", "id": "a", "name": "f", "input": [:]],
            ]
        )
        #expect(
            written.dropped == [
                .part(.init(turn: 1, part: 1), .whole), .part(.init(turn: 1, part: 2), .whole),
                .part(.init(turn: 1, part: 4), .whole), .part(.init(turn: 1, part: 5), .signature),
            ]
        )
    }

    @Test(
        "pictures and documents",
        arguments: [
            (
                .image(MediaPart(.url("https://e/x"))),
                ["type": "image", "source": ["type": "url", "url": "https://e/x"]]
            ),
            (
                .image(MediaPart(.base64("/9j/4A=="), mediaType: "image/jpg")),
                ["type": "image", "source": ["type": "base64", "media_type": "image/jpeg", "data": "/9j/4A=="]]
            ),
            (
                .image(MediaPart(.file(id: "f1", dialect: .anthropicMessages))),
                ["type": "image", "source": ["type": "file", "file_id": "f1"]]
            ),
            (.image(MediaPart(.file(id: "f1", dialect: .openAIChat))), nil),
            (.image(MediaPart(.base64("????"))), nil),
            (
                .document(MediaPart(.base64("JVBERi0="), name: "a.pdf")),
                [
                    "type": "document",
                    "source": ["type": "base64", "media_type": "application/pdf", "data": "JVBERi0="], "title": "a.pdf",
                ]
            ),
            (
                .document(MediaPart(.base64("aGk="), mediaType: "text/markdown")),
                ["type": "document", "source": ["type": "text", "media_type": "text/plain", "data": "hi"]]
            ),
            (
                .document(MediaPart(.text("hi"))),
                ["type": "document", "source": ["type": "text", "media_type": "text/plain", "data": "hi"]]
            ),
            (.document(MediaPart(.base64("UEsDBA=="), mediaType: "application/zip")), nil),
            (.audio(MediaPart(.base64("AA=="), mediaType: "audio/wav")), nil),
        ] as [(Part, JSONValue?)]
    )
    func media(_ part: Part, _ block: JSONValue?) throws {
        let written = try write([Message(.user, [.text(TextPart("see")), part])])
        #expect(written.body["messages"]?[0]?["content"]?[1] == block)
        #expect(written.dropped == (block == nil ? [.part(.init(turn: 0, part: 1), .whole)] : []))
    }

    @Test("names, details, other dialects' blocks and unknown fields are reported")
    func reported() throws {
        var image = MediaPart(.url("https://e/x"))
        image.detail = "low"
        let foreign = ForeignPart(dialect: .gemini, type: "executableCode", value: [:])
        let written = try write([Message(.user, [.image(image), .foreign(foreign)], name: "ann")]) {
            $0.unmapped = [.init("verbosity", "low"), .init("container", "c1"), .init("verbosity", "low")]
        }
        #expect(
            written.dropped == [
                .turn(0, .name), .part(.init(turn: 0, part: 0), .detail), .part(.init(turn: 0, part: 1), .whole),
                .verbatim("verbosity"),
            ]
        )
        #expect(written.body["container"] == "c1")
    }

    @Test("own blocks go through unchanged")
    func ownForeign() throws {
        let block: JSONValue = ["type": "server_tool_use", "id": "s", "name": "web_search", "input": ["q": "x"]]
        let written = try write([
            Message(.user, "Hi"),
            Message(
                .assistant,
                [.foreign(ForeignPart(dialect: .anthropicMessages, type: "server_tool_use", value: block))]
            ),
        ])
        #expect(written.body["messages"]?[1]?["content"] == [block])
    }

    @Test("tools get a schema in any case")
    func tools() throws {
        let web: JSONValue = ["type": "web_search_20250305", "name": "web_search"]
        let written = try write([Message(.user, "Hi")]) {
            $0.tools = [
                .function(FunctionTool(name: "a")),
                .function(
                    FunctionTool(name: "b", description: "d", parameters: ["properties": ["x": ["type": "string"]]])
                ),
                .foreign(ForeignPart(dialect: .anthropicMessages, type: "web_search_20250305", value: web)),
                .foreign(ForeignPart(dialect: .openAIChat, type: "custom", value: [:])),
            ]
        }
        #expect(
            written.body["tools"] == [
                ["name": "a", "input_schema": ["type": "object", "properties": [:]]],
                [
                    "name": "b", "description": "d",
                    "input_schema": ["type": "object", "properties": ["x": ["type": "string"]]],
                ],
                web,
            ]
        )
        #expect(written.dropped == [.tool(3, .whole)])
    }

    @Test("strict tools: the schema is closed, bounds become words, older models lose it")
    func strictTools() throws {
        let schema: JSONValue = [
            "type": "object", "required": ["n"],
            "properties": ["n": ["type": "integer", "minimum": 1, "description": "count"]],
        ]
        let tool = Tool.function(FunctionTool(name: "a", parameters: schema, strict: true))
        let written = try write([Message(.user, "Hi")]) { $0.tools = [tool] }
        #expect(
            written.body["tools"]?[0] == [
                "name": "a",
                "input_schema": [
                    "type": "object", "required": ["n"],
                    "properties": ["n": ["type": "integer", "description": "count\n\n{minimum: 1}"]],
                    "additionalProperties": false,
                ],
                "strict": true,
            ]
        )
        #expect(written.dropped == [.tool(0, .keyword("minimum"))])

        var request = ChatRequest(model: "x", messages: [Message(.user, "Hi")])
        request.tools = [tool]
        let old = try dialect.writeRequest(request, for: TargetProfile(model: "claude-3-haiku-20240307"))
        #expect(old.body["tools"]?[0]?["input_schema"] == schema)
        #expect(old.dropped == [.tool(0, .strict)])
    }

    @Test(
        "a schema is enforced from Claude 4.5 on",
        arguments: [
            ("claude-3-7-sonnet-latest", false), ("claude-opus-4-1", false), ("claude-haiku-4-5", true),
            ("claude-opus-4-5-20251101", true), ("claude-sonnet-5-5", true), ("claude-mythos-preview", true),
        ]
    )
    func schemas(_ model: String, _ isEnforced: Bool) throws {
        var request = ChatRequest(model: "x", messages: [Message(.user, "Hi")])
        request.tools = [.function(FunctionTool(name: "a", strict: true))]
        let written = try dialect.writeRequest(request, for: TargetProfile(model: model))
        #expect(written.body["tools"]?[0]?["strict"] == (isEnforced ? true : nil))
        #expect(written.dropped == (isEnforced ? [] : [.tool(0, .strict)]))
    }

    @Test(
        "a tool is not demanded of models that refuse it, which is reported",
        arguments: [
            ("claude-sonnet-4-5", true), ("claude-opus-4-8", true), ("claude-opus-5", true), ("claude-sonnet-5", true),
            ("claude-fable-5", true), ("claude-haiku-5-5", true), ("glm-5", true), ("claude-opus-5-5", false),
            ("anthropic.claude-sonnet-5-5-v1:0", false), ("claude-fable-5-1", false), ("claude-opus-latest", false),
        ]
    )
    func forcedTool(_ model: String, _ isTaken: Bool) throws {
        for (choice, type) in [(ToolChoice.required, "any"), (.named("a"), "tool")] {
            var request = ChatRequest(model: "x", messages: [Message(.user, "Hi")])
            request.tools = [.function(FunctionTool(name: "a"))]
            request.toolChoice = choice
            let written = try dialect.writeRequest(request, for: TargetProfile(model: model))
            #expect(written.body["tool_choice"]?["type"]?.string == (isTaken ? type : "auto"))
            #expect(written.dropped == (isTaken ? [] : [.request(.toolChoice)]))
        }
    }

    @Test(
        "forms of tool_choice",
        arguments: [
            (nil, nil, nil),
            (nil, false, ["type": "auto", "disable_parallel_tool_use": true]),
            (nil, true, nil),
            (.auto, nil, ["type": "auto"]),
            (.required, false, ["type": "any", "disable_parallel_tool_use": true]),
            (.named("a"), nil, ["type": "tool", "name": "a"]),
            (ToolChoice.none, false, ["type": "none"]),
            (.allowed(["a"], required: true), nil, ["type": "any"]),
            (.allowed(["a"], required: false), nil, ["type": "auto"]),
        ] as [(ToolChoice?, Bool?, JSONValue?)]
    )
    func toolChoice(_ choice: ToolChoice?, _ parallel: Bool?, _ expected: JSONValue?) throws {
        let written = try write([Message(.user, "Hi")]) {
            $0.tools = [.function(FunctionTool(name: "a")), .function(FunctionTool(name: "b"))]
            $0.toolChoice = choice
            $0.parallelToolCalls = parallel
        }
        #expect(written.body["tool_choice"] == expected)
        var names = ["a", "b"]
        if case .allowed = choice { names = ["a"] }
        #expect(written.body["tools"]?.array?.compactMap { $0["name"]?.string } == names)
    }

    @Test("a choice without tools: nothing to say, unless it demands one")
    func choiceWithoutTools() throws {
        #expect(try write([Message(.user, "Hi")]) { $0.toolChoice = .auto }.body["tool_choice"] == nil)
        for choice in [ToolChoice.required, .named("a")] {
            let error = #expect(throws: APIError.self) { try write([Message(.user, "Hi")]) { $0.toolChoice = choice } }
            #expect(error?.parameter == "tool_choice")
        }
        let error = #expect(throws: APIError.self) {
            try write([Message(.user, "Hi")]) {
                $0.tools = [.function(FunctionTool(name: "b"))]
                $0.toolChoice = .allowed(["a"], required: false)
            }
        }
        #expect(error?.parameter == "tool_choice")
    }

    @Test("a request read from this wire and written for it is the same again")
    func roundTrip() throws {
        let body: JSONValue = [
            "model": "claude-sonnet-4-5", "max_tokens": 4096,
            "system": [["type": "text", "text": "S", "cache_control": ["type": "ephemeral"]]],
            "messages": [
                ["role": "user", "content": [["type": "text", "text": "Hi"]]],
                [
                    "role": "assistant",
                    "content": [
                        ["type": "thinking", "thinking": "hm", "signature": "SIG"],
                        ["type": "tool_use", "id": "toolu_1", "name": "f", "input": ["z": 1.50, "a": []]],
                    ],
                ],
                ["role": "user", "content": [["type": "tool_result", "tool_use_id": "toolu_1", "content": "ok"]]],
            ],
            "tools": [["name": "f", "input_schema": ["type": "object", "properties": [:]]]],
            "tool_choice": ["type": "auto", "disable_parallel_tool_use": true],
            "thinking": ["type": "enabled", "budget_tokens": 2000],
            "stop_sequences": ["END"], "metadata": ["user_id": "u"], "service_tier": "auto", "stream": true,
        ]
        let request = try dialect.readRequest(body, model: nil, stream: nil)
        let written = try dialect.writeRequest(request, for: target)
        #expect(written.body == body)
        #expect(written.dropped.isEmpty)
    }

    @Test("a request to count has the prompt and nothing else")
    func count() throws {
        var request = ChatRequest(model: "x", messages: [Message(.system, "S"), Message(.user, "Hi")])
        request.sampling.temperature = JSONNumber(2)
        request.maxTokens = 5
        request.stream = true
        request.endUser = "u"
        request.tools = [.function(FunctionTool(name: "a"))]
        let written = try #require(try dialect.writeCountRequest(request, for: target))
        #expect(written.body.object?.names == ["model", "system", "messages", "tools"])
        #expect(written.dropped.isEmpty)
        #expect(try dialect.readCount(["input_tokens": 42]) == 42)
        #expect(dialect.writeCount(42) == ["input_tokens": 42])
        for body in [[:], ["input_tokens": -1], ["input_tokens": "4"], []] as [JSONValue] {
            #expect(throws: APIError.self) { try dialect.readCount(body) }
        }
    }
}

import JSONText
import ModelAPI
import Testing

@Suite("Messages answers")
struct AnthropicResponseTests {
    private let dialect = AnthropicMessagesDialect()
    private let request = ChatRequest(model: "m")

    private func read(_ body: JSONValue) throws -> ChatResponse { try dialect.readResponse(body) }

    // MARK: - Reading

    @Test("recorded text answer", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func text() throws {
        let response = try read(try Recordings.json("anthropic/anthropic-text.json"))
        #expect(response.id == "msg_01VdEjxAP5ahtHKrrRdNBteQ")
        #expect(response.model == "claude-sonnet-4-5-20250929")
        #expect(response.serviceTier == "standard")
        let choice = try #require(response.choices.first)
        #expect(choice.stop == .endTurn)
        #expect(AssembledAnswer(response).text().hasPrefix("Hello! I'm doing well"))
        #expect(response.usage?.input == 12)
        #expect(response.usage?.output == 29)
    }

    @Test("recorded thinking answer", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func thinking() throws {
        let response = try read(try Recordings.json("anthropic/anthropic-clear-thinking.1.json"))
        let parts = try #require(response.choices.first?.parts)
        guard case .thinking(let thinking) = parts[0] else {
            Issue.record("no thoughts first")
            return
        }
        #expect(thinking.text == "925 divided by 5 = 185")
        #expect(thinking.signature?.dialect == .anthropicMessages)
        #expect(thinking.signature?.value.hasPrefix("Er4BCkYI") == true)
        #expect(parts[1] == .text(TextPart("925 ÷ 5 = 185")))
    }

    @Test("recorded call without arguments", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func call() throws {
        let response = try read(try Recordings.json("anthropic/anthropic-tool-no-args.json"))
        #expect(response.choices.first?.stop == .toolUse)
        #expect(
            response.choices.first?.parts.last
                == .toolCall(ToolCall(id: "toolu_01LRmxn9vGM1d2DZSDBowdZ1", name: "updateIssueList", arguments: "{}"))
        )
    }

    @Test("recorded refusal without blocks", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func refusal() throws {
        let response = try read(try Recordings.json("anthropic/anthropic-refusal.json"))
        let choice = try #require(response.choices.first)
        #expect(choice.parts.isEmpty)
        guard case .refusal(let explanation) = choice.stop else {
            Issue.record("stopped by \(choice.stop)")
            return
        }
        #expect(explanation?.contains("cyber") == true)
    }

    @Test(
        "every recording is the same again after a hop, and its usage is found without a tree",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: [
            "anthropic-text", "anthropic-clear-thinking.1", "anthropic-tool-no-args", "anthropic-refusal",
            "anthropic-json-output-format.1",
        ]
    )
    func hop(_ name: String) throws {
        let path = "anthropic/\(name).json"
        var first = try read(try Recordings.json(path))
        let second = try read(dialect.writeResponse(first, to: request).body)
        // Its own fields go on only where nothing is translated.
        first.unmapped = []
        #expect(first == second)
        let bytes = try Recordings.bytes(path)
        let usage = try dialect.usage(of: bytes.span)
        #expect(usage == first.usage)
    }

    @Test(
        "reasons to stop, both ways",
        arguments: [
            ("end_turn", .endTurn), ("max_tokens", .maxTokens), ("tool_use", .toolUse), ("pause_turn", .pause),
            ("model_context_window_exceeded", .contextWindow), ("refusal", .refusal(nil)),
            ("stop_sequence", .stopSequence(nil)),
        ] as [(String, StopReason)]
    )
    func stops(_ word: String, _ stop: StopReason) throws {
        let read = try read(["content": [], "stop_reason": .string(word)])
        #expect(read.choices.first?.stop == stop)
        let written = dialect.writeResponse(
            ChatResponse(id: "x", model: "m", choices: [Choice(stop: stop)]),
            to: request
        ).body
        // A promise of calls is only kept where there are some.
        #expect(written["stop_reason"]?.string == (stop == .toolUse ? "end_turn" : word))
    }

    @Test("which stop sequence it was, and reasons not known here")
    func otherStops() throws {
        var body: JSONValue = ["content": [], "stop_reason": "stop_sequence", "stop_sequence": "END"]
        #expect(try read(body).choices.first?.stop == .stopSequence("END"))
        body = ["content": [], "stop_reason": "compaction"]
        #expect(try read(body).choices.first?.stop == .other("compaction"))
        body = ["content": [["type": "tool_use", "id": "a", "name": "f"]], "stop_reason": nil]
        #expect(try read(body).choices.first?.stop == .toolUse)
    }

    @Test("usage: classes are disjoint, a split that does not fit its total yields, absurd counts are no trap")
    func usage() throws {
        func usage(_ value: JSONValue) throws -> Usage? {
            try read(["content": [], "usage": value]).usage
        }
        var expected = Usage()
        expected.input = 10
        expected.cacheRead = 20
        expected.cacheWrite5m = 4
        expected.cacheWrite1h = 6
        expected.output = 50
        expected.reasoning = 30
        #expect(
            try usage([
                "input_tokens": 10, "cache_read_input_tokens": 20, "cache_creation_input_tokens": 10,
                "cache_creation": ["ephemeral_5m_input_tokens": 4, "ephemeral_1h_input_tokens": 6],
                "output_tokens": 50, "output_tokens_details": ["thinking_tokens": 30],
            ]) == expected
        )
        #expect(try usage(["cache_creation_input_tokens": 10])?.cacheWrite5m == 10)
        #expect(try usage([:]) == nil)
        #expect(try usage("none") == nil)
        let huge = try JSONValue(parsing: "1e400")
        let counts = try usage(["input_tokens": -5, "output_tokens": huge, "cache_read_input_tokens": 1.5])
        let absurd = try #require(counts)
        #expect(absurd.input == 0)
        #expect(absurd.output == .max)
        #expect(absurd.cacheRead == 2)
        #expect(absurd.total == .max)
    }

    @Test("blocks without a neutral form stay whole")
    func foreign() throws {
        let block: JSONValue = ["type": "server_tool_use", "id": "s", "name": "web_search", "input": ["q": 1]]
        let response = try read(["content": [block], "stop_reason": "end_turn"])
        #expect(
            response.choices.first?.parts
                == [
                    .foreign(
                        ForeignPart(
                            dialect: .anthropicMessages,
                            type: "server_tool_use",
                            value: block,
                            path: "content[0]"
                        )
                    )
                ]
        )
        #expect(dialect.writeResponse(response, to: request).body["content"] == [block])
    }

    @Test(
        "what is no answer is the provider's error",
        arguments: [[], "x", ["content": "x"], ["content": [[:]]], ["content": [["type": "tool_use", "id": "a"]]]]
            as [JSONValue]
    )
    func noAnswer(_ body: JSONValue) {
        let error = #expect(throws: APIError.self) { try read(body) }
        #expect(error?.kind == .upstreamError)
    }

    @Test("an error in place of an answer keeps its meaning")
    func errorBody() {
        let error = #expect(throws: APIError.self) {
            try read(["type": "error", "error": ["type": "overloaded_error", "message": "x"]])
        }
        #expect(error?.kind == .overloaded)
    }

    // MARK: - Writing

    @Test("an answer of another provider gets this wire's shape")
    func written() throws {
        let gemini = OpaqueToken("G", from: .gemini)
        var response = ChatResponse(id: "chatcmpl-1", model: "gpt")
        response.choices = [
            Choice(index: 1, parts: [.text(TextPart("second"))], stop: .endTurn),
            Choice(
                index: 0,
                parts: [
                    .thinking(Thinking("hm")), .redactedThinking(gemini), .text(TextPart("")),
                    .text(TextPart("words", signature: gemini)),
                    .toolCall(ToolCall(id: "call_1", name: "f", arguments: #"{"a":1}"#, signature: gemini)),
                    .foreign(ForeignPart(dialect: .gemini, type: "executableCode", value: [:])),
                ],
                stop: .endTurn
            ),
        ]
        var usage = Usage()
        usage.input = 7
        usage.cacheRead = 5
        usage.output = 3
        usage.reasoning = 2
        response.usage = usage
        response.serviceTier = "default"
        let sealed: JSONValue = .string(gemini.text(on: .anthropicMessages))
        #expect(
            dialect.writeResponse(response, to: request).body == [
                "id": "msg_chatcmpl-1", "type": "message", "role": "assistant", "model": "gpt",
                "content": [
                    ["type": "thinking", "thinking": "hm", "signature": ""],
                    ["type": "redacted_thinking", "data": sealed],
                    ["type": "thinking", "thinking": "", "signature": sealed],
                    ["type": "text", "text": "words"],
                    ["type": "thinking", "thinking": "", "signature": sealed],
                    ["type": "tool_use", "id": "call_1", "name": "f", "input": ["a": 1]],
                ],
                "stop_reason": "tool_use", "stop_sequence": nil,
                "usage": [
                    "input_tokens": 7, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 5,
                    "cache_creation": ["ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0],
                    "output_tokens": 3, "output_tokens_details": ["thinking_tokens": 2],
                ],
            ]
        )
    }

    @Test("refusals and filters")
    func refused() {
        var response = ChatResponse(id: "1", model: "m", choices: [Choice(parts: [.refusal("No.")], stop: .endTurn)])
        var written = dialect.writeResponse(response, to: request).body
        #expect(written["content"] == [["type": "text", "text": "No."]])
        #expect(written["stop_reason"] == "refusal")

        response.choices = [Choice(stop: .contentFilter("SAFETY"))]
        written = dialect.writeResponse(response, to: request).body
        #expect(written["stop_reason"] == "refusal")
        #expect(written["stop_details"] == ["type": "refusal", "category": nil, "explanation": "SAFETY"])
        #expect(written["content"] == [])
    }

    @Test("an answer with another provider's seals comes back whole in the next request")
    func sealsComeBack() throws {
        let gemini = OpaqueToken("G", from: .gemini)
        let parts: [Part] = [
            .thinking(Thinking("well", signature: gemini)), .redactedThinking(gemini),
            .text(TextPart("words", signature: gemini)),
            .toolCall(ToolCall(id: "c", name: "f", arguments: "{}", signature: gemini)),
        ]
        let response = ChatResponse(id: "1", model: "m", choices: [Choice(parts: parts, stop: .toolUse)])
        let content = try #require(dialect.writeResponse(response, to: request).body["content"])
        let read = try dialect.readRequest(
            ["model": "m", "max_tokens": 1, "messages": [["role": "assistant", "content": content]]],
            model: nil,
            stream: nil
        )
        #expect(read.messages.first?.parts == parts)
    }

    @Test("models")
    func models() {
        #expect(
            dialect.writeModels([
                ModelEntry(name: "a", owner: "claude", created: 1_759_104_000),
                ModelEntry(name: "b/c", owner: "kanmon", created: -1),
            ]) == [
                "data": [
                    ["type": "model", "id": "a", "display_name": "a", "created_at": "2025-09-29T00:00:00Z"],
                    ["type": "model", "id": "b/c", "display_name": "b/c", "created_at": "1970-01-01T00:00:00Z"],
                ],
                "has_more": false, "first_id": "a", "last_id": "b/c",
            ]
        )
        #expect(dialect.writeModels([]) == ["data": [], "has_more": false, "first_id": nil, "last_id": nil])
    }

    @Test(
        "times",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"), (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"), (Int.max, "9999-12-31T23:59:59Z"),
        ]
    )
    func times(_ seconds: Int, _ text: String) {
        let models = dialect.writeModels([ModelEntry(name: "a", owner: "o", created: seconds)])
        #expect(models["data"]?[0]?["created_at"]?.string == text)
    }
}

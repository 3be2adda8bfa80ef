import JSONText
import ModelAPI
import Testing

@Suite("Writing Chat requests")
struct OpenAIChatRequestWriterTests {
    private let dialect = OpenAIChatDialect()
    private static let vendor = TargetProfile(model: "gpt-5")
    private static let imitator = TargetProfile(model: "llama", isVendor: false)

    private func write(_ request: ChatRequest, for target: TargetProfile = vendor) throws -> WrittenRequest {
        try dialect.writeRequest(request, for: target)
    }

    private func request(_ parts: Part...) -> ChatRequest {
        ChatRequest(model: "chat", messages: [Message(.user, parts)])
    }

    private func messages(
        _ messages: Message...,
        for target: TargetProfile = vendor
    ) throws -> (JSONValue?, [LostField]) {
        let written = try write(ChatRequest(model: "chat", messages: messages), for: target)
        return (written.body["messages"], written.dropped)
    }

    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test("a small request is small")
    func small() throws {
        let written = try write(request(.text(TextPart("hi"))))
        #expect(written.body.text == #"{"model":"gpt-5","messages":[{"role":"user","content":"hi"}]}"#)
        #expect(written.dropped == [])
    }

    @Test("what a same-dialect request says is written again")
    func roundTrip() throws {
        let text = #"""
            {"model":"gpt-5","messages":[
              {"role":"developer","content":"be kind"},
              {"role":"user","content":[{"type":"text","text":"look"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw==","detail":"high"}},
                {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
                {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
                {"type":"file","file":{"file_id":"file-1"}}],"name":"ann"},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\": 1.0}"}},
                {"id":"2","type":"custom","custom":{"name":"c","input":"x"}}]},
              {"role":"tool","tool_call_id":"1","content":"one"},
              {"role":"tool","tool_call_id":"2","content":"two"},
              {"role":"assistant","content":null,"refusal":"no"},
              {"role":"user","content":"so?"}],
             "stream":true,"stream_options":{"include_usage":true},
             "max_completion_tokens":9,"n":2,"stop":["x"],"temperature":0.50,"top_p":1,"frequency_penalty":0.1,"presence_penalty":0.2,
             "seed":7,"logit_bias":{"1":2},"logprobs":true,"top_logprobs":3,"reasoning_effort":"low",
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true}},
                      {"type":"custom","custom":{"name":"c"}}],
             "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[
               {"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}]}},
             "parallel_tool_calls":true,
             "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"},"strict":true}},
             "user":"u","service_tier":"flex","verbosity":"low","metadata":{"k":"v"}}
            """#
        let body = try json(text)
        let written = try write(try dialect.readRequest(body, model: nil, stream: nil))
        for name in body.object?.names ?? [] { #expect(written.body[name] == body[name], "\(name)") }
        #expect(written.body.object?.count == body.object?.count)
        #expect(written.dropped == [])
    }

    @Test("imitators get the older words")
    func imitators() throws {
        var request = ChatRequest(model: "chat")
        request.messages = [Message(.developer, "a"), Message(.system, [.text(TextPart("b")), .text(TextPart("c"))])]
        request.maxTokens = 5
        request.stopSequences = ["1", "2", "3", "4", "5"]
        request.tools = [.function(FunctionTool(name: "f")), .function(FunctionTool(name: "g"))]
        request.toolChoice = .allowed(["g"], required: true)
        let written = try write(request, for: Self.imitator)
        let expected = try json(
            #"""
            {"model":"llama","messages":[{"role":"system","content":"a"},{"role":"system","content":"b\n\nc"}],"max_tokens":5,
             "stop":["1","2","3","4","5"],"tools":[{"type":"function","function":{"name":"g"}}],"tool_choice":"required"}
            """#
        )
        #expect(written.body == expected)
        #expect(written.dropped == [])
    }

    @Test("the vendor takes four stop sequences; more are reported")
    func stops() throws {
        var request = request(.text(TextPart("x")))
        request.stopSequences = ["1", "2", "3", "4", "5"]
        let written = try write(request)
        #expect(written.body["stop"] == ["1", "2", "3", "4"])
        #expect(written.dropped == [.request(.stopSequences)])
    }

    @Test("what this wire does not know is reported")
    func dropped() throws {
        var request = request(.text(TextPart("x", cache: CacheBreakpoint())))
        request.sampling.topK = JSONNumber(40)
        request.serviceTier = "turbo"
        request.tools = [.foreign(ForeignPart(dialect: .anthropicMessages, type: "web_search_20250305", value: [:]))]
        request.toolChoice = .required
        request.unmapped = [
            ChatRequest.UnmappedField("container", "c"), ChatRequest.UnmappedField("messages[0].x", 1),
            ChatRequest.UnmappedField("verbosity", "low"),
        ]
        let written = try write(request)
        #expect(
            written.dropped == [
                .part(.init(turn: 0, part: 0), .cache), .request(.topK), .tool(0, .whole), .request(.toolChoice),
                .request(.serviceTier), .verbatim("container"), .verbatim("messages[0].x"),
            ]
        )
        #expect(written.body["verbosity"] == "low")
        #expect(written.body["tools"] == nil)
        #expect(written.body["tool_choice"] == nil)
    }

    @Test(
        "a budget becomes the nearest effort",
        arguments: [(0, "none"), (1024, "low"), (8192, "medium"), (32_000, "high")]
    )
    func budgets(_ tokens: Int, _ effort: String) throws {
        var request = request(.text(TextPart("x")))
        request.reasoning = Reasoning()
        request.reasoning?.budgetTokens = tokens
        #expect(try write(request).body["reasoning_effort"] == .string(effort))
        let older = try write(request, for: TargetProfile(model: "gpt-4o"))
        #expect(older.body["reasoning_effort"] == nil)
        #expect(older.dropped == (tokens == 0 ? [] : [.request(.reasoningBudget)]))
        #expect(try write(request, for: Self.imitator).body["reasoning_effort"] == nil)
    }

    @Test("forced choices name the tool in its own kind")
    func choices() throws {
        var request = request(.text(TextPart("x")))
        request.tools = [
            .function(FunctionTool(name: "f")),
            .foreign(
                ForeignPart(dialect: .openAIChat, type: "custom", value: ["type": "custom", "custom": ["name": "c"]])
            ),
        ]
        request.toolChoice = .named("c")
        #expect(try write(request).body["tool_choice"] == ["type": "custom", "custom": ["name": "c"]])
        request.toolChoice = .named("f")
        #expect(try write(request).body["tool_choice"] == ["type": "function", "function": ["name": "f"]])
        request.toolChoice = ToolChoice.none
        #expect(try write(request).body["tool_choice"] == "none")
    }

    @Test("a schema always has a name this wire takes")
    func schemaNames() throws {
        var request = request(.text(TextPart("x")))
        request.responseFormat = .jsonSchema(JSONSchemaFormat(schema: [:]))
        #expect(try write(request).body["response_format"]?["json_schema"]?["name"] == "response")
        request.responseFormat = .jsonSchema(JSONSchemaFormat(name: "a b/ö", schema: [:]))
        #expect(try write(request).body["response_format"]?["json_schema"]?["name"] == "a_b___")
    }

    // MARK: - Messages

    @Test("results come before the rest of their turn; their pictures follow as the user's")
    func results() throws {
        let picture = Part.image(MediaPart(.base64("iVBORw=="), mediaType: "image/png"))
        let (written, dropped) = try messages(
            Message(.assistant, [.toolCall(ToolCall(id: "1", name: "f", arguments: "{}"))]),
            Message(
                .user,
                [
                    .toolResult(ToolResult(callID: "1", content: [.text(TextPart("seen")), picture], isError: true)),
                    .text(TextPart("and?")),
                ]
            )
        )
        let expected = try json(
            #"""
            [{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"1","content":"seen"},
             {"role":"user","content":[{"type":"text","text":"Output of tool call 1:"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}},{"type":"text","text":"and?"}]}]
            """#
        )
        #expect(written == expected)
        #expect(dropped == [.part(.init(turn: 1, part: 0), .isError)])
    }

    @Test("the vendor never gets thoughts or another provider's tokens")
    func vendorThoughts() throws {
        let (written, dropped) = try messages(
            Message(
                .assistant,
                [
                    .thinking(Thinking("hm", signature: OpaqueToken("S", from: .anthropicMessages))),
                    .redactedThinking(OpaqueToken("R", from: .anthropicMessages)),
                    .text(TextPart("x", signature: OpaqueToken("T", from: .gemini))),
                    .toolCall(
                        ToolCall(id: "1", name: "f", arguments: "{}", signature: OpaqueToken("T", from: .gemini))
                    ),
                ]
            )
        )
        let expected = try json(
            #"""
            [{"role":"assistant","content":"x","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]}]
            """#
        )
        #expect(written == expected)
        #expect(
            dropped == [
                .part(.init(turn: 0, part: 0), .whole), .part(.init(turn: 0, part: 1), .whole),
                .part(.init(turn: 0, part: 2), .signature), .part(.init(turn: 0, part: 3), .signature),
            ]
        )
    }

    @Test(
        "an imitator gets its thoughts back in the form it gave them",
        arguments: [
            (
                #"{"role":"assistant","content":"x","reasoning_content":"hm"}"#,
                #"{"role":"assistant","content":"x","reasoning_content":"hm"}"#
            ),
            (
                #"{"role":"assistant","content":"x","reasoning":"hm"}"#,
                #"{"role":"assistant","content":"x","reasoning":"hm"}"#
            ),
            (
                #"{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"x"}]}"#,
                #"{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"x"}]}"#
            ),
        ]
    )
    func imitatorThoughts(_ answered: String, _ sentBack: String) throws {
        let answer = try dialect.readResponse(
            try json(#"{"id":"1","model":"m","choices":[{"message":\#(answered),"finish_reason":"stop"}]}"#)
        )
        let turn = Message(.assistant, answer.choices[0].parts)
        let (written, dropped) = try messages(turn, for: Self.imitator)
        #expect(written == .array([try json(sentBack)]))
        #expect(dropped == [])
        // The seal survives a client that speaks another dialect.
        guard case .thinking(let thinking) = turn.parts[0], let seal = thinking.signature else {
            Issue.record("no sealed thought")
            return
        }
        let carried = OpaqueToken(reading: seal.text(on: .anthropicMessages), on: .anthropicMessages)
        #expect(carried == seal)
    }

    @Test(
        "media in this wire's forms, or reported",
        arguments: [
            (
                Part.image(MediaPart(.base64("R0lGODlh"))),
                #"{"type":"image_url","image_url":{"url":"data:image/gif;base64,R0lGODlh"}}"#
            ),
            (.image(MediaPart(.file(id: "f", dialect: .gemini))), nil),
            (
                .audio(MediaPart(.base64("x"), mediaType: "audio/mp3")),
                #"{"type":"input_audio","input_audio":{"data":"x","format":"mp3"}}"#
            ),
            (.audio(MediaPart(.base64("x"), mediaType: "audio/ogg")), nil),
            (.audio(MediaPart(.url("https://x"))), nil),
            (.document(MediaPart(.url("https://x"))), nil),
            (.document(MediaPart(.text("body"), name: "Title")), #"{"type":"text","text":"Title\n\nbody"}"#),
            (.document(MediaPart(.base64("aGk="), mediaType: "text/plain")), #"{"type":"text","text":"hi"}"#),
            (
                .document(MediaPart(.base64("JVBE"), mediaType: "application/pdf")),
                #"{"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}}"#
            ),
            (.foreign(ForeignPart(dialect: .anthropicMessages, type: "search_result", value: [:])), nil),
        ] as [(Part, String?)]
    )
    func media(_ part: Part, _ expected: String?) throws {
        let (written, dropped) = try messages(Message(.user, [.text(TextPart("see")), part]))
        if let expected {
            #expect(written?[0]?["content"]?[1] == (try json(expected)))
            #expect(dropped == [])
        } else {
            #expect(written?[0]?["content"] == "see")
            #expect(dropped == [.part(.init(turn: 0, part: 1), .whole)])
        }
    }

    @Test("a request of which nothing is left is refused")
    func nothingLeft() {
        #expect(throws: APIError.self) {
            try write(request(.document(MediaPart(.url("https://x")))))
        }
    }

    @Test("tokens cannot be counted")
    func count() throws {
        #expect(try dialect.writeCountRequest(request(.text(TextPart("x"))), for: Self.vendor) == nil)
        #expect(throws: APIError.self) { try dialect.readCount([:]) }
    }
}

import JSONText
import ModelAPI
import Testing

@Suite("Reading Chat requests")
struct OpenAIChatRequestReaderTests {
    private let dialect = OpenAIChatDialect()

    private func read(_ text: String) throws -> ChatRequest {
        try dialect.readRequest(try JSONValue(parsing: text), model: nil, stream: nil)
    }

    /// A request of one user turn with more members.
    private func read(adding members: String) throws -> ChatRequest {
        try read(#"{"model":"m","messages":[{"role":"user","content":"hi"}],\#(members)}"#)
    }

    private func messages(_ text: String) throws -> [Message] {
        try read(#"{"model":"m","messages":\#(text)}"#).messages
    }

    private func error(_ body: () throws -> Void) -> APIError? {
        do {
            try body()
            return nil
        } catch {
            return error as? APIError
        }
    }

    // MARK: - Top-level fields

    @Test("the smallest request leaves everything else to the provider")
    func smallest() throws {
        let request = try read(#"{"model":"a/b","messages":[{"role":"user","content":"hi"}]}"#)
        #expect(request == ChatRequest(model: "a/b", messages: [Message(.user, "hi")]))
    }

    @Test("every sampling and limit field finds its place, digits kept")
    func fields() throws {
        let request = try read(
            adding: #"""
                "temperature":0.70,"top_p":1e-1,"top_k":40,"frequency_penalty":-2,"presence_penalty":0.5,"seed":9007199254740993,
                "logit_bias":{"50256":-100},"n":3,"max_completion_tokens":77,"stop":["a","b"],"logprobs":true,"top_logprobs":4,
                "parallel_tool_calls":false,"reasoning_effort":"high","user":"u-1","service_tier":"flex","stream":true,
                "stream_options":{"include_usage":true}
                """#
        )
        #expect(request.sampling.temperature?.text == "0.70")
        #expect(request.sampling.topP?.text == "1e-1")
        #expect(request.sampling.topK?.text == "40")
        #expect(request.sampling.frequencyPenalty?.text == "-2")
        #expect(request.sampling.presencePenalty?.text == "0.5")
        #expect(request.sampling.seed?.text == "9007199254740993")
        #expect(request.sampling.logitBias == ["50256": -100])
        #expect(request.choiceCount == 3)
        #expect(request.maxTokens == 77)
        #expect(request.stopSequences == ["a", "b"])
        #expect(request.logprobs == ChatRequest.LogprobsRequest(top: 4))
        #expect(request.parallelToolCalls == false)
        #expect(request.reasoning?.effort == .high)
        #expect(request.endUser == "u-1")
        #expect(request.serviceTier == "flex")
        #expect(request.stream)
        #expect(request.includeUsage)
        #expect(request.unmapped.isEmpty)
    }

    @Test("max_tokens counts where max_completion_tokens is missing, and is reported where both differ")
    func maxTokens() throws {
        #expect(try read(adding: #""max_tokens":5"#).maxTokens == 5)
        #expect(try read(adding: #""max_tokens":null"#).maxTokens == nil)
        let both = try read(adding: #""max_tokens":5,"max_completion_tokens":6"#)
        #expect(both.maxTokens == 6)
        #expect(both.unmapped.map(\.path) == ["max_tokens"])
    }

    @Test("a single stop text is a list of one")
    func stop() throws {
        #expect(try read(adding: #""stop":"END""#).stopSequences == ["END"])
        #expect(try read(adding: #""stop":null"#).stopSequences == [])
    }

    @Test("what has no place is kept with its path")
    func unmapped() throws {
        let request = try read(
            #"""
            {"model":"m","store":true,"nothing":null,
             "messages":[{"role":"user","weight":1,"content":[{"type":"text","text":"x","hint":{"a":1}}]}],
             "stream_options":{"include_obfuscation":false},"top_logprobs":2,
             "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{},"x":1}}}
            """#
        )
        #expect(
            Set(request.unmapped.map(\.path)) == [
                "store", "messages[0].weight", "messages[0].content[0].hint", "stream_options.include_obfuscation",
                "top_logprobs", "response_format.json_schema.x",
            ]
        )
    }

    @Test("Anthropic's thinking member is understood")
    func thinking() throws {
        #expect(
            try read(adding: #""thinking":{"type":"enabled","budget_tokens":2000}"#).reasoning?.budgetTokens == 2000
        )
        #expect(try read(adding: #""thinking":{"type":"disabled"}"#).reasoning?.budgetTokens == 0)
        #expect(try read(adding: #""thinking":{"type":"adaptive"}"#).reasoning?.adaptive == true)
    }

    @Test("response formats")
    func responseFormats() throws {
        #expect(try read(adding: #""response_format":{"type":"text"}"#).responseFormat == .text)
        #expect(try read(adding: #""response_format":{"type":"json_object"}"#).responseFormat == .jsonObject)
        let schema = try read(
            adding: #"""
                "response_format":{"type":"json_schema","json_schema":
                {"name":"n","description":"d","strict":true,"schema":{"type":"object","z":1,"a":2}}}
                """#
        )
        let expected = JSONSchemaFormat(
            name: "n",
            description: "d",
            schema: ["type": "object", "z": 1, "a": 2],
            strict: true
        )
        #expect(schema.responseFormat == .jsonSchema(expected))
    }

    @Test(
        "what is wrong is refused by name",
        arguments: [
            (#"[]"#, nil),
            (#"{"messages":[{"role":"user","content":"x"}]}"#, "model"),
            (#"{"model":"","messages":[{"role":"user","content":"x"}]}"#, "model"),
            (#"{"model":"m"}"#, "messages"),
            (#"{"model":"m","messages":[]}"#, "messages"),
            (#"{"model":"m","messages":{}}"#, "messages"),
            (#"{"model":"m","messages":["x"]}"#, "messages[0]"),
            (#"{"model":"m","messages":[{"content":"x"}]}"#, "messages[0].role"),
            (#"{"model":"m","messages":[{"role":"bot","content":"x"}]}"#, "messages[0].role"),
            (#"{"model":"m","messages":[{"role":"user"}]}"#, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"user","content":7}]}"#, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]}"#, "messages[0].content[0].type"),
            (#"{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}"#, "messages[0].content[0].text"),
            (
                #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:x,y"}}]}]}"#,
                "messages[0].content[0].image_url.url"
            ),
            (#"{"model":"m","messages":[{"role":"assistant"}]}"#, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"tool","content":"x"}]}"#, "messages[0].tool_call_id"),
            (
                #"{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}]}"#,
                "messages[0].tool_calls[0].id"
            ),
            (#"{"model":"m","messages":[{"role":"function","name":"f","content":"x"}]}"#, "messages[0]"),
        ] as [(String, String?)]
    )
    func refusals(_ body: String, _ parameter: String?) throws {
        let found = error { _ = try read(body) }
        #expect(found?.kind == .invalidRequest)
        #expect(found?.parameter == parameter)
    }

    @Test(
        "wrong values are refused by name",
        arguments: [
            (#""n":0"#, "n"), (#""n":129"#, "n"), (#""n":1.5"#, "n"),
            (#""max_tokens":0"#, "max_tokens"), (#""max_completion_tokens":-1"#, "max_completion_tokens"),
            (#""max_tokens":"5""#, "max_tokens"),
            (#""temperature":"hot""#, "temperature"), (#""stop":5"#, "stop"), (#""stop":["a",1]"#, "stop[1]"),
            (#""stream":"yes""#, "stream"), (#""stream_options":[]"#, "stream_options"),
            (#""reasoning_effort":"huge""#, "reasoning_effort"), (#""logit_bias":[]"#, "logit_bias"),
            (#""response_format":{"type":"xml"}"#, "response_format.type"),
            (#""response_format":{"type":"json_schema"}"#, "response_format.json_schema"),
            (#""tools":[{"type":"function"}]"#, "tools[0].function"),
            (#""tools":[{"type":"function","function":{}}]"#, "tools[0].function.name"),
            (
                #""tools":[{"type":"function","function":{"name":"f","parameters":"{}"}}]"#,
                "tools[0].function.parameters"
            ),
            (#""tool_choice":"maybe""#, "tool_choice"), (#""tool_choice":{"type":"x"}"#, "tool_choice.type"),
            (
                #""tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"x","tools":[]}}"#,
                "tool_choice.allowed_tools.mode"
            ),
            (#""thinking":{"type":"maybe"}"#, "thinking.type"),
        ]
    )
    func wrongValues(_ members: String, _ parameter: String) throws {
        let found = error { _ = try read(adding: members) }
        #expect(found?.kind == .invalidRequest)
        #expect(found?.parameter == parameter)
    }

    // MARK: - Tools

    @Test("functions keep their schema, everything else stays whole")
    func tools() throws {
        let request = try read(
            adding: #"""
                "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                  "parameters":{"type":"object","properties":{"z":{},"a":{}}}}},
                 {"type":"custom","custom":{"name":"c"}}]
                """#
        )
        let schema: JSONValue = ["type": "object", "properties": ["z": [:], "a": [:]]]
        #expect(
            request.tools == [
                .function(FunctionTool(name: "f", description: "d", parameters: schema, strict: true)),
                .foreign(
                    ForeignPart(
                        dialect: .openAIChat,
                        type: "custom",
                        value: ["type": "custom", "custom": ["name": "c"]]
                    )
                ),
            ]
        )
    }

    @Test(
        "every form of tool choice",
        arguments: [
            (#""auto""#, ToolChoice.auto), (#""none""#, ToolChoice.none), (#""required""#, .required),
            (#""any""#, .required),
            (#"{"type":"function","function":{"name":"f"}}"#, .named("f")),
            (#"{"type":"function","name":"f"}"#, .named("f")),
            (#"{"type":"custom","custom":{"name":"c"}}"#, .named("c")),
            (
                #"""
                {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":
                [{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}]}}
                """#,
                .allowed(["f", "c"], required: true)
            ),
        ]
    )
    func toolChoice(_ text: String, _ expected: ToolChoice) throws {
        #expect(try read(adding: #""tool_choice":\#(text)"#).toolChoice == expected)
    }

    @Test("deprecated functions are tools, and their results find their calls")
    func legacyFunctions() throws {
        let request = try read(
            #"""
            {"model":"m","functions":[{"name":"f","parameters":{}}],"function_call":{"name":"f"},"messages":[
             {"role":"user","content":"go"},
             {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}},
             {"role":"function","name":"f","content":"done"}]}
            """#
        )
        #expect(request.tools == [.function(FunctionTool(name: "f", parameters: [:]))])
        #expect(request.toolChoice == .named("f"))
        guard case .toolCall(let call) = request.messages[1].parts.first,
            case .toolResult(let result) = request.messages[2].parts.first
        else {
            Issue.record("no call or no result")
            return
        }
        #expect(call.arguments == #"{"a":1}"#)
        #expect(result.callID == call.id)
        #expect(result.name == "f")
        #expect(result.content == [.text(TextPart("done"))])
    }

    // MARK: - Messages

    @Test("instructions stay where they stand")
    func instructions() throws {
        let read = try messages(
            #"""
            [{"role":"system","content":"a"},{"role":"user","content":"b","name":"ann"},{"role":"developer","content":
            [{"type":"text","text":"c"},{"type":"text","text":"d"}]},{"role":"assistant","content":"e"}]
            """#
        )
        #expect(
            read == [
                Message(.system, "a"),
                Message(.user, [.text(TextPart("b"))], name: "ann"),
                Message(.developer, [.text(TextPart("c")), .text(TextPart("d"))]),
                Message(.assistant, "e"),
            ]
        )
    }

    @Test("results of parallel calls fold into one user turn, in the order of the calls, with the tools' names")
    func foldedResults() throws {
        let read = try messages(
            #"""
            [{"role":"user","content":"go"},
             {"role":"assistant","content":"","tool_calls":[
               {"id":"1","type":"function","function":{"name":"f","arguments":""}},
               {"id":"2","type":"function","function":{"name":"g","arguments":"{\"b\": 2}"}}]},
             {"role":"tool","tool_call_id":"2","content":"two"},
             {"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"one"}]},
             {"role":"user","content":"and?"}]
            """#
        )
        #expect(
            read == [
                Message(.user, "go"),
                Message(
                    .assistant,
                    [
                        .toolCall(ToolCall(id: "1", name: "f", arguments: "{}")),
                        .toolCall(ToolCall(id: "2", name: "g", arguments: #"{"b": 2}"#)),
                    ]
                ),
                Message(
                    .user,
                    [
                        .toolResult(ToolResult(callID: "1", name: "f", content: [.text(TextPart("one"))])),
                        .toolResult(ToolResult(callID: "2", name: "g", content: [.text(TextPart("two"))])),
                    ]
                ),
                Message(.user, "and?"),
            ]
        )
    }

    @Test(
        "pictures, sound and files",
        arguments: [
            (
                #"{"type":"image_url","image_url":{"url":"https://x/y.png","detail":"low"}}"#,
                Part.image(media(.url("https://x/y.png"), nil, detail: "low"))
            ),
            (#"{"type":"image_url","image_url":"https://x/y.png"}"#, .image(media(.url("https://x/y.png"), nil))),
            (
                #"{"type":"image_url","image_url":{"url":"DATA:Image/PNG;base64,iVBORw=="}}"#,
                .image(media(.base64("iVBORw=="), "image/png"))
            ),
            (
                #"{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}"#,
                .audio(media(.base64("UklG"), "audio/wav"))
            ),
            (
                #"{"type":"input_audio","input_audio":{"data":"SUQz","format":"mp3"}}"#,
                .audio(media(.base64("SUQz"), "audio/mpeg"))
            ),
            (
                #"{"type":"file","file":{"file_data":"data:application/pdf;base64,JVBE","filename":"a.pdf"}}"#,
                .document(media(.base64("JVBE"), "application/pdf", name: "a.pdf"))
            ),
            (
                #"{"type":"file","file":{"file_data":"aGk=","filename":"a.txt"}}"#,
                .document(media(.base64("aGk="), "text/plain", name: "a.txt"))
            ),
            (
                #"{"type":"file","file":{"file_id":"file-1"}}"#,
                .document(media(.file(id: "file-1", dialect: .openAIChat), nil))
            ),
            (
                #"{"type":"document_url","document_url":"https://x/y.pdf"}"#,
                .document(media(.url("https://x/y.pdf"), nil))
            ),
            (
                #"{"type":"video_url","video_url":{"url":"https://x"}}"#,
                .foreign(
                    ForeignPart(
                        dialect: .openAIChat,
                        type: "video_url",
                        value: ["type": "video_url", "video_url": ["url": "https://x"]]
                    )
                )
            ),
            (
                #"{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"1h"}}"#,
                .text(TextPart("x", cache: CacheBreakpoint(ttl: "1h")))
            ),
            (
                #"{"type":"text","text":"x","prompt_cache_breakpoint":{"mode":"explicit"}}"#,
                .text(TextPart("x", cache: CacheBreakpoint()))
            ),
        ]
    )
    func parts(_ text: String, _ expected: Part) throws {
        let message = try #require(try messages(#"[{"role":"user","content":[\#(text)]}]"#).first)
        #expect(message.parts == [expected])
    }

    private static func media(
        _ source: MediaPart.Source,
        _ type: String?,
        name: String? = nil,
        detail: String? = nil
    ) -> MediaPart {
        var part = MediaPart(source, mediaType: type, name: name)
        part.detail = detail
        return part
    }

    @Test("the model's own turn comes back with thoughts, seals, refusal and calls")
    func assistant() throws {
        let read = try messages(
            #"""
            [{"role":"assistant","content":"hello","refusal":"no","annotations":[],"audio":null,"function_call":null,
              "reasoning_content":"ignored beside blocks",
              "thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"kanmon:anthropic-messages:SIG"},
                                 {"type":"redacted_thinking","data":"kanmon:anthropic-messages:RED"}],
              "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"},
                             "extra_content":{"google":{"thought_signature":"kanmon:gemini:TS"}}}]}]
            """#
        )
        #expect(
            read == [
                Message(
                    .assistant,
                    [
                        .thinking(Thinking("hm", signature: OpaqueToken("SIG", from: .anthropicMessages))),
                        .redactedThinking(OpaqueToken("RED", from: .anthropicMessages)),
                        .text(TextPart("hello")),
                        .refusal("no"),
                        .toolCall(
                            ToolCall(id: "1", name: "f", arguments: "{}", signature: OpaqueToken("TS", from: .gemini))
                        ),
                    ]
                )
            ]
        )
    }

    @Test(
        "reasoning stands for missing thinking blocks, and Mistral's parts for both",
        arguments: [
            #"{"role":"assistant","content":"x","reasoning_content":"hm"}"#,
            #"{"role":"assistant","content":"x","reasoning":"hm"}"#,
            #"{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"x"}]}"#,
        ]
    )
    func reasoning(_ text: String) throws {
        #expect(try messages("[\(text)]") == [Message(.assistant, [.thinking(Thinking("hm")), .text(TextPart("x"))])])
    }

    @Test("a message's own signature is pinned to its text")
    func textSignature() throws {
        let read = try messages(
            #"""
            [{"role":"assistant","content":"x","extra_content":{"google":{"thought_signature":"kanmon:gemini:TS"}}}]
            """#
        )
        #expect(read == [Message(.assistant, [.text(TextPart("x", signature: OpaqueToken("TS", from: .gemini)))])])
    }

    @Test("tokens cannot be counted")
    func count() {
        #expect(throws: APIError.self) { try dialect.readCountRequest([:], model: nil) }
    }
}

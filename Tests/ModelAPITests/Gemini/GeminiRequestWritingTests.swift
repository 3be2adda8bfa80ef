import JSONText
import ModelAPI
import Testing

@Suite("Gemini requests are written")
struct GeminiRequestWritingTests {
    private func write(_ request: ChatRequest, for model: String = "gemini-2.5-flash") throws -> WrittenRequest {
        try GeminiDialect().writeRequest(request, for: TargetProfile(model: model))
    }

    private func request(_ messages: [Message] = [Message(.user, "Hi")]) -> ChatRequest {
        ChatRequest(model: "m", messages: messages)
    }

    private func expect(_ written: WrittenRequest, _ text: String, _ dropped: [LostField] = []) throws {
        #expect(written.body.text == (try JSONValue(parsing: text)).text)
        #expect(written.dropped == dropped)
    }

    @Test("the simplest request")
    func simplest() throws {
        try expect(try write(request()), #"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"#)
    }

    @Test("everything that has a place goes there")
    func everything() throws {
        var request = request([Message(.system, "A"), Message(.user, "Hi"), Message(.developer, "B")])
        request.maxTokens = 10
        request.choiceCount = 2
        request.stopSequences = ["x"]
        request.sampling.temperature = JSONNumber("0.70")
        request.sampling.topP = JSONNumber("1")
        request.sampling.topK = JSONNumber("40")
        request.sampling.seed = JSONNumber("7")
        request.sampling.presencePenalty = JSONNumber("0.5")
        request.sampling.frequencyPenalty = JSONNumber("-0.5")
        request.logprobs = ChatRequest.LogprobsRequest(top: 3)
        request.responseFormat = .jsonSchema(JSONSchemaFormat(name: "n", schema: ["type": "object"], strict: true))
        request.serviceTier = "default"
        request.tools = [
            .function(FunctionTool(name: "f", description: "d", parameters: ["type": "object", "$defs": [:]])),
            .foreign(ForeignPart(dialect: .gemini, type: "googleSearch", value: ["googleSearch": [:]])),
            .function(FunctionTool(name: "g")),
        ]
        request.toolChoice = .required
        try expect(
            try write(request),
            #"""
            {"systemInstruction":{"parts":[{"text":"A"},{"text":"B"}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
            "tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$defs":{}}},
            {"name":"g"}]},{"googleSearch":{}}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}},
            "generationConfig":{"temperature":0.70,"topP":1,"topK":40,"candidateCount":2,"maxOutputTokens":10,
            "stopSequences":["x"],"seed":7,"presencePenalty":0.5,"frequencyPenalty":-0.5,"responseLogprobs":true,"logprobs":3,
            "responseMimeType":"application/json","responseJsonSchema":{"type":"object"}},"serviceTier":"standard"}
            """#,
            [.turn(2, .position)]
        )
    }

    @Test("what has no place is reported")
    func dropped() throws {
        var request = request([Message(.user, [.text(TextPart("Hi", cache: CacheBreakpoint()))], name: "Ann")])
        request.sampling.logitBias = ["1": 2]
        request.endUser = "u"
        request.serviceTier = "scale"
        request.parallelToolCalls = false
        request.tools = [
            .function(FunctionTool(name: "f", strict: true)),
            .foreign(ForeignPart(dialect: .anthropicMessages, type: "web_search", value: [:])),
        ]
        request.unmapped = [ChatRequest.UnmappedField("metadata", [:]), ChatRequest.UnmappedField("store", true)]
        let written = try write(request)
        #expect(
            written.dropped == [
                .turn(0, .name), .part(.init(turn: 0, part: 0), .cache), .tool(0, .strict), .tool(1, .whole),
                .request(.parallelToolCalls), .request(.logitBias), .request(.endUser), .request(.serviceTier),
                .verbatim("metadata"), .verbatim("store"),
            ]
        )
    }

    @Test("this wire's own fields find their way back")
    func restored() throws {
        let text = #"""
            {"contents":[{"role":"user","parts":[{"text":"x"},{"executableCode":{"code":"1"}}]}],
            "toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"},"retrievalConfig":{"languageCode":"ja"}},
            "tools":[{"functionDeclarations":[{"name":"f"}]}],"cached_content":"c",
            "safetySettings":[{"category":"A","threshold":"B"}],
            "generation_config":{"speech_config":{"a":1},"temperature":1,"thinkingConfig":{"newThing":2}}}
            """#
        let request = try GeminiDialect().readRequest(try JSONValue(parsing: text), model: "m", stream: false)
        try expect(
            try write(request),
            #"""
            {"contents":[{"role":"user","parts":[{"text":"x"},{"executableCode":{"code":"1"}}]}],
            "tools":[{"functionDeclarations":[{"name":"f"}]}],
            "toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"},"retrievalConfig":{"languageCode":"ja"}},
            "generationConfig":{"temperature":1,"speechConfig":{"a":1},"thinkingConfig":{"newThing":2}},
            "cachedContent":"c","safetySettings":[{"category":"A","threshold":"B"}]}
            """#
        )
    }

    @Test(
        "choices of tools",
        arguments: [
            (ToolChoice.auto, #"{"mode":"AUTO"}"#), (.none, #"{"mode":"NONE"}"#), (.required, #"{"mode":"ANY"}"#),
            (.named("f"), #"{"mode":"ANY","allowedFunctionNames":["f"]}"#),
            (.allowed(["f", "g"], required: true), #"{"mode":"ANY","allowedFunctionNames":["f","g"]}"#),
            (.allowed(["f"], required: false), #"{"mode":"VALIDATED","allowedFunctionNames":["f"]}"#),
        ]
    )
    func choices(choice: ToolChoice, config: String) throws {
        var request = request()
        request.tools = [.function(FunctionTool(name: "f"))]
        request.toolChoice = choice
        let written = try write(request)
        #expect(written.body["toolConfig"]?["functionCallingConfig"]?.text == config)
        request.tools = []
        #expect(try write(request).body["toolConfig"] == nil)
    }

    @Test(
        "thinking in the words of the model's generation",
        arguments: [
            ("gemini-2.5-flash", Reasoning.Effort.none, nil, #"{"thinkingBudget":0}"#, nil),
            ("gemini-2.5-pro", Reasoning.Effort.none, nil, #"{"thinkingBudget":128}"#, .reasoning),
            ("gemini-2.5-flash", .low, nil, #"{"thinkingBudget":1024}"#, nil),
            ("gemini-2.5-flash", .max, nil, #"{"thinkingBudget":24576}"#, nil),
            ("models/gemini-2.5-pro", .max, nil, #"{"thinkingBudget":32768}"#, nil),
            ("gemini-2.5-flash", nil, 31_999, #"{"thinkingBudget":24576}"#, .reasoningBudget),
            ("gemini-2.5-flash", nil, -1, #"{"thinkingBudget":-1}"#, nil),
            ("gemini-3-flash-preview", Reasoning.Effort.none, nil, #"{"thinkingLevel":"MINIMAL"}"#, .reasoning),
            ("gemini-3-flash-preview", .medium, nil, #"{"thinkingLevel":"MEDIUM"}"#, nil),
            ("gemini-3-pro-preview", .medium, nil, #"{"thinkingLevel":"HIGH"}"#, nil),
            ("gemini-3.1-pro-preview", .medium, nil, #"{"thinkingLevel":"MEDIUM"}"#, nil),
            ("gemini-3-pro-preview", .minimal, nil, #"{"thinkingLevel":"LOW"}"#, nil),
            ("gemini-3-pro-preview", nil, 2_000, #"{"thinkingLevel":"LOW"}"#, nil),
            ("gemini-3-flash-preview", nil, 8_000, #"{"thinkingLevel":"MEDIUM"}"#, nil),
            ("gemini-3-flash-preview", nil, -1, nil, nil),
            ("gemini-flash-latest", .xhigh, nil, #"{"thinkingLevel":"HIGH"}"#, nil),
            ("gemini-2.0-flash", .high, nil, nil, .reasoning),
            ("gemini-2.0-flash", Reasoning.Effort.none, nil, nil, nil),
        ] as [(String, Reasoning.Effort?, Int?, String?, LostField.RequestField?)]
    )
    func thinking(
        model: String,
        effort: Reasoning.Effort?,
        budget: Int?,
        config: String?,
        lost: LostField.RequestField?
    ) throws {
        var request = request()
        var reasoning = Reasoning()
        reasoning.effort = effort
        reasoning.budgetTokens = budget
        request.reasoning = reasoning
        let written = try write(request, for: model)
        #expect(written.body["generationConfig"]?["thinkingConfig"]?.text == config)
        #expect(written.dropped == (lost.map { [.request($0)] } ?? []))
    }

    @Test("wanted thoughts are asked for")
    func thoughts() throws {
        var request = request()
        request.reasoning = Reasoning()
        request.reasoning?.includeThoughts = true
        request.reasoning?.adaptive = true
        let written = try write(request)
        #expect(
            written.body["generationConfig"]?["thinkingConfig"]?.text
                == #"{"thinkingBudget":-1,"includeThoughts":true}"#
        )
    }

    // MARK: - Media

    @Test(
        "media",
        arguments: [
            (
                MediaPart(.base64("iVBORw0KGgoAAAA=")),
                #"{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgoAAAA="}}"#
            ),
            (
                MediaPart(.base64("AA=="), mediaType: "audio/wav"),
                #"{"inlineData":{"mimeType":"audio/wav","data":"AA=="}}"#
            ),
            (MediaPart(.text("hé")), #"{"inlineData":{"mimeType":"text/plain","data":"aMOp"}}"#),
            (
                MediaPart(.url("https://x/a.JPG?b=1")),
                #"{"fileData":{"fileUri":"https://x/a.JPG?b=1","mimeType":"image/jpeg"}}"#
            ),
            (MediaPart(.url("https://x/a")), #"{"fileData":{"fileUri":"https://x/a"}}"#),
            (
                MediaPart(.file(id: "files/1", dialect: .gemini), mediaType: "image/png"),
                #"{"fileData":{"fileUri":"files/1","mimeType":"image/png"}}"#
            ),
            (MediaPart(.file(id: "file-1", dialect: .openAIChat)), nil),
            (MediaPart(.base64("AA==")), nil),
        ] as [(MediaPart, String?)]
    )
    func media(media: MediaPart, part: String?) throws {
        let written = try write(request([Message(.user, [.text(TextPart("see")), .document(media)])]))
        #expect(written.body["contents"]?[0]?["parts"]?[1]?.text == part)
        #expect(written.dropped == (part == nil ? [.part(.init(turn: 0, part: 1), .whole)] : []))
    }

    // MARK: - Tools

    private func call(_ id: String, _ name: String, _ arguments: String = "{}", _ signature: OpaqueToken? = nil) -> Part
    {
        .toolCall(ToolCall(id: id, name: name, arguments: arguments, signature: signature))
    }

    @Test("parallel results fold into one turn in call order, whatever turns they came in")
    func parallelResults() throws {
        let written = try write(
            request([
                Message(.user, "go"),
                Message(.assistant, [.text(TextPart("ok")), call("1", "a", #"{"b":1.50}"#), call("2", "b", "")]),
                Message(.user, [.toolResult(ToolResult(callID: "2", content: [.text(TextPart("two"))]))]),
                Message(
                    .user,
                    [
                        .toolResult(
                            ToolResult(callID: "1", content: [.text(TextPart(#"{"k":[1]}"#))], isError: true)
                        ),
                        .text(TextPart("so?")),
                    ]
                ),
            ])
        )
        try expect(
            written,
            #"""
            {"contents":[{"role":"user","parts":[{"text":"go"}]},
            {"role":"model","parts":[{"text":"ok"},{"functionCall":{"id":"1","name":"a","args":{"b":1.50}}},
            {"functionCall":{"id":"2","name":"b","args":{}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"a","id":"1","response":{"error":{"k":[1]}}}},
            {"functionResponse":{"name":"b","id":"2","response":{"result":"two"}}},{"text":"so?"}]}]}
            """#
        )
    }

    @Test(
        "results are wrapped and come back as they were",
        arguments: [
            ("sunny", #"{"result":"sunny"}"#), ("", #"{"result":""}"#), ("42", #"{"result":"42"}"#),
            ("[1,2]", #"{"result":[1,2]}"#), (#"{"a":1}"#, #"{"a":1}"#),
            (#"{"result":1}"#, #"{"result":{"result":1}}"#),
            (#"{"error":"x"}"#, #"{"result":{"error":"x"}}"#), ("{not json", #"{"result":"{not json"}"#), ("{}", "{}"),
        ]
    )
    func wrapping(text: String, response: String) throws {
        let written = try write(
            request([
                Message(.assistant, [call("1", "f")]),
                Message(.user, [.toolResult(ToolResult(callID: "1", content: [.text(TextPart(text))]))]),
            ])
        )
        #expect(written.body["contents"]?[1]?["parts"]?[0]?["functionResponse"]?["response"]?.text == response)
        let read = try GeminiDialect().readRequest(written.body, model: "m", stream: nil)
        #expect(
            read.messages[1].parts
                == [.toolResult(ToolResult(callID: "1", name: "f", content: [.text(TextPart(text))]))]
        )
    }

    @Test("pictures in results stand in them or, for older models, beside them")
    func mediaInResults() throws {
        let image = Part.image(MediaPart(.base64("AA=="), mediaType: "image/png"))
        let request = request([
            Message(.assistant, [call("1", "f")]),
            Message(.user, [.toolResult(ToolResult(callID: "1", content: [.text(TextPart("see")), image]))]),
        ])
        let inline = #"{"inlineData":{"mimeType":"image/png","data":"AA=="}}"#
        let old = try write(request).body["contents"]?[1]?["parts"]
        #expect(old?[1]?.text == inline)
        let new = try write(request, for: "gemini-3-pro-preview").body["contents"]?[1]?["parts"]
        #expect(new?[0]?["functionResponse"]?["parts"]?.text == "[\(inline)]")
        #expect(new?[1] == nil)
    }

    @Test("ids of our own making stay here")
    func mintedIDs() throws {
        let written = try write(
            request([
                Message(.assistant, [call("call_km0_x", "f")]),
                Message(.user, [.toolResult(ToolResult(callID: "call_km0_x", content: []))]),
            ])
        )
        #expect(!written.body.text.contains("call_km"))
        #expect(!written.body.text.contains(#""id""#))
    }

    @Test("signatures go back on the part they came with; another provider's do not")
    func signatures() throws {
        let own = OpaqueToken("OWN", from: .gemini)
        let other = OpaqueToken("OTHER", from: .anthropicMessages)
        let written = try write(
            request([
                Message(.user, "go"),
                Message(
                    .assistant,
                    [
                        .thinking(Thinking("hm", signature: own)), .text(TextPart("a", signature: own)),
                        .text(TextPart("", signature: own)), call("1", "f", "{}", own), call("2", "f", "{}", other),
                        .thinking(Thinking("x", signature: other)), .thinking(Thinking("", signature: other)),
                        .redactedThinking(other), .text(TextPart("")),
                    ]
                ),
                Message(
                    .user,
                    [
                        .toolResult(ToolResult(callID: "1", content: [])),
                        .toolResult(ToolResult(callID: "2", content: [])),
                    ]
                ),
            ]),
            for: "gemini-3-pro-preview"
        )
        #expect(
            written.body["contents"]?[1]?["parts"]?.text
                == (try JSONValue(
                    parsing: #"""
                        [{"text":"hm","thought":true,"thoughtSignature":"OWN"},{"text":"a","thoughtSignature":"OWN"},
                        {"text":"","thoughtSignature":"OWN"},
                        {"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"OWN"},
                        {"functionCall":{"id":"2","name":"f","args":{}}},{"text":"x","thought":true}]
                        """#
                )).text
        )
        #expect(
            written.dropped == [
                .part(.init(turn: 1, part: 4), .signature), .part(.init(turn: 1, part: 5), .signature),
                .part(.init(turn: 1, part: 6), .signature), .part(.init(turn: 1, part: 7), .whole),
            ]
        )
    }

    @Test("a step that another model made is marked as unsigned for models that demand signatures")
    func unsigned() throws {
        let request = request([
            Message(.assistant, [call("1", "f"), call("2", "f")]),
            Message(
                .user,
                [.toolResult(ToolResult(callID: "1", content: [])), .toolResult(ToolResult(callID: "2", content: []))]
            ),
        ])
        let parts = try write(request, for: "gemini-3-pro-preview").body["contents"]?[0]?["parts"]
        #expect(parts?[0]?["thoughtSignature"] == "skip_thought_signature_validator")
        #expect(parts?[1]?["thoughtSignature"] == nil)
        #expect(try !write(request).body.text.contains("thoughtSignature"))
    }

    @Test("instructions alone are a turn to answer")
    func instructionsOnly() throws {
        try expect(
            try write(request([Message(.system, "S")])),
            #"{"contents":[{"role":"user","parts":[{"text":"S"}]}]}"#
        )
    }

    @Test("conversations that make no sense are refused")
    func refused() throws {
        let cases: [([Message], String)] = [
            ([], "messages"), ([Message(.user, "")], "messages"),
            ([Message(.assistant, [call("1", "f", "[1]")])], "messages[0].content[0]"),
            ([Message(.assistant, [call("1", "f", "{")])], "messages[0].content[0]"),
            (
                [Message(.user, [.toolResult(ToolResult(callID: "9", content: []))])],
                "messages[0]"
            ),
            ([Message(.assistant, [call("1", "f")]), Message(.user, "well?")], "messages[0]"),
        ]
        for (messages, parameter) in cases {
            let error = #expect(throws: APIError.self) { try write(request(messages)) }
            #expect(error?.kind == .invalidRequest)
            #expect(error?.parameter == parameter)
        }
    }

    @Test("a request to count tokens holds instructions and tools")
    func count() throws {
        var request = request([Message(.system, "S"), Message(.user, "Hi")])
        request.tools = [.function(FunctionTool(name: "f"))]
        request.maxTokens = 5
        let written = try #require(
            try GeminiDialect().writeCountRequest(request, for: TargetProfile(model: "gemini-2.5-flash"))
        )
        try expect(
            written,
            #"""
            {"generateContentRequest":{"model":"models/gemini-2.5-flash","systemInstruction":{"parts":[{"text":"S"}]},
            "contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"f"}]}]}}
            """#
        )
    }
}

import JSONText
import ModelAPI
import Testing

@Suite("Gemini requests are read")
struct GeminiRequestReadingTests {
    private func read(_ text: String, model: String? = "gemini-2.5-flash", stream: Bool? = nil) throws -> ChatRequest {
        try GeminiDialect().readRequest(try JSONValue(parsing: text), model: model, stream: stream)
    }

    private func refusal(_ text: String, model: String? = "m") throws -> APIError {
        let body = try JSONValue(parsing: text)
        return try #require(
            #expect(throws: APIError.self) { try GeminiDialect().readRequest(body, model: model, stream: nil) }
        )
    }

    @Test("model and stream come from the path")
    func path() throws {
        let request = try read(#"{"contents":[{"parts":[{"text":"Hi"}]}]}"#, model: "models/a/b", stream: true)
        #expect(request.model == "a/b")
        #expect(request.stream)
        #expect(request.includeUsage)
        #expect(request.messages == [Message(.user, "Hi")])
        #expect(request.unmapped.isEmpty)
    }

    @Test(
        "both spellings of names mean the same",
        arguments: [
            (
                #"""
                {"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[
                {"inlineData":{"mimeType":"image/png","data":"AA=="}},{"fileData":{"fileUri":"https://x/y.pdf","mimeType":"application/pdf"}}]}],
                "generationConfig":{"maxOutputTokens":5,"topP":0.5,"topK":3,"candidateCount":2,"stopSequences":["a"],
                "presencePenalty":0.1,"frequencyPenalty":0.2,"responseMimeType":"application/json",
                "responseJsonSchema":{"type":"object"},"responseLogprobs":true,"logprobs":2,
                "thinkingConfig":{"includeThoughts":true,"thinkingBudget":9}},
                "tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"type":"object"}}]}],
                "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}}}
                """#,
                #"""
                {"system_instruction":{"parts":{"text":"S"}},"contents":{"parts":[
                {"inline_data":{"mime_type":"image/png","data":"AA=="}},{"file_data":{"file_uri":"https://x/y.pdf","mime_type":"application/pdf"}}]},
                "generation_config":{"max_output_tokens":5,"top_p":0.5,"top_k":3,"candidate_count":2,"stop_sequences":["a"],
                "presence_penalty":0.1,"frequency_penalty":0.2,"response_mime_type":"application/json",
                "response_json_schema":{"type":"object"},"response_logprobs":true,"logprobs":2,
                "thinking_config":{"include_thoughts":true,"thinking_budget":9}},
                "tools":{"function_declarations":[{"name":"f","parameters_json_schema":{"type":"object"}}]},
                "tool_config":{"function_calling_config":{"mode":"any","allowed_function_names":["f"]}}}
                """#
            )
        ]
    )
    func spellings(camel: String, snake: String) throws {
        let request = try read(camel)
        #expect(request == (try read(snake)))
        #expect(request.unmapped.isEmpty)
        #expect(request.maxTokens == 5)
        #expect(request.sampling.topP?.text == "0.5")
        #expect(request.sampling.topK?.text == "3")
        #expect(request.sampling.presencePenalty?.text == "0.1")
        #expect(request.sampling.frequencyPenalty?.text == "0.2")
        #expect(request.choiceCount == 2)
        #expect(request.stopSequences == ["a"])
        #expect(request.logprobs == ChatRequest.LogprobsRequest(top: 2))
        #expect(request.responseFormat == .jsonSchema(JSONSchemaFormat(schema: ["type": "object"])))
        #expect(request.reasoning?.includeThoughts == true)
        #expect(request.reasoning?.budgetTokens == 9)
        #expect(request.toolChoice == .named("f"))
        #expect(request.tools == [.function(FunctionTool(name: "f", parameters: ["type": "object"]))])
        let media: [Part] = [
            .image(MediaPart(.base64("AA=="), mediaType: "image/png")),
            .document(MediaPart(.url("https://x/y.pdf"), mediaType: "application/pdf")),
        ]
        #expect(request.messages == [Message(.system, "S"), Message(.user, media)])
    }

    @Test("a field given in both spellings is refused")
    func bothSpellings() throws {
        let error = try refusal(#"{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"topP":1,"top_p":0}}"#)
        #expect(error.kind == .invalidRequest)
        #expect(error.parameter == "generationConfig.top_p")
    }

    @Test(
        "modes of function calling",
        arguments: [
            (#"{"mode":"AUTO"}"#, ToolChoice.auto), (#"{"mode":"NONE"}"#, ToolChoice.none),
            (#"{"mode":"ANY"}"#, .required),
            (#"{"mode":"ANY","allowedFunctionNames":["a","b"]}"#, .allowed(["a", "b"], required: true)),
            (#"{"mode":"VALIDATED","allowedFunctionNames":["a"]}"#, .allowed(["a"], required: false)),
            (#"{"mode":"VALIDATED"}"#, .auto), (#"{"mode":"MODE_UNSPECIFIED"}"#, nil),
        ] as [(String, ToolChoice?)]
    )
    func modes(config: String, choice: ToolChoice?) throws {
        let request = try read(
            #"{"contents":[{"parts":[{"text":"x"}]}],"toolConfig":{"functionCallingConfig":\#(config)}}"#
        )
        #expect(request.toolChoice == choice)
        #expect(
            request.unmapped.map(\.path).contains("toolConfig.functionCallingConfig.mode") == config.contains("VALID")
        )
    }

    @Test(
        "forms of the answer",
        arguments: [
            (#"{"responseMimeType":"application/json"}"#, ResponseFormat.jsonObject, []),
            (#"{"responseMimeType":"text/plain"}"#, .text, []),
            (
                #"{"responseMimeType":"application/json","responseSchema":{"type":"STRING","nullable":true}}"#,
                .jsonSchema(JSONSchemaFormat(schema: ["type": ["string", "null"]])), []
            ),
            (
                #"{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["a"]}}"#, nil,
                ["generationConfig.responseMimeType", "generationConfig.responseSchema"]
            ),
            (#"{"responseModalities":["TEXT"]}"#, nil, []),
            (#"{"responseModalities":["TEXT","IMAGE"]}"#, nil, ["generationConfig.responseModalities"]),
            (#"{"speechConfig":{}}"#, nil, ["generationConfig.speechConfig"]),
        ] as [(String, ResponseFormat?, [String])]
    )
    func formats(config: String, format: ResponseFormat?, unmapped: [String]) throws {
        let request = try read(#"{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":\#(config)}"#)
        #expect(request.responseFormat == format)
        #expect(request.unmapped.map(\.path) == unmapped)
    }

    @Test("thinking levels become efforts", arguments: ["MINIMAL", "low", "MEDIUM", "HIGH"])
    func levels(level: String) throws {
        let request = try read(
            #"{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"\#(level)"}}}"#
        )
        #expect(request.reasoning?.effort?.rawValue == level.lowercased())
    }

    @Test("OpenAPI schemas become JSON Schema")
    func schemas() throws {
        let request = try read(
            #"""
            {"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":
            {"type":"OBJECT","propertyOrdering":["b","a"],"required":["a"],"properties":{
            "a":{"type":"STRING","format":"enum","enum":["x","y"],"nullable":true},
            "b":{"type":"ARRAY","min_items":"1","items":{"anyOf":[{"type":"INTEGER","format":"int32"},{"type":"NULL"}]}},
            "c":{"type":"object","example":{"k":1}}}}}]}]}
            """#
        )
        let wanted = try JSONValue(
            parsing: #"""
                {"type":"object","required":["a"],"properties":{
                "b":{"type":"array","minItems":1,"items":{"anyOf":[{"type":"integer","format":"int32"},{"type":"null"}]}},
                "a":{"type":["string","null"],"enum":["x","y",null]},
                "c":{"type":"object","examples":[{"k":1}]}}}
                """#
        )
        guard case .function(let tool)? = request.tools.first else {
            Issue.record("no function")
            return
        }
        #expect(tool.description == "d")
        #expect(tool.parameters?.text == wanted.text)
    }

    @Test("tools of Google's own are kept whole")
    func foreignTools() throws {
        let request = try read(
            #"{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"google_search":{}},{"codeExecution":{"a":1}}]}"#
        )
        #expect(
            request.tools == [
                .foreign(ForeignPart(dialect: .gemini, type: "googleSearch", value: ["googleSearch": [:]])),
                .foreign(ForeignPart(dialect: .gemini, type: "codeExecution", value: ["codeExecution": ["a": 1]])),
            ]
        )
    }

    @Test("fields without a neutral place keep their paths")
    func unmapped() throws {
        let request = try read(
            #"""
            {"contents":[{"role":"user","parts":[{"text":"x","videoMetadata":{"fps":1}}],"extra":1}],
            "safetySettings":[],"cached_content":"c","serviceTier":"flex",
            "generationConfig":{"mediaResolution":"LOW","thinkingConfig":{"other":1},"logprobs":3}}
            """#
        )
        #expect(request.serviceTier == "flex")
        #expect(
            request.unmapped.map(\.path) == [
                "safetySettings", "cached_content", "contents[0].extra", "contents[0].parts[0].videoMetadata",
                "generationConfig.mediaResolution", "generationConfig.logprobs",
                "generationConfig.thinkingConfig.other",
            ]
        )
    }

    @Test(
        "media by type",
        arguments: [
            ("image/jpeg", "image"), ("audio/wav", "audio"), ("application/pdf", "document"), ("text/csv", "document"),
            ("video/mp4", "foreign"),
        ]
    )
    func media(type: String, kind: String) throws {
        for part in [
            #"{"inlineData":{"mimeType":"\#(type)","data":"AA=="}}"#,
            #"{"file_data":{"mime_type":"\#(type)","file_uri":"https://generativelanguage.googleapis.com/v1beta/files/a"}}"#,
        ] {
            let request = try read(#"{"contents":[{"parts":[\#(part)]}]}"#)
            let found =
                switch request.messages[0].parts[0] {
                case .image: "image"
                case .audio: "audio"
                case .document: "document"
                case .foreign(let value): value.dialect == .gemini ? "foreign" : "?"
                default: "?"
                }
            #expect(found == kind)
        }
    }

    @Test("a file of Google's is known as one")
    func files() throws {
        let uri = "https://generativelanguage.googleapis.com/v1beta/files/abc"
        let request = try read(#"{"contents":[{"parts":[{"fileData":{"mimeType":"image/png","fileUri":"\#(uri)"}}]}]}"#)
        #expect(
            request.messages[0].parts == [.image(MediaPart(.file(id: uri, dialect: .gemini), mediaType: "image/png"))]
        )
    }

    // MARK: - Turns with tools

    @Test("results find their calls by name and order where ids are missing, and stand in call order")
    func results() throws {
        let request = try read(
            #"""
            {"contents":[{"role":"user","parts":[{"text":"go"}]},
            {"role":"model","parts":[{"functionCall":{"name":"a","args":{"n":1}},"thoughtSignature":"SIG="},
            {"functionCall":{"name":"b"}},{"functionCall":{"name":"a","args":{"n":2}}}]},
            {"role":"function","parts":[{"text":"and"},{"functionResponse":{"name":"b","response":{"error":"no"}}},
            {"functionResponse":{"name":"a","response":{"result":"one"}}},{"functionResponse":{"name":"a","response":{"x":2}}}]}]}
            """#
        )
        #expect(request.messages.map(\.role) == [.user, .assistant, .user])
        let calls = request.messages[1].parts.compactMap { part -> ToolCall? in
            if case .toolCall(let call) = part { call } else { nil }
        }
        #expect(calls.map(\.name) == ["a", "b", "a"])
        #expect(calls.map(\.arguments) == [#"{"n":1}"#, "{}", #"{"n":2}"#])
        #expect(Set(calls.map(\.id)).count == 3)
        #expect(calls.allSatisfy { $0.id.hasPrefix("call_km") })
        #expect(calls[0].signature == OpaqueToken("SIG=", from: .gemini))
        #expect(
            request.messages[2].parts == [
                .toolResult(ToolResult(callID: calls[0].id, name: "a", content: [.text(TextPart("one"))])),
                .toolResult(
                    ToolResult(callID: calls[1].id, name: "b", content: [.text(TextPart("no"))], isError: true)
                ),
                .toolResult(ToolResult(callID: calls[2].id, name: "a", content: [.text(TextPart(#"{"x":2}"#))])),
                .text(TextPart("and")),
            ]
        )
    }

    @Test("results find their calls by id, whatever their order and turn")
    func resultsByID() throws {
        let request = try read(
            #"""
            {"contents":[{"role":"model","parts":[{"functionCall":{"id":"1","name":"a"}},{"functionCall":{"id":"2","name":"a"}}]},
            {"role":"user","parts":[{"functionResponse":{"id":"2","name":"a","response":{"output":"second"},
            "parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}}]},
            {"role":"user","parts":[{"functionResponse":{"id":"1","response":{}}}]}]}
            """#
        )
        let image = Part.image(MediaPart(.base64("AA=="), mediaType: "image/png"))
        #expect(
            request.messages[1].parts
                == [.toolResult(ToolResult(callID: "2", name: "a", content: [.text(TextPart("second")), image]))]
        )
        #expect(
            request.messages[2].parts
                == [.toolResult(ToolResult(callID: "1", name: "a", content: [.text(TextPart("{}"))]))]
        )
    }

    @Test("what clients gather from a stream chunk by chunk is one text and one thought again")
    func chunks() throws {
        let seal = OpaqueToken("seal", from: .anthropicMessages)
        let enveloped = seal.text(on: .gemini)
        let request = try read(
            #"""
            {"contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"role":"model","parts":[
            {"text":"th","thought":true},{"text":"ink","thought":true},{"text":"","thought":true,"thoughtSignature":"\#(enveloped)"},
            {"text":"He"},{"text":"llo"},{"text":"","thoughtSignature":"G"}]}]}
            """#
        )
        #expect(request.messages[0].parts.count == 2)
        #expect(
            request.messages[1].parts == [
                .thinking(Thinking("think", signature: seal)), .text(TextPart("Hello")),
                .text(TextPart("", signature: OpaqueToken("G", from: .gemini))),
            ]
        )
    }

    @Test("a very long turn in tiny pieces is read in linear time")
    func manyPieces() throws {
        let pieces = Array(repeating: #"{"text":"a"}"#, count: 100_000).joined(separator: ",")
        let calls = Array(repeating: #"{"functionCall":{"name":"f"}}"#, count: 50_000).joined(separator: ",")
        let results = Array(repeating: #"{"functionResponse":{"name":"f","response":{}}}"#, count: 50_000)
            .joined(separator: ",")
        let clock = ContinuousClock()
        let time = try clock.measure {
            let request = try read(
                #"{"contents":[{"role":"model","parts":[\#(pieces),\#(calls)]},{"parts":[\#(results)]}]}"#
            )
            #expect(request.messages[0].parts.count == 50_001)
            #expect(request.messages[1].parts.count == 50_000)
        }
        // Debug builds take about two seconds; quadratic work would take minutes.
        #expect(time < .seconds(30))
    }

    // MARK: - Counting

    @Test(
        "both forms of a request to count tokens",
        arguments: [
            #"{"contents":[{"parts":[{"text":"x"}]}]}"#,
            #"{"generateContentRequest":{"model":"models/m","contents":[{"parts":[{"text":"x"}]}]}}"#,
            #"{"generate_content_request":{"model":"models/m","contents":[{"parts":[{"text":"x"}]}]}}"#,
        ]
    )
    func count(body: String) throws {
        let request = try GeminiDialect().readCountRequest(try JSONValue(parsing: body), model: "m")
        #expect(request == ChatRequest(model: "m", messages: [Message(.user, "x")]))
    }

    @Test(
        "nonsense is refused and named",
        arguments: [
            ("[]", nil), ("{}", "contents"), (#"{"contents":[]}"#, "contents"), (#"{"contents":"x"}"#, "contents"),
            (#"{"contents":[1]}"#, "contents[0]"),
            (#"{"contents":[{"role":"system","parts":[]}]}"#, "contents[0].role"),
            (#"{"contents":[{"role":"user"}]}"#, "contents[0].parts"),
            (#"{"contents":[{"parts":[{}]}]}"#, "contents[0].parts[0]"),
            (#"{"contents":[{"parts":[{"text":1}]}]}"#, "contents[0].parts[0].text"),
            (#"{"contents":[{"parts":[{"functionCall":{"name":"f"}}]}]}"#, "contents[0].parts[0]"),
            (
                #"{"contents":[{"role":"model","parts":[{"functionCall":{}}]}]}"#,
                "contents[0].parts[0].functionCall.name"
            ),
            (
                #"{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f","args":[]}}]}]}"#,
                "contents[0].parts[0].functionCall.args"
            ),
            (
                #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png"}}]}]}"#,
                "contents[0].parts[0].inlineData.data"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"candidateCount":1000000000}}"#,
                "generationConfig.candidateCount"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"generation_config":{"max_output_tokens":-1}}"#,
                "generation_config.max_output_tokens"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{}]}]}"#,
                "tools[0].functionDeclarations[0].name"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"toolConfig":{"functionCallingConfig":{"mode":"MAYBE"}}}"#,
                "toolConfig.functionCallingConfig.mode"
            ),
        ] as [(String, String?)]
    )
    func refused(body: String, parameter: String?) throws {
        let error = try refusal(body)
        #expect(error.kind == .invalidRequest)
        #expect(error.parameter == parameter)
    }

    @Test("a request without a model is refused", arguments: ["", "models/"])
    func noModel(model: String) throws {
        #expect(try refusal(#"{"contents":[{"parts":[{"text":"x"}]}]}"#, model: model).parameter == "model")
    }
}

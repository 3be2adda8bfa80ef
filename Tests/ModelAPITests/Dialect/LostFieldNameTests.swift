import JSONText
import ModelAPI
import Testing

@Suite("Lost fields have the caller's names and positions")
struct LostFieldNameTests {
    /// A client's request, whom it is for, and what gets lost of it.
    struct Loss: Sendable, CustomTestStringConvertible {
        let what: String
        let client: DialectID
        let provider: DialectID
        let target: TargetProfile
        let body: String
        let names: [String]

        var testDescription: String { "\(client) to \(provider), \(target.model): \(what)" }

        init(
            _ what: String,
            from client: DialectID,
            to provider: DialectID,
            _ model: String,
            isVendor: Bool = true,
            _ body: String,
            _ names: [String]
        ) {
            self.what = what
            self.client = client
            self.provider = provider
            target = TargetProfile(model: model, isVendor: isVendor)
            self.body = body
            self.names = names
        }

        /// What is reported as lost, in order.
        func found() throws -> [String] {
            let caller = Dialects.dialect(client)
            let model = client == .gemini ? "m" : nil
            let request = try caller.readRequest(try JSONValue(parsing: body), model: model, stream: nil)
            let written = try Dialects.dialect(provider).writeRequest(request, for: target)
            return caller.names(of: written.dropped, in: request)
        }
    }

    @Test("OpenAI's callers", arguments: Loss.ofOpenAI)
    func openAI(_ loss: Loss) throws { #expect(try loss.found() == loss.names) }

    @Test("Anthropic's callers", arguments: Loss.ofAnthropic)
    func anthropic(_ loss: Loss) throws { #expect(try loss.found() == loss.names) }

    @Test("Gemini's callers", arguments: Loss.ofGemini)
    func gemini(_ loss: Loss) throws { #expect(try loss.found() == loss.names) }

    // MARK: - Counting, errors, no caller

    @Test("what gets lost on the way to a count of tokens is named where it stands")
    func counting() throws {
        let body = #"""
            {"generate_content_request":{"contents":[{"parts":[{"executable_code":{"code":"1"}},{"text":"x"}]}],
            "tools":[{"google_search":{}}],"safetySettings":[]}}
            """#
        let caller = GeminiDialect()
        let request = try caller.readCountRequest(try JSONValue(parsing: body), model: "m")
        let target = TargetProfile(model: "claude-sonnet-4-5")
        let written = try #require(try AnthropicMessagesDialect().writeCountRequest(request, for: target))
        #expect(
            caller.names(of: written.dropped, in: request) == [
                "generate_content_request.contents[0].parts[0].executable_code",
                "generate_content_request.tools[0].google_search", "generate_content_request.safetySettings",
            ]
        )
    }

    @Test(
        "conversations that make no sense are refused at the caller's turn",
        arguments: [
            (
                DialectID.openAIChat,
                #"""
                {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"hi"},
                {"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f"}}]},
                {"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"}]}
                """#,
                "messages[4]"
            ),
            (
                .anthropicMessages,
                #"""
                {"model":"m","max_tokens":5,"system":"s","messages":[{"role":"user","content":"hi"},
                {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
                {"role":"user","content":"well?"}]}
                """#,
                "messages[1]"
            ),
            (
                .gemini,
                #"""
                {"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"hi"}]},
                {"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}]}
                """#,
                "contents[1]"
            ),
        ]
    )
    func errors(_ client: DialectID, _ body: String, _ parameter: String) throws {
        let model = client == .gemini ? "m" : nil
        let request = try Dialects.dialect(client).readRequest(
            try JSONValue(parsing: body),
            model: model,
            stream: nil
        )
        for provider in DialectID.allCases {
            let error = #expect(throws: APIError.self) {
                try Dialects.dialect(provider).writeRequest(request, for: TargetProfile(model: "m"))
            }
            #expect(error?.parameter == parameter)
            #expect(error?.message.contains(parameter) == true)
        }
    }

    @Test("a request without a caller, and fields that are not there, have names all the same")
    func noCaller() {
        let request = ChatRequest(model: "m", messages: [Message(.user, "hi")])
        let nowhere = LostField.PartIndex(turn: 7, part: 8, nested: 9)
        let parts: [LostField.PartField] = [.whole, .cache, .signature, .detail, .name, .isError]
        let tools: [LostField.ToolField] = [.whole, .strict, .cache, .parameters, .keyword("minimum")]
        let requests: [LostField.RequestField] = [
            .temperature, .topP, .topK, .frequencyPenalty, .presencePenalty, .seed, .logitBias, .stopSequences,
            .choiceCount, .logprobs, .reasoning, .reasoningBudget, .includeThoughts, .toolChoice, .parallelToolCalls,
            .responseFormat, .responseFormatDescription, .responseFormatKeyword("minimum"), .endUser, .serviceTier,
        ]
        let fields: [LostField] =
            parts.flatMap { [.part(.init(turn: 0, part: 0), $0), .part(nowhere, $0)] }
            + tools.map { .tool(3, $0) } + requests.map(LostField.request)
            + [.turn(0, .name), .turn(9, .position), .verbatim("x.y")]
        for dialect in DialectID.allCases.map(Dialects.dialect) {
            for field in fields {
                let names = dialect.names(of: field, in: request)
                #expect(names.count == 1 && names.first?.isEmpty == false, "\(field)")
            }
        }
    }

    @Test("where a request came from is no part of what it says")
    func bookkeeping() throws {
        let body = try JSONValue(parsing: #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#)
        let request = try OpenAIChatDialect().readRequest(body, model: nil, stream: nil)
        #expect(request.source == body)
        #expect(request == ChatRequest(model: "m", messages: [Message(.user, "hi")]))
        #expect(request.hashValue == ChatRequest(model: "m", messages: [Message(.user, "hi")]).hashValue)
    }
}

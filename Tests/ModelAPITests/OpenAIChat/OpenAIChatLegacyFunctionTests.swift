import JSONText
import ModelAPI
import Testing

@Suite("OpenAI's deprecated functions")
struct OpenAIChatLegacyFunctionTests {
    private let dialect = OpenAIChatDialect()

    private func request(_ rest: String = "") throws -> ChatRequest {
        let body = #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"functions":[{"name":"f"}]\#(rest)}"#
        return try dialect.readRequest(try JSONValue(parsing: body), model: nil, stream: nil)
    }

    private static let calls: [Part] = [
        .text(TextPart("Look.")),
        .toolCall(
            ToolCall(id: "toolu_1", name: "f", arguments: #"{"a":1}"#, signature: OpaqueToken("S", from: .gemini))
        ),
    ]

    @Test("the form is told from the request: tools are not it, nor are both")
    func flag() throws {
        #expect(try request().usesLegacyFunctions)
        #expect(try request(#","function_call":{"name":"f"}"#).toolChoice == .named("f"))
        #expect(try !request(#","tools":[]"#).usesLegacyFunctions)
        let plain = try JSONValue(parsing: #"{"model":"m","messages":[{"role":"user","content":"Hi"}]}"#)
        #expect(try !dialect.readRequest(plain, model: nil, stream: nil).usesLegacyFunctions)
    }

    @Test("a call comes back as function_call, and its turn and result are read again")
    func whole() throws {
        let response = ChatResponse(id: "r", model: "m", choices: [Choice(parts: Self.calls, stop: .toolUse)])
        let choice = dialect.writeResponse(response, to: try request()).body["choices"]?[0]
        #expect(choice?["finish_reason"] == "function_call")
        let message = try #require(choice?["message"])
        #expect(message["function_call"]?["name"] == "f")
        #expect(message["function_call"]?["arguments"] == #"{"a":1}"#)
        #expect(message["tool_calls"] == nil)

        let next: JSONValue = [
            "model": "m", "functions": [["name": "f"]],
            "messages": [
                ["role": "user", "content": "Hi"], message, ["role": "function", "name": "f", "content": "7"],
            ],
        ]
        let read = try dialect.readRequest(next, model: nil, stream: nil)
        try ConversationCheck.toolTurns(read.messages)
        guard case .toolCall(let call)? = read.messages[1].parts.last,
            case .toolResult(let result)? = read.messages[2].parts.first
        else {
            Issue.record("no call and result in \(read.messages)")
            return
        }
        #expect(call.name == "f" && call.arguments == #"{"a":1}"#)
        #expect(call.signature == OpaqueToken("S", from: .gemini))
        #expect(result.callID == call.id && result.name == "f")
    }

    @Test("a text has no call and its own reason")
    func text() throws {
        let response = ChatResponse(
            id: "r",
            model: "m",
            choices: [Choice(parts: [.text(TextPart("a"))], stop: .toolUse)]
        )
        let choice = dialect.writeResponse(response, to: try request()).body["choices"]?[0]
        #expect(choice?["finish_reason"] == "stop")
        #expect(choice?["message"]?["function_call"] == nil)
    }

    @Test("a second call has no place: it is named, and goes along on request")
    func second() throws {
        let second = Part.toolCall(ToolCall(id: "toolu_2", name: "g", arguments: "{}"))
        let response = ChatResponse(
            id: "r",
            model: "m",
            choices: [Choice(parts: Self.calls + [second], stop: .toolUse)],
            source: .anthropicMessages
        )
        var request = try request()
        #expect(dialect.writeResponse(response, to: request).dropped == ["answer.content.tool_use[1]"])
        request.includesExtras = true
        let extras = dialect.writeResponse(response, to: request).body["kanmon"]?["extras"]
        #expect(extras == ["content.tool_use[1]": ["name": "g", "arguments": "{}"]])
    }

    @Test("a streamed call comes as pieces of function_call", arguments: [false, true])
    func streamed(_ includesExtras: Bool) throws {
        var request = try request()
        request.includesExtras = includesExtras
        let events: [StreamEvent] = [
            .start(StreamStart(id: "r", model: "m")),
            .blockStart(choice: 0, .toolCall(id: "c", name: "f", signature: nil)),
            .blockDelta(choice: 0, .arguments(#"{"a":"#)), .blockDelta(choice: 0, .arguments("1}")),
            .blockStop(choice: 0), .blockStart(choice: 0, .toolCall(id: "d", name: "g", signature: nil)),
            .blockDelta(choice: 0, .arguments("{}")), .blockStop(choice: 0), .finish(choice: 0, .toolUse), .end,
        ]
        let bytes = StreamRun.encode(events, with: dialect, for: request)
        let chunks = try #require(StreamClientEvent.events(in: bytes)).dropLast().map {
            try JSONValue(parsing: $0.data)
        }
        let deltas = chunks.compactMap { $0["choices"]?[0]?["delta"] }
        #expect(deltas.allSatisfy { $0["tool_calls"] == nil })
        let pieces = deltas.compactMap { $0["function_call"] }
        #expect(pieces.compactMap { $0["name"]?.string } == ["f"])
        #expect(pieces.compactMap { $0["arguments"]?.string }.joined() == #"{"a":1}"#)
        #expect(chunks.last?["choices"]?[0]?["finish_reason"] == "function_call")
        let extras = chunks.last?["kanmon"]?["extras"]
        let second: JSONValue = ["choices[0].message.tool_calls[1]": ["name": "g", "arguments": "{}"]]
        #expect(extras == (includesExtras ? .some(second) : .none))
        // Read again it is the one call.
        #expect(AssembledAnswer(try StreamRun.decode(bytes, with: dialect)).toolCalls().map(\.name) == ["f"])
    }

    @Test("a call without arguments has an empty object")
    func noArguments() throws {
        let events: [StreamEvent] = [
            .start(StreamStart(id: "r", model: "m")),
            .blockStart(choice: 0, .toolCall(id: "c", name: "f", signature: nil)), .blockStop(choice: 0),
            .finish(choice: 0, .toolUse), .end,
        ]
        let bytes = StreamRun.encode(events, with: dialect, for: try request())
        #expect(AssembledAnswer(try StreamRun.decode(bytes, with: dialect)).toolCalls().map(\.arguments) == ["{}"])
    }

    @Test("Claude is asked for one call at a time")
    func parallel() throws {
        let written = try AnthropicMessagesDialect().writeRequest(
            try request(),
            for: TargetProfile(model: "claude-sonnet-4-5")
        )
        #expect(written.body["tool_choice"] == ["type": "auto", "disable_parallel_tool_use": true])
    }
}

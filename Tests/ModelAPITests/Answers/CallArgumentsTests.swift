import JSONText
import ModelAPI
import Testing

@Suite("Arguments of calls that are not whole")
struct CallArgumentsTests {
    /// Where a stream goes wrong.
    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let provider: DialectID
        /// The stream up to the end of the call.
        let start: [String]
        /// Something behind the call.
        let more: [String]

        var testDescription: String { "\(name), \(provider.rawValue)" }

        /// The stream with one of its endings.
        func stream(_ ending: Ending, withMore: Bool = false) -> [UInt8] {
            let payloads = start + (withMore ? more : []) + ending.payloads(provider)
            return Array(payloads.map { "data: \($0)\n\n" }.joined().utf8)
        }
    }

    /// How a stream ends.
    enum Ending: CaseIterable {
        case done
        case calls
        case length
        case filtered

        func payloads(_ provider: DialectID) -> [String] {
            switch provider {
            case .openAIChat:
                let word = [.done: "stop", .calls: "tool_calls", .length: "length", .filtered: "content_filter"][self]
                return [
                    #"{"id":"r","choices":[{"index":0,"delta":{},"finish_reason":"\#(word ?? "")"}]}"#, "[DONE]",
                ]
            case .anthropicMessages:
                let word = [.done: "end_turn", .calls: "tool_use", .length: "max_tokens", .filtered: "refusal"][self]
                return [
                    #"{"type":"message_delta","delta":{"stop_reason":"\#(word ?? "")"},"usage":{"output_tokens":1}}"#,
                    #"{"type":"message_stop"}"#,
                ]
            case .gemini:
                let word = [.done: "STOP", .calls: "STOP", .length: "MAX_TOKENS", .filtered: "SAFETY"][self]
                return [#"{"candidates":[{"finishReason":"\#(word ?? "")"}]}"#]
            }
        }
    }

    private static func chat(_ arguments: String, index: Int = 0) -> String {
        let arguments = JSONValue.string(arguments).text
        return """
            {"id":"r","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":\(index),"id":"c\(index)",\
            "type":"function","function":{"name":"f","arguments":\(arguments)}}]}}]}
            """
    }

    private static func messages(_ input: String) -> [String] {
        let piece = JSONValue.string(input).text
        return [
            #"{"type":"message_start","message":{"id":"msg_1","model":"m"}}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":\#(piece)}}"#,
            #"{"type":"content_block_stop","index":0}"#,
        ]
    }

    private static func generated(_ call: String) -> String {
        #"{"candidates":[{"content":{"parts":[{"functionCall":\#(call)}]}}],"modelVersion":"m","responseId":"r"}"#
    }

    static let all: [Broken] =
        [#"{"a":"#, #"{"a":1"#, #"{"a" 1}"#, #"{"a":1}}"#, "[1]", "7", #""text""#, "f(x)", #"{"a":01}"#].flatMap {
            text in
            [
                Broken(
                    name: text,
                    provider: .openAIChat,
                    start: [chat(text)],
                    more: [#"{"id":"r","choices":[{"index":0,"delta":{"content":"and"}}]}"#]
                ),
                Broken(
                    name: text,
                    provider: .anthropicMessages,
                    start: messages(text),
                    more: [#"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"and"}}"#]
                ),
            ]
        } + [
            Broken(
                name: "announced and never continued",
                provider: .gemini,
                start: [generated(#"{"name":"f","willContinue":true}"#)],
                more: [#"{"candidates":[{"content":{"parts":[{"text":"and"}]}}]}"#]
            ),
            Broken(
                name: "a text left open",
                provider: .gemini,
                start: [
                    generated(#"{"name":"f","willContinue":true}"#),
                    generated(
                        #"{"partialArgs":[{"jsonPath":"$.a","stringValue":"x","willContinue":true}],"willContinue":true}"#
                    ),
                ],
                more: [generated(#"{"name":"g","args":{}}"#)]
            ),
        ]

    @Test("a stream that says it is done ends in an error for every client", arguments: all, [Ending.done, .calls])
    func done(_ broken: Broken, _ ending: Ending) throws {
        let hop = try TranslationHop.run(broken.stream(ending), from: broken.provider)
        #expect(hop.failure == CallArgumentsTests.error)
        #expect(hop.violations == [])
    }

    @Test("what was cut by a limit or a filter goes on as it is", arguments: all, [Ending.length, .filtered])
    func cut(_ broken: Broken, _ ending: Ending) throws {
        let hop = try TranslationHop.run(broken.stream(ending), from: broken.provider)
        #expect(hop.last == .end)
        #expect(hop.illegalSteps == [])
        let call = try #require(AssembledAnswer(hop.events).toolCalls().first)
        if broken.provider != .gemini { #expect(call.arguments == broken.name) }
        for side in hop.sides { #expect(side.client.ending == .clean, "\(side.dialect)") }
    }

    @Test("a broken call with something behind it is no cut, however the answer ends", arguments: all, Ending.allCases)
    func followed(_ broken: Broken, _ ending: Ending) throws {
        // On OpenAI's wire calls may run side by side: one that is not closed yet may still go on.
        if broken.provider == .openAIChat, !broken.name.hasSuffix("}"), !broken.name.hasSuffix("]") { return }
        let hop = try TranslationHop.run(broken.stream(ending, withMore: true), from: broken.provider)
        #expect(hop.failure == CallArgumentsTests.error)
        #expect(hop.violations == [])
    }

    @Test(
        "whole answers",
        arguments: [("stop", false), ("tool_calls", false), ("length", true), ("content_filter", true)]
    )
    func whole(_ reason: String, isCut: Bool) throws {
        for text in Self.all.filter({ $0.provider == .openAIChat }).map(\.name) {
            let answer: JSONValue = [
                "id": "r",
                "choices": [
                    [
                        "finish_reason": .string(reason),
                        "message": [
                            "tool_calls": [["id": "c", "function": ["name": "f", "arguments": .string(text)]]]
                        ],
                    ]
                ],
            ]
            let response = Result { try OpenAIChatDialect().readResponse(answer) }
            switch response {
            case .success(let response):
                #expect(isCut)
                #expect(response.choices[0].parts == [.toolCall(ToolCall(id: "c", name: "f", arguments: text))])
            case .failure(let error):
                #expect(!isCut)
                #expect(error as? APIError == Self.error)
            }
        }
        let answer: JSONValue = [
            "type": "message", "stop_reason": "tool_use",
            "content": [["type": "tool_use", "id": "t", "name": "f", "input": "no object"]],
        ]
        #expect(throws: Self.error) { try AnthropicMessagesDialect().readResponse(answer) }
    }

    @Test("no arguments at all are whole ones", arguments: ["", " ", "{}", "null"])
    func none(_ text: String) throws {
        for (provider, start) in [
            (DialectID.openAIChat, [Self.chat(text)]), (.anthropicMessages, Self.messages(text == "null" ? "" : text)),
        ] {
            let broken = Broken(name: text, provider: provider, start: start, more: [])
            let hop = try TranslationHop.run(broken.stream(.calls), from: provider)
            #expect(hop.violations == [])
            #expect(AssembledAnswer(hop.events).toolCalls().map(\.arguments) == ["{}"])
        }
    }

    @Test("a call of a custom tool, whose text is no JSON, is a field without a place")
    func custom() throws {
        let pieces = [
            #"{"index":0,"id":"c","type":"custom","custom":{"name":"f","input":""}}"#,
            #"{"index":0,"custom":{"input":"print("}}"#, #"{"index":0,"custom":{"input":"1)"}}"#,
        ]
        let start = pieces.map { #"{"id":"r","model":"m","choices":[{"index":0,"delta":{"tool_calls":[\#($0)]}}]}"# }
        let broken = Broken(name: "custom", provider: .openAIChat, start: start, more: [])
        let hop = try TranslationHop.run(broken.stream(.calls), from: .openAIChat)
        #expect(hop.last == .end)
        #expect(hop.violations == [])
        var request = ChatRequest(model: "m")
        request.includesExtras = true
        let bytes = StreamRun.encode(hop.events, with: GeminiDialect(), for: request)
        let last = try #require(StreamClientEvent.events(in: bytes)?.last)
        let call = try JSONValue(parsing: last.data)["kanmon"]?["extras"]?["choices[0].message.tool_calls[0]"]
        #expect(call == ["index": 0, "id": "c", "type": "custom", "custom": ["name": "f", "input": "print(1)"]])
    }

    private static let error = APIError(
        .upstreamError,
        "The provider's answer makes no sense: the arguments of a tool call are not a JSON object."
    )
}

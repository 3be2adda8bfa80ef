import ModelAPI
import Testing

extension GoldenHazardTests.Hazard {
    static let all = openAI + anthropic + gemini

    /// Chunks of one choice, `[DONE]` last.
    private static func chat(_ choices: [String]) -> String {
        choices.map { #"data: {"id":"r","model":"m","choices":[{"index":0,\#($0)}]}"# + "\n\n" }.joined()
            + "data: [DONE]\n\n"
    }

    private static func messages(_ events: [String]) -> String {
        let start =
            #"{"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":3,"output_tokens":1}}}"#
        return ([start] + events + [#"{"type":"message_stop"}"#]).map { "data: \($0)\n\n" }.joined()
    }

    private static func generated(_ chunks: [String]) -> String {
        chunks.map { #"data: {"candidates":[{\#($0)}],"modelVersion":"m","responseId":"r"}"# + "\n\n" }.joined()
    }

    private static let openAI: [Self] = [
        Self(
            name: "a role of its own, text in pieces, characters of two to four bytes",
            provider: .openAIChat,
            stream: chat([
                #""delta":{"role":"assistant"}"#, #""delta":{"content":"é"}"#, #""delta":{"content":"関🚪"}"#,
                #""delta":{},"finish_reason":"stop""#,
            ]),
            text: "é関🚪"
        ),
        Self(
            name: "calls from index 1, without arguments in every spelling, behind a text",
            provider: .openAIChat,
            stream: chat([
                #""delta":{"role":"assistant","content":"Look."}"#,
                #""delta":{"tool_calls":[{"index":1,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"#,
                #""delta":{"tool_calls":[{"index":2,"id":"b","type":"function","function":{"name":"g"}}]}"#,
                #""delta":{"tool_calls":[{"index":3,"id":"c","type":"function","function":{"name":"h","arguments":null}}]}"#,
                #""delta":{"tool_calls":[{"index":4,"id":"d","type":"function","function":{"name":"i","arguments":"{}"}}]}"#,
                #""delta":{},"finish_reason":"stop""#,
            ]),
            text: "Look.",
            calls: ["f{}", "g{}", "h{}", "i{}"],
            stop: .tools
        ),
        Self(
            name: "two calls side by side and thoughts in front",
            provider: .openAIChat,
            stream: chat([
                #""delta":{"role":"assistant","reasoning_content":"Hm"}"#, #""delta":{"reasoning_content":"m."}"#,
                #""delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}"#,
                #""delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}"#,
                #""delta":{"tool_calls":[{"index":0,"function":{"arguments":"12345678901234567890}"}}]}"#,
                #""delta":{"tool_calls":[{"index":1,"function":{"arguments":"1.50}"}}]}"#,
                #""delta":{},"finish_reason":"tool_calls""#,
            ]),
            thinking: "Hmm.",
            calls: [#"f{"x":12345678901234567890}"#, #"g{"y":1.50}"#],
            stop: .tools
        ),
        Self(
            name: "CRLF, comments, several data lines and a byte order mark",
            provider: .openAIChat,
            stream: "\u{FEFF}: hello\r\n\r\n"
                + "data: {\"id\":\"r\",\"model\":\"m\",\r\ndata: \"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\r\n\r\n"
                + "event: message\r\nid: 4\r\ndata:{\"id\":\"r\",\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\r\n\r\n"
                + "data: [DONE]\r\n\r\n",
            text: "a",
            stop: .length
        ),
        Self(
            name: "a filter that stops in the middle, an empty delta repeated behind the reason",
            provider: .openAIChat,
            stream: chat([
                #""delta":{"content":"a"}"#, #""delta":{},"finish_reason":"content_filter""#,
                #""delta":{"content":""}"#,
            ]),
            text: "a",
            stop: .filtered
        ),
        Self(
            name: "line separators and quotes inside a text",
            provider: .openAIChat,
            stream: chat([
                #""delta":{"content":"a\u2028b\r\n\ndata: [DONE]\n\n\"c\"\u0000"}"#,
                #""delta":{},"finish_reason":"stop""#,
            ]),
            text: "a\u{2028}b\r\n\ndata: [DONE]\n\n\"c\"\u{0}"
        ),
        Self(
            name: "annotations, which have no place elsewhere",
            provider: .openAIChat,
            stream: chat([#""delta":{"content":"a","annotations":[{"type":"url_citation"}]},"finish_reason":"stop""#]),
            text: "a"
        ),
    ]

    private static let anthropic: [Self] = [
        Self(
            name: "a second start, pings, indices with gaps",
            provider: .anthropicMessages,
            stream: messages([
                #"{"type":"ping"}"#, #"{"type":"message_start","message":{"id":"msg_2","model":"other"}}"#,
                #"{"type":"content_block_start","index":4,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
                #"{"type":"content_block_delta","index":4,"delta":{"type":"thinking_delta","thinking":"Hm."}}"#,
                #"{"type":"content_block_delta","index":4,"delta":{"type":"signature_delta","signature":"c2ln"}}"#,
                #"{"type":"content_block_stop","index":4}"#,
                #"{"type":"content_block_start","index":9,"content_block":{"type":"text","text":""}}"#,
                #"{"type":"content_block_delta","index":9,"delta":{"type":"text_delta","text":"関"}}"#,
                #"{"type":"content_block_stop","index":9}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{"output_tokens":5}}"#,
            ]),
            text: "関",
            thinking: "Hm."
        ),
        Self(
            name: "text between parallel calls, arguments with and without pieces",
            provider: .anthropicMessages,
            stream: messages([
                #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\": [1,"}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":" 2]}"}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"and"}}"#,
                #"{"type":"content_block_stop","index":1}"#,
                #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_2","name":"g","input":{"b":1e2}}}"#,
                #"{"type":"content_block_stop","index":2}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}"#,
            ]),
            text: "and",
            calls: [#"f{"a":[1,2]}"#, #"g{"b":1e2}"#],
            stop: .tools
        ),
        Self(
            name: "calls of the provider's own tools alone: no promise of calls",
            provider: .anthropicMessages,
            stream: messages([
                #"{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"s","input":{}}}"#,
                #"{"type":"content_block_stop","index":0}"#,
                #"{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"b3BhcXVl"}}"#,
                #"{"type":"content_block_stop","index":1}"#,
                #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}"#,
            ])
        ),
    ]

    private static let gemini: [Self] = [
        Self(
            name: "thoughts, signatures, calls without ids of the same name, a late usage",
            provider: .gemini,
            stream: generated([
                #""content":{"parts":[{"text":"Hm","thought":true}],"role":"model"}"#,
                #""content":{"parts":[{"text":"m.","thought":true,"thoughtSignature":"c2ln"}],"role":"model"}"#,
                #""content":{"parts":[{"text":"関"},{"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"c2lnMg=="}]}"#,
                #""content":{"parts":[{"functionCall":{"name":"f"}}]}"#,
                #""finishReason":"STOP""#,
            ]),
            text: "関",
            thinking: "Hmm.",
            calls: [#"f{"x":1}"#, "f{}"],
            stop: .tools
        ),
        Self(
            name: "a refused prompt",
            provider: .gemini,
            stream:
                "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"modelVersion\":\"m\",\"responseId\":\"r\"}\n\n",
            stop: .filtered
        ),
        Self(
            name: "all tokens spent on thoughts: no content at all",
            provider: .gemini,
            stream: generated([#""finishReason":"MAX_TOKENS","index":0"#]),
            stop: .length
        ),
        Self(
            name: "executable code, its result and a picture, which have no place elsewhere",
            provider: .gemini,
            stream: generated([
                #""content":{"parts":[{"text":"a"},{"executableCode":{"language":"PYTHON","code":"1"}}]}"#,
                #""content":{"parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}]}"#,
                #""content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw=="}},{"text":"b"}]},"finishReason":"STOP""#,
            ]),
            text: "ab"
        ),
    ]
}

import JSONText
import ModelAPI
import Testing

@Suite("What an answer loses between two dialects")
struct AnswerLossTests {
    /// An answer, and the paths that are lost on its way to a client.
    struct Loss: Sendable, CustomTestStringConvertible {
        let name: String
        let provider: DialectID
        let client: DialectID
        let answer: String
        let lost: [String]

        var testDescription: String { "\(name), \(provider.rawValue) to \(client.rawValue)" }
    }

    @Test("each member without a place is named, and on request goes along", arguments: AnswerLossTests.all)
    func members(_ loss: Loss) throws {
        let response = try Dialects.dialect(loss.provider).readResponse(try JSONValue(parsing: loss.answer))
        var request = ChatRequest(model: "m")
        let written = Dialects.dialect(loss.client).writeResponse(response, to: request)
        #expect(Set(written.dropped) == Set(loss.lost.map { "answer.\($0)" }))
        #expect(written.body["kanmon"] == nil)
        request.includesExtras = true
        let full = Dialects.dialect(loss.client).writeResponse(response, to: request)
        #expect(full.dropped == [])
        #expect(Set(full.body["kanmon"]?["extras"]?.object?.names ?? []) == Set(loss.lost))
    }

    private static func chat(_ message: String, _ choice: String = "", _ rest: String = "") -> String {
        """
        {"id":"r","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"a"\(message)}\(choice)}]\(rest)}
        """
    }

    private static func message(_ content: String, _ rest: String = "") -> String {
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[\(content)],"stop_reason":"end_turn",
        "stop_sequence":null\(rest)}
        """
    }

    private static func generated(_ parts: String, _ candidate: String = "", _ rest: String = "") -> String {
        """
        {"candidates":[{"content":{"parts":[\(parts)],"role":"model"},"index":0,"finishReason":"STOP"\(candidate)}],
        "modelVersion":"m","responseId":"r"\(rest)}
        """
    }

    private static let picture = #"{"inlineData":{"mimeType":"image/png","data":"iVBORw=="}}"#

    private static let all: [Loss] = fromOpenAI + fromAnthropic + fromGemini

    private static let fromOpenAI: [Loss] =
        [DialectID.anthropicMessages, .gemini].flatMap { client in
            [
                Loss(
                    name: "nothing but what says nothing",
                    provider: .openAIChat,
                    client: client,
                    answer: chat(
                        #","annotations":[],"audio":null,"reasoning_details":[{}]"#,
                        "",
                        #","x":"","y":{"z":null}"#
                    ),
                    lost: []
                ),
                Loss(
                    name: "annotations, sound, a vendor's reasoning details and citations",
                    provider: .openAIChat,
                    client: client,
                    answer: chat(
                        #","annotations":[{"type":"url_citation"}],"audio":{"id":"a","data":"AA=="},"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]"#,
                        #","native_finish_reason":"STOP""#,
                        #","citations":["https://a.test"],"provider":"p""#
                    ),
                    lost: [
                        "choices[0].message.annotations", "choices[0].message.audio",
                        "choices[0].message.reasoning_details",
                        "choices[0].native_finish_reason", "citations", "provider",
                    ]
                ),
                Loss(
                    name: "parts and calls of an unknown kind, and members of known ones",
                    provider: .openAIChat,
                    client: client,
                    answer: """
                        {"id":"r","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"content":[
                        {"type":"text","text":"a","logprob":1},{"type":"reference","reference_ids":[1]}],"tool_calls":[
                        {"id":"c","type":"function","mark":1,"function":{"name":"f","arguments":"{}","hint":"h"}},
                        {"id":"d","type":"custom","custom":{"name":"g","input":"x"}}]}}]}
                        """,
                    lost: [
                        "choices[0].message.content[0].logprob", "choices[0].message.content[1]",
                        "choices[0].message.tool_calls[0].mark", "choices[0].message.tool_calls[0].function.hint",
                        "choices[0].message.tool_calls[1]",
                    ]
                ),
                Loss(
                    name: "counts of other kinds; zeros and sums are none",
                    provider: .openAIChat,
                    client: client,
                    answer: chat(
                        "",
                        "",
                        #","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"cost":0.1,"completion_tokens_details":{"accepted_prediction_tokens":1,"rejected_prediction_tokens":0}}"#
                    ),
                    lost: ["usage.cost", "usage.completion_tokens_details.accepted_prediction_tokens"]
                ),
            ]
        } + [
            Loss(
                name: "all answers but the first, log probabilities, sound's share, the fingerprint",
                provider: .openAIChat,
                client: .anthropicMessages,
                answer: """
                    {"id":"r","model":"m","system_fingerprint":"fp","choices":[{"index":0,"message":{"content":"a"},
                    "finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":-1}]}},
                    {"index":1,"message":{"content":"b"},"finish_reason":"stop"}],
                    "usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"audio_tokens":4}}}
                    """,
                lost: [
                    "choices[1]", "choices[0].logprobs", "system_fingerprint",
                    "usage.prompt_tokens_details.audio_tokens",
                ]
            ),
            Loss(
                name: "a picture",
                provider: .openAIChat,
                client: .anthropicMessages,
                answer: chat(#","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}}]"#),
                lost: ["choices[0].message.images[0]"]
            ),
            Loss(
                name: "a picture that has a place, a tier, the stop sequence",
                provider: .openAIChat,
                client: .gemini,
                answer: chat(
                    #","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}}]"#,
                    #","stop_reason":"END""#,
                    #","service_tier":"flex""#
                ),
                lost: ["service_tier", "choices[0].stop_reason"]
            ),
            Loss(
                name: "a call cut off by the limit",
                provider: .openAIChat,
                client: .gemini,
                answer: """
                    {"id":"r","model":"m","choices":[{"index":0,"finish_reason":"length","message":{"content":null,
                    "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\\"a\\":"}}]}}]}
                    """,
                lost: ["choices[0].message.tool_calls[0]"]
            ),
        ]

    private static let fromAnthropic: [Loss] =
        [DialectID.openAIChat, .gemini].flatMap { client in
            [
                Loss(
                    name: "citations, server tools, containers, counts of them",
                    provider: .anthropicMessages,
                    client: client,
                    answer: message(
                        #"{"type":"text","text":"a","citations":[{"type":"char_location"}]},{"type":"text","text":"b","citations":null},{"type":"server_tool_use","id":"s","name":"web_search","input":{}},{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"direct"}},{"type":"tool_use","id":"u","name":"f","input":{},"caller":{"type":"code_execution"}}"#,
                        #","container":{"id":"c"},"usage":{"input_tokens":1,"output_tokens":1,"inference_geo":"not_available","server_tool_use":{"web_search_requests":1,"web_fetch_requests":0}}"#
                    ),
                    lost: [
                        "content[0].citations", "content[2]", "content[4].caller", "container", "usage.server_tool_use",
                    ]
                ),
                Loss(
                    name: "an hour's cache, and a reason not known here",
                    provider: .anthropicMessages,
                    client: client,
                    answer: """
                        {"id":"msg_1","type":"message","model":"m","content":[],"stop_reason":"compaction","usage":
                        {"input_tokens":1,"output_tokens":1,"cache_creation_input_tokens":5,
                        "cache_creation":{"ephemeral_1h_input_tokens":5,"ephemeral_5m_input_tokens":0}}}
                        """,
                    lost: ["stop_reason", "usage.cache_creation.ephemeral_1h_input_tokens"]
                ),
            ]
        } + [
            Loss(
                name: "which stop sequence it was",
                provider: .anthropicMessages,
                client: .openAIChat,
                answer:
                    #"{"id":"m","type":"message","content":[],"stop_reason":"stop_sequence","stop_sequence":"END"}"#,
                lost: ["stop_sequence"]
            ),
            Loss(
                name: "a tier",
                provider: .anthropicMessages,
                client: .gemini,
                answer: message("", #","usage":{"input_tokens":1,"output_tokens":1,"service_tier":"priority"}"#),
                lost: ["usage.service_tier"]
            ),
        ]

    private static let fromGemini: [Loss] =
        [DialectID.openAIChat, .anthropicMessages].flatMap { client in
            [
                Loss(
                    name: "grounding, citations, ratings, contexts of addresses",
                    provider: .gemini,
                    client: client,
                    answer: generated(
                        #"{"text":"a"}"#,
                        #","safetyRatings":[{"category":"C"}],"citationMetadata":{"citationSources":[{"uri":"u"}]},"groundingMetadata":{"webSearchQueries":["q"]},"urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"u"}]},"avgLogprobs":-1,"tokenCount":3"#,
                        #","promptFeedback":{"safetyRatings":[{"category":"D"}]},"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3,"promptTokensDetails":[{"modality":"TEXT","tokenCount":3}],"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":9}]}"#
                    ),
                    lost: [
                        "candidates[0].safetyRatings", "candidates[0].citationMetadata",
                        "candidates[0].groundingMetadata",
                        "candidates[0].urlContextMetadata", "promptFeedback.safetyRatings",
                        "usageMetadata.candidatesTokensDetails",
                    ]
                ),
                Loss(
                    name: "code, sound, members of parts",
                    provider: .gemini,
                    client: client,
                    answer: generated(
                        #"{"executableCode":{"code":"1"}},{"inlineData":{"mimeType":"audio/wav","data":"AA=="}},{"text":"a","partMetadata":{"k":1}},{"functionCall":{"name":"f","new":1}}"#
                    ),
                    lost: [
                        "candidates[0].content.parts[0]", "candidates[0].content.parts[1]",
                        "candidates[0].content.parts[2].partMetadata",
                        "candidates[0].content.parts[3].functionCall.new",
                    ]
                ),
            ]
        } + [
            Loss(
                name: "a word for a filter",
                provider: .gemini,
                client: .openAIChat,
                answer: #"{"candidates":[{"finishReason":"RECITATION"}],"responseId":"r"}"#,
                lost: ["candidates[0].finishReason"]
            ),
            Loss(
                name: "a picture, sealed or not",
                provider: .gemini,
                client: .anthropicMessages,
                answer: generated(
                    #"\#(picture),{"inlineData":{"mimeType":"image/png","data":"AA=="},"thoughtSignature":"UQ=="}"#
                ),
                lost: [
                    "candidates[0].content.parts[0]", "candidates[0].content.parts[1]",
                    "candidates[0].content.parts[1].thoughtSignature",
                ]
            ),
            Loss(
                name: "a picture that has a place",
                provider: .gemini,
                client: .openAIChat,
                answer: generated(picture),
                lost: []
            ),
        ]

    @Test("a generated picture goes between the dialects that have a place for one")
    func pictures() throws {
        let gemini = try GeminiDialect().readResponse(try JSONValue(parsing: Self.generated(Self.picture)))
        let chat = OpenAIChatDialect().writeResponse(gemini, to: ChatRequest(model: "m")).body
        let url = chat["choices"]?[0]?["message"]?["images"]?[0]?["image_url"]?["url"]
        #expect(url == "data:image/png;base64,iVBORw==")
        let read = try OpenAIChatDialect().readResponse(chat)
        let back = GeminiDialect().writeResponse(read, to: ChatRequest(model: "m")).body
        #expect(back["candidates"]?[0]?["content"]?["parts"] == [try JSONValue(parsing: Self.picture)])
    }

    @Test("a field's value goes along as the provider wrote it")
    func values() throws {
        var request = ChatRequest(model: "m")
        request.includesExtras = true
        let answer = Self.generated(#"{"text":"a"}"#, #","groundingMetadata":{"b":1.50,"a":[12345678901234567890]}"#)
        let response = try GeminiDialect().readResponse(try JSONValue(parsing: answer))
        let written = AnthropicMessagesDialect().writeResponse(response, to: request).body
        #expect(
            written["kanmon"]?.text
                == #"{"extras":{"candidates[0].groundingMetadata":{"b":1.50,"a":[12345678901234567890]}}}"#
        )
    }
}

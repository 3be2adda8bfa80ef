import JSONText
import ModelAPI
import Testing

@Suite("Gemini answers")
struct GeminiAnswerTests {
    private let dialect = GeminiDialect()

    private func read(_ text: String) throws -> ChatResponse {
        try dialect.readResponse(try JSONValue(parsing: text))
    }

    // MARK: - Recordings

    @Test("a recorded text", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func recordedText() throws {
        let body = try Recordings.json("gemini/google-text.json")
        let response = try dialect.readResponse(body)
        #expect(response.id == "Un6LacrVMcjUxs0PmJfWoQc")
        #expect(response.model == "gemini-3-pro-preview")
        let part = try #require(body["candidates"]?[0]?["content"]?["parts"]?[0])
        let signature = OpaqueToken(try #require(part["thoughtSignature"]?.string), from: .gemini)
        let text = TextPart(try #require(part["text"]?.string), signature: signature)
        #expect(response.choices == [Choice(parts: [.text(text)], stop: .endTurn)])
        var usage = Usage()
        usage.input = 9
        usage.output = 272
        usage.reasoning = 244
        #expect(response.usage == usage)
        #expect(usage.total == body["usageMetadata"]?["totalTokenCount"]?.int)
        let bytes = try Recordings.bytes("gemini/google-text.json")
        #expect(try dialect.usage(of: bytes.span) == usage)
    }

    @Test(
        "a recorded call",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: ["google-tool-call.json", "google-tool-call-gemini3.json"]
    )
    func recordedCall(name: String) throws {
        let body = try Recordings.json("gemini/\(name)")
        let response = try dialect.readResponse(body)
        let part = try #require(body["candidates"]?[0]?["content"]?["parts"]?[0])
        let call = ToolCall(
            id: "call_km0_" + String(response.id.suffix(16)),
            name: "weather",
            arguments: #"{"location":"San Francisco"}"#,
            signature: OpaqueToken(try #require(part["thoughtSignature"]?.string), from: .gemini)
        )
        #expect(response.choices == [Choice(parts: [.toolCall(call)], stop: .toolUse)])
        #expect(response.usage?.total == body["usageMetadata"]?["totalTokenCount"]?.int)
    }

    @Test(
        "what is read is written back the same",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: ["google-text", "google-reasoning-gemini3", "google-tool-call", "google-tool-call-gemini3"]
    )
    func roundTrip(name: String) throws {
        let body = try Recordings.json("gemini/\(name).json")
        var response = try dialect.readResponse(body)
        let written = dialect.writeResponse(response, to: ChatRequest(model: "m")).body
        // Its own fields go on only where nothing is translated.
        response.unmapped = []
        #expect(try dialect.readResponse(written) == response)
        #expect(written["candidates"]?[0]?["content"]?["parts"] == body["candidates"]?[0]?["content"]?["parts"])
        for count in ["promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"] {
            #expect(written["usageMetadata"]?[count] == body["usageMetadata"]?[count])
        }
    }

    // MARK: - Reading

    @Test(
        "reasons to end",
        arguments: [
            ("STOP", StopReason.endTurn), ("MAX_TOKENS", .maxTokens), ("SAFETY", .contentFilter("SAFETY")),
            ("RECITATION", .contentFilter("RECITATION")), ("BLOCKLIST", .contentFilter("BLOCKLIST")),
            ("PROHIBITED_CONTENT", .contentFilter("PROHIBITED_CONTENT")), ("SPII", .contentFilter("SPII")),
            ("IMAGE_SAFETY", .contentFilter("IMAGE_SAFETY")), ("IMAGE_OTHER", .contentFilter("IMAGE_OTHER")),
            ("MALFORMED_FUNCTION_CALL", .other("MALFORMED_FUNCTION_CALL")),
            ("UNEXPECTED_TOOL_CALL", .other("UNEXPECTED_TOOL_CALL")), ("OTHER", .other("OTHER")),
            ("LANGUAGE", .other("LANGUAGE")), ("SOMETHING_NEW", .other("SOMETHING_NEW")),
        ]
    )
    func reasons(word: String, stop: StopReason) throws {
        let response = try read(
            #"{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"\#(word)"}],"responseId":"r"}"#
        )
        #expect(response.choices[0].stop == stop)
        if word != "SOMETHING_NEW" {
            let written = dialect.writeResponse(response, to: ChatRequest(model: "m")).body
            #expect(written["candidates"]?[0]?["finishReason"]?.string == word)
        }
    }

    @Test(
        "reasons of other dialects",
        arguments: [
            (StopReason.toolUse, "STOP"), (.stopSequence("x"), "STOP"), (.contextWindow, "MAX_TOKENS"),
            (.contentFilter("content_filter"), "SAFETY"), (.refusal("no"), "SAFETY"), (.pause, "OTHER"),
            (.other("?"), "OTHER"),
        ]
    )
    func otherReasons(stop: StopReason, word: String) {
        let response = ChatResponse(id: "r", model: "m", choices: [Choice(stop: stop)])
        let written = dialect.writeResponse(response, to: ChatRequest(model: "m")).body
        #expect(written["candidates"]?[0]?["finishReason"]?.string == word)
    }

    @Test("a refused prompt is an answer that a filter stopped")
    func blocked() throws {
        let response = try read(#"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}"#)
        #expect(response.choices == [Choice(stop: .contentFilter("SAFETY"))])
        #expect(response.usage?.input == 4)
    }

    @Test("parts of all kinds")
    func parts() throws {
        let response = try read(
            #"""
            {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":""},{},
            {"text":"","thoughtSignature":"S"},{"inlineData":{"mimeType":"image/png","data":"AA=="}},
            {"inlineData":{"mimeType":"image/png","data":"AA=="},"thoughtSignature":"T"},
            {"executableCode":{"language":"PYTHON","code":"1"}},{"functionCall":{"id":"own","name":"f"}},
            {"functionCall":{"name":"g","args":{"a":12345678901234567890}}},{"newThing":1}]},"finishReason":"STOP"},
            {"content":{"parts":[{"functionCall":{"name":"h"}}]},"finishReason":"STOP","index":1}],
            "responseId":"a/b?c-d","modelVersion":"m","createTime":"2026-05-04T20:01:02.264968Z"}
            """#
        )
        let gemini = DialectID.gemini
        var image = MediaPart(.base64("AA=="), mediaType: "image/png")
        image.path = "candidates[0].content.parts[4]"
        var sealed = image
        sealed.path = "candidates[0].content.parts[5]"
        #expect(
            response.choices[0].parts == [
                .thinking(Thinking("hm")), .text(TextPart("", signature: OpaqueToken("S", from: gemini))),
                .image(image), .image(sealed),
                .foreign(
                    ForeignPart(
                        dialect: gemini,
                        type: "executableCode",
                        value: ["executableCode": ["language": "PYTHON", "code": "1"]],
                        path: "candidates[0].content.parts[6]"
                    )
                ),
                .toolCall(ToolCall(id: "own", name: "f", arguments: "{}")),
                .toolCall(ToolCall(id: "call_km1_abc-d", name: "g", arguments: #"{"a":12345678901234567890}"#)),
                .foreign(
                    ForeignPart(
                        dialect: gemini,
                        type: "newThing",
                        value: ["newThing": 1],
                        path: "candidates[0].content.parts[9]"
                    )
                ),
            ]
        )
        #expect(
            response.unmapped == [ChatRequest.UnmappedField("candidates[0].content.parts[5].thoughtSignature", "T")]
        )
        #expect(response.choices[1].parts == [.toolCall(ToolCall(id: "call_km1000_abc-d", name: "h", arguments: "{}"))])
        #expect(response.choices[1].stop == .toolUse)
        #expect(response.created == 1_777_924_862)
    }

    @Test(
        "what is no answer is the provider's fault",
        arguments: [
            "{}", "[]", #"{"candidates":[]}"#, #"{"candidates":[1]}"#, #"{"candidates":[{"index":-1}]}"#,
            #"{"candidates":[{"index":99999999999}]}"#, #"{"candidates":[{"content":{"parts":[{"text":1}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"functionCall":{}}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"functionResponse":{"name":"f"}}]}}]}"#,
            #"{"error":{"code":500,"message":"x"}}"#,
        ]
    )
    func unreadable(body: String) throws {
        let error = #expect(throws: APIError.self) { try read(body) }
        #expect(error?.kind == .upstreamError)
        #expect(error?.parameter == nil)
    }

    // MARK: - Usage

    @Test(
        "usage",
        arguments: [
            (
                #"{"promptTokenCount":100,"cachedContentTokenCount":60,"toolUsePromptTokenCount":7,"candidatesTokenCount":5,"thoughtsTokenCount":3,"totalTokenCount":115}"#,
                [47, 60, 8, 3, 0, 0]
            ),
            (
                #"{"promptTokenCount":30,"promptTokensDetails":[{"modality":"TEXT","tokenCount":10},{"modality":"AUDIO","tokenCount":20}],"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":4}],"cachedContentTokenCount":4,"candidatesTokenCount":9,"candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":8}]}"#,
                [26, 4, 9, 0, 16, 8]
            ),
            (#"{"promptTokenCount":-5,"candidatesTokenCount":1e99,"cachedContentTokenCount":7}"#, [0, 0, 0, 0, 0, 0]),
            (
                #"{"promptTokenCount":9223372036854775807,"toolUsePromptTokenCount":9223372036854775807,"candidatesTokenCount":9223372036854775807,"thoughtsTokenCount":9223372036854775807}"#,
                [Int.max, 0, Int.max, Int.max, 0, 0]
            ),
        ]
    )
    func usage(metadata: String, counts: [Int]) throws {
        let body = Array(#"{"candidates":[],"usageMetadata":\#(metadata)}"#.utf8)
        let usage = try #require(try dialect.usage(of: body.span))
        #expect(
            [usage.input, usage.cacheRead, usage.output, usage.reasoning, usage.audioInput, usage.audioOutput] == counts
        )
        // Absurd counts must not trap on their way out either.
        let response = ChatResponse(id: "r", model: "m", choices: [Choice(stop: .endTurn)], usage: usage)
        let written = dialect.writeResponse(response, to: ChatRequest(model: "m")).body
        #expect(written["usageMetadata"]?["totalTokenCount"]?.int == usage.total)
    }

    @Test("usage that counts nothing is none")
    func noUsage() throws {
        #expect(try dialect.usage(of: Array(#"{"usageMetadata":{"trafficType":"ON_DEMAND"}}"#.utf8).span) == nil)
        #expect(try dialect.usage(of: Array("{}".utf8).span) == nil)
        #expect(throws: JSONError.self) { try dialect.usage(of: Array("{".utf8).span) }
    }

    @Test("cache writes of other providers are part of the prompt")
    func cacheWrites() {
        var usage = Usage()
        usage.input = 10
        usage.cacheRead = 20
        usage.cacheWrite5m = 30
        usage.cacheWrite1h = 40
        usage.output = 7
        usage.reasoning = 2
        let response = ChatResponse(id: "r", model: "m", choices: [], usage: usage)
        let written = dialect.writeResponse(response, to: ChatRequest(model: "m")).body["usageMetadata"]
        #expect(
            written?.text
                == #"{"promptTokenCount":100,"candidatesTokenCount":5,"totalTokenCount":107,"cachedContentTokenCount":20,"thoughtsTokenCount":2}"#
        )
    }

    // MARK: - Writing

    @Test("parts of other dialects find their way to a client and back to their providers")
    func otherParts() throws {
        let seal = OpaqueToken("SEAL", from: .anthropicMessages)
        let parts: [Part] = [
            .thinking(Thinking("hm", signature: seal)), .redactedThinking(OpaqueToken("RED", from: .anthropicMessages)),
            .text(TextPart("Hi")),
            .toolCall(ToolCall(id: "toolu_1", name: "f", arguments: #"{"b":1,"a":2.0}"#, signature: seal)),
        ]
        let response = ChatResponse(id: "msg_1", model: "m", choices: [Choice(parts: parts, stop: .toolUse)])
        let written = dialect.writeResponse(response, to: ChatRequest(model: "m")).body
        #expect(written["responseId"] == "msg_1")
        let content = try #require(written["candidates"]?[0]?["content"])
        #expect(content["parts"]?[3]?["functionCall"]?.text == #"{"id":"toolu_1","name":"f","args":{"b":1,"a":2.0}}"#)
        let answer: JSONValue = [
            "role": "user",
            "parts": [["functionResponse": ["id": "toolu_1", "name": "f", "response": ["result": "x"]]]],
        ]
        let next = try dialect.readRequest(["contents": [content, answer]], model: "m", stream: nil)
        #expect(next.messages[0].parts == parts)
        #expect(
            next.messages[1].parts == [
                .toolResult(ToolResult(callID: "toolu_1", name: "f", content: [.text(TextPart("x"))]))
            ]
        )
    }

    @Test("a call whose arguments are no object ends as a malformed call")
    func malformedCall() {
        let call = Part.toolCall(ToolCall(id: "1", name: "f", arguments: "{\"a\":"))
        let response = ChatResponse(id: "r", model: "m", choices: [Choice(parts: [call], stop: .toolUse)])
        let candidate = dialect.writeResponse(response, to: ChatRequest(model: "m")).body["candidates"]?[0]
        #expect(candidate?["finishReason"] == "MALFORMED_FUNCTION_CALL")
        #expect(candidate?["content"]?["parts"]?.array?.isEmpty == true)
    }

    @Test("log probabilities change form and back")
    func logprobs() throws {
        let result = #"""
            {"topCandidates":[{"candidates":[{"token":"é","logProbability":-0.5},{"token":"b","logProbability":-1.25}]}],
            "chosenCandidates":[{"token":"é","logProbability":-0.5}]}
            """#
        let response = try read(
            #"{"candidates":[{"content":{"parts":[{"text":"é"}]},"finishReason":"STOP","logprobsResult":\#(result)}]}"#
        )
        #expect(
            response.choices[0].logprobs?.text
                == #"{"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[{"token":"é","logprob":-0.5,"bytes":[195,169]},{"token":"b","logprob":-1.25,"bytes":[98]}]}]}"#
        )
        let candidate = dialect.writeResponse(response, to: ChatRequest(model: "m")).body["candidates"]?[0]
        #expect(candidate?["logprobsResult"] == (try JSONValue(parsing: result)))
        #expect(candidate?["avgLogprobs"] == -0.5)
    }

    @Test("counts and lists of models")
    func others() throws {
        #expect(dialect.writeCount(12).text == #"{"totalTokens":12}"#)
        #expect(try dialect.readCount(["totalTokens": 12, "cachedContentTokenCount": 3]) == 12)
        for body: JSONValue in [[:], ["totalTokens": -1], ["totalTokens": "12"]] {
            #expect(throws: APIError.self) { try dialect.readCount(body) }
        }
        let models = dialect.writeModels([ModelEntry(name: "claude/x", owner: "claude", created: 0)])
        #expect(models["models"]?[0]?["name"] == "models/claude/x")
        #expect(models["models"]?[0]?["displayName"] == "claude/x")
        #expect(models["models"]?[0]?["supportedGenerationMethods"]?[0] == "generateContent")
    }
}

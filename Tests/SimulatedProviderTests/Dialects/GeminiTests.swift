import JSONText
import Testing

@testable import SimulatedProvider

@Suite struct GeminiTests {
    private let target = "/v1beta/models/sim-1:generateContent"

    private func ask(_ text: String, _ more: JSONObject = [:]) -> JSONValue {
        Exchange(target, Requests.gemini(text, more)).json
    }

    private func parts(_ answer: JSONValue) -> [JSONValue] {
        answer["candidates"]?[0]?["content"]?["parts"]?.array ?? []
    }

    @Test("a tool loop works when the signatures come back unmodified, and only then")
    func loop() throws {
        let tools = Requests.geminiTools("weather", "clock")
        let calls = parts(ask("weather and clock city=Rome", ["tools": tools]))
        #expect(calls.compactMap { $0["functionCall"]?["name"]?.string } == ["weather", "clock"])
        #expect(calls.first?["functionCall"]?["args"] == ["city": "Rome"])
        #expect(calls.allSatisfy { $0["thoughtSignature"]?.string?.isEmpty == false })

        func next(_ calls: [JSONValue], model: String = "sim-1", responses: Int = 2) -> Exchange {
            let results = (0..<responses).map { index -> JSONValue in
                ["functionResponse": ["name": "weather", "response": ["result": "r\(index)"]]]
            }
            let contents: JSONValue = [
                ["role": "user", "parts": [["text": "weather and clock"]]],
                ["role": "model", "parts": .array(calls)], ["role": "user", "parts": .array(results)],
            ]
            return Exchange("/v1beta/models/\(model):generateContent", ["contents": contents, "tools": tools])
        }
        #expect(parts(next(calls).json).first?["text"] == #"Result 1: "r0". Result 2: "r1"."#)

        let unsigned = calls.map { call -> JSONValue in ["functionCall": call["functionCall"] ?? nil] }
        #expect(next(unsigned).status == 400)
        #expect(next(unsigned).json["error"]?["message"]?.string?.contains("missing a thought_signature") == true)
        #expect(next(unsigned, model: "gemini-2.5-flash").status == 200)

        let swapped = [calls[0], calls[1]].enumerated().map { index, call -> JSONValue in
            [
                "functionCall": call["functionCall"] ?? nil,
                "thoughtSignature": calls[1 - index]["thoughtSignature"] ?? nil,
            ]
        }
        #expect(next(swapped).json["error"]?["message"] == "Thought signature is not valid.")
        #expect(
            next(calls, responses: 1).json["error"]?["message"]?.string?.contains("number of function response") == true
        )
    }

    @Test("thoughts are shown on request, counted apart and signed on the last part")
    func thoughts() {
        let answer = ask("hi", ["generationConfig": ["thinkingConfig": ["includeThoughts": true]]])
        #expect(parts(answer).first?["thought"] == true)
        #expect(parts(answer).last?["thoughtSignature"]?.string?.isEmpty == false)
        let usage = answer["usageMetadata"]
        let sum = ["promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount"].compactMap { usage?[$0]?.int }
        #expect(sum.count == 3)
        #expect(usage?["totalTokenCount"]?.int == sum.reduce(0, +))
        let hidden = ask("hi", ["generationConfig": ["thinkingConfig": ["thinkingBudget": 100]]])
        #expect(parts(hidden).count == 1)
        #expect(hidden["usageMetadata"]?["thoughtsTokenCount"]?.int == usage?["thoughtsTokenCount"]?.int)
        let off = ask("hi", ["generationConfig": ["thinkingConfig": ["thinkingBudget": 0]]])
        #expect(off["usageMetadata"]?["thoughtsTokenCount"] == nil)
    }

    @Test(
        "modes of function calling",
        arguments: [
            ("weather", "AUTO", ["weather"]), ("hi", "AUTO", []), ("hi", "ANY", ["weather"]), ("weather", "NONE", []),
        ]
    )
    func modes(text: String, mode: String, names: [String]) {
        let answer = ask(
            text,
            [
                "tools": Requests.geminiTools("weather"),
                "toolConfig": ["functionCallingConfig": ["mode": .string(mode)]],
            ]
        )
        #expect(parts(answer).compactMap { $0["functionCall"]?["name"]?.string } == names)
        #expect(answer["candidates"]?[0]?["finishReason"] == "STOP")
    }

    @Test("structured output in both schema languages, enums, limits and both spellings of names")
    func configuration() {
        let openAPI: JSONValue = ["type": "OBJECT", "properties": ["city": ["type": "STRING"]]]
        for name in ["responseSchema", "response_schema"] {
            let config = JSONValue.object(
                JSONObject([.init("response_mime_type", "application/json"), .init(name, openAPI)])
            )
            #expect(parts(ask("city=Bonn", ["generation_config": config])).first?["text"] == #"{"city":"Bonn"}"#)
        }
        let json: JSONObject = ["responseMimeType": "application/json", "responseJsonSchema": Requests.citySchema]
        #expect(parts(ask("x", ["generationConfig": .object(json)])).first?["text"] == #"{"city":"sample"}"#)
        let word: JSONValue = [
            "responseMimeType": "text/x.enum", "responseSchema": ["type": "STRING", "enum": ["UP", "DOWN"]],
        ]
        #expect(parts(ask("x", ["generationConfig": word])).first?["text"] == "UP")
        #expect(
            ask("x", ["generationConfig": ["maxOutputTokens": 1]])["candidates"]?[0]?["finishReason"] == "MAX_TOKENS"
        )
        #expect(ask("x", ["generationConfig": ["candidateCount": 2]])["candidates"]?.array?.count == 2)
    }

    @Test("safety: a refused answer and a blocked prompt")
    func safety() {
        let refused = ask("please refuse")
        #expect(refused["candidates"]?[0]?["finishReason"] == "SAFETY")
        #expect(parts(refused).isEmpty)
        let blocked = ask("block prompt")
        #expect(blocked["candidates"] == nil)
        #expect(blocked["promptFeedback"]?["blockReason"] == "SAFETY")
    }

    @Test("media are acknowledged and counted by modality")
    func media() {
        let contents: JSONValue = [
            [
                "parts": [
                    ["text": "look"], ["inlineData": ["mimeType": "image/png", "data": "Zm9v"]],
                    ["fileData": ["mimeType": "video/mp4", "fileUri": "gs://b/f"]],
                ]
            ]
        ]
        let answer = Exchange(target, ["contents": contents]).json
        let text = parts(answer).first?["text"]?.string ?? ""
        #expect(text.contains("Received 1 image: image/png, 3 bytes."))
        #expect(text.contains("Received 1 video: video/mp4, at gs://b/f."))
        let details = answer["usageMetadata"]?["promptTokensDetails"]?.array ?? []
        #expect(details.compactMap { $0["modality"]?.string } == ["TEXT", "IMAGE", "VIDEO"])
        #expect(details.compactMap { $0["tokenCount"]?.int } == [1, Media.tokens, Media.tokens])
    }

    @Test("tokens are counted, bare and wrapped; cached contents are part of the prompt")
    func count() {
        let body = Requests.gemini("12345678")
        #expect(Exchange("/v1beta/models/m:countTokens", body).json == ["totalTokens": 2])
        #expect(Exchange("/v1beta/models/m:countTokens", ["generateContentRequest": body]).json == ["totalTokens": 2])
        let usage = ask("12345678", ["cachedContent": "cachedContents/a"])["usageMetadata"]
        #expect(usage?["cachedContentTokenCount"] == 1024)
        #expect(usage?["promptTokenCount"] == 1026)
    }

    @Test(
        "wrong requests are refused as the real API does",
        arguments: [
            (#"{}"#, "contents is not specified"),
            (#"{"contents":[]}"#, "contents is not specified"),
            (#"{"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}"#, "Please use a valid role: user, model."),
            (#"{"contents":[{"parts":[]}]}"#, "must not be empty"),
            (#"{"contents":[{"parts":[{}]}]}"#, "required oneof field 'data'"),
            (#"{"contents":[{"parts":[{"text":5}]}]}"#, "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING)"),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"max_tokens":5}"#,
                "Unknown name \"max_tokens\": Cannot find field."
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxTokens":5}}"#,
                "Unknown name \"maxTokens\" at 'generationConfig'"
            ),
            (
                #"""
                {"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":\#
                {"type":"object","properties":{"a":{"type":"object","additionalProperties":false}}}}]}]}
                """#,
                "Unknown name \"additionalProperties\" at 'tools[0].functionDeclarations[0].parameters.properties.a'"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"1f"}]}]}"#,
                "Invalid function name"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}}}"#,
                "no function declarations"
            ),
            (
                #"{"contents":[{"role":"model","parts":[{"functionCall":{"name":"f"},"thoughtSignature":"skip_thought_signature_validator"}]}]}"#,
                "function call turn comes immediately after a user turn"
            ),
            (
                #"{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{}}}]}]}"#,
                "number of function response parts"
            ),
            (
                #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"?"}}]}]}"#,
                "Base64 decoding failed"
            ),
            (
                #"{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"text/html"}}"#,
                "allowed mimetypes"
            ),
            (
                #"{"contents":[{"role":"model","parts":[{"text":"x","thoughtSignature":"AAAA"}]}]}"#,
                "Thought signature is not valid."
            ),
        ]
    )
    func refuses(body: String, words: String) throws {
        let exchange = Exchange(target, try JSONValue(parsing: body))
        #expect(exchange.status == 400)
        #expect(exchange.json["error"]?["code"] == 400)
        #expect(exchange.json["error"]?["status"] == "INVALID_ARGUMENT")
        let message = exchange.json["error"]?["message"]?.string ?? ""
        #expect(message.contains(words), "\(message)")
    }

    @Test("models may contain slashes, colons and escapes; both API versions are served")
    func paths() {
        for target in [
            "/v1beta/models/a%2Fb%3Ac:generateContent", "/v1beta/models/a/b:c:generateContent",
            "/v1/models/a/b:c:generateContent",
        ] {
            #expect(Exchange(target, Requests.gemini("x")).json["modelVersion"] == "a/b:c")
        }
        #expect(
            Exchange("/v1beta/models/missing-model:generateContent", Requests.gemini("x")).json["error"]?["status"]
                == "NOT_FOUND"
        )
        #expect(Exchange("/v1beta/other", [:]).json["error"]?["status"] == "NOT_FOUND")
    }
}

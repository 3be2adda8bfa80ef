import JSONText
import ModelAPI
import Testing

@Suite("What a streamed answer loses, on request")
struct StreamExtrasTests {
    private static func extras(
        _ events: [StreamEvent],
        for client: DialectID,
        includesUsage: Bool = false
    ) throws -> JSONValue? {
        var request = ChatRequest(model: "m")
        request.includesExtras = true
        request.includeUsage = includesUsage
        let bytes = StreamRun.encode(events, with: Dialects.dialect(client), for: request)
        let found = try #require(StreamClientEvent.events(in: bytes))
            .compactMap { try? JSONValue(parsing: $0.data)["kanmon"] }
        #expect(found.count <= 1)
        return found.first?["extras"]
    }

    private static func events(_ fields: [StreamField], source: DialectID = .openAIChat) -> [StreamEvent] {
        [.start(StreamStart(id: "r", model: "m", source: source))] + fields.map(StreamEvent.unmapped)
            + [.blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")), .blockStop(choice: 0)]
            + [.finish(choice: 0, .endTurn), .end]
    }

    private static func decode(_ stream: String, from provider: DialectID) throws -> [StreamEvent] {
        let events = try StreamRun.decode(Array(stream.utf8), with: Dialects.dialect(provider))
        #expect(StreamLegality.violations(of: events) == [])
        #expect(events.last == .end)
        return events
    }

    @Test("pieces are put together, other values replace one another", arguments: DialectID.allCases)
    func pieces(_ client: DialectID) throws {
        let fields = [
            StreamField("a", ["x"], isFragment: true), StreamField("a", ["y"], isFragment: true),
            StreamField("b", ["id": "1", "data": "AB", "n": 1], isFragment: true),
            StreamField("b", ["id": "1", "data": "CD", "n": 2, "late": true], isFragment: true),
            StreamField("c", ["old"]), StreamField("c", ["new"]), StreamField("c", ["new"]),
        ]
        let expected: JSONValue = [
            "a": ["x", "y"], "b": ["id": "1", "data": "ABCD", "n": 2, "late": true], "c": ["new"],
        ]
        #expect(try Self.extras(Self.events(fields), for: client) == expected)
    }

    @Test("beyond 64 KiB pieces are left out and said to be", arguments: DialectID.allCases)
    func bound(_ client: DialectID) throws {
        let piece = String(repeating: "A", count: 1000)
        let sound = (0..<100).map { _ in
            StreamField("choices[0].message.audio", ["data": .string(piece)], isFragment: true)
        }
        let extras = try #require(try Self.extras(Self.events(sound + [StreamField("z", 1)]), for: client))
        #expect(extras["truncated"] == true)
        #expect(extras["z"] == 1)
        let data = try #require(extras["choices[0].message.audio"]?["data"]?.string)
        #expect(data.utf8.count % 1000 == 0 && (60_000...65_536).contains(data.utf8.count))
        // A value that is said again and again takes its room once.
        let ratings = (0..<5000).map { StreamField("ratings", .array([JSONValue($0), .string(piece)])) }
        let again = try #require(try Self.extras(Self.events(ratings), for: client))
        #expect(again["truncated"] == nil)
        #expect(again["ratings"]?[0] == 4999)
    }

    @Test("without the wish, fields without a place change nothing", arguments: DialectID.allCases)
    func unwanted(_ client: DialectID) {
        let request = ChatRequest(model: "m")
        let with = StreamRun.encode(Self.events([StreamField("a", 1)]), with: Dialects.dialect(client), for: request)
        let without = StreamRun.encode(Self.events([]), with: Dialects.dialect(client), for: request)
        #expect(with == without)
    }

    @Test("sound, annotations, reasoning details and pictures of OpenAI's streams", arguments: [true, false])
    func openAI(_ includesUsage: Bool) throws {
        let deltas = [
            #""delta":{"role":"assistant","audio":{"id":"audio_1","transcript":"Hi"}}"#,
            #""delta":{"audio":{"id":"audio_1","transcript":" you","data":"AAA"}}"#,
            #""delta":{"content":"a","annotations":[{"n":1}],"reasoning_details":[{"text":"b"}]}"#,
            #""delta":{"annotations":[{"n":2}],"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}}]}"#,
            #""delta":{"content":[{"type":"reference","reference_ids":[7]}]}"#,
            #""delta":{},"finish_reason":"stop","native_finish_reason":"STOP""#,
        ]
        let stream =
            "data: {\"prompt_filter_results\":[1],\"choices\":[]}\n\n"
            + deltas.map { "data: {\"id\":\"r\",\"choices\":[{\"index\":0,\($0)}],\"obfuscation\":\"x\"}\n\n" }.joined()
            + "data: {\"id\":\"r\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"cost\":0.5}}\n\n"
            + "data: [DONE]\n\n"
        let events = try Self.decode(stream, from: .openAIChat)
        let image = "choices[0].message.images[0]"
        var expected: JSONObject = [
            "prompt_filter_results": [1],
            "choices[0].message.audio": ["id": "audio_1", "transcript": "Hi you", "data": "AAA"],
            "choices[0].message.annotations": [["n": 1], ["n": 2]],
            "choices[0].message.reasoning_details": [["text": "b"]],
            image: ["mime_type": "image/png", "data": "iVBORw=="],
            "choices[0].message.content": [["type": "reference", "reference_ids": [7]]],
            "choices[0].native_finish_reason": "STOP",
            "usage.cost": 0.5,
        ]
        func check(_ client: DialectID) throws {
            let extras = try #require(try Self.extras(events, for: client, includesUsage: includesUsage)?.object)
            #expect(Set(extras.names) == Set(expected.names))
            for member in expected { #expect(extras[member.name] == member.value, "\(member.name)") }
        }
        try check(.anthropicMessages)
        // These have a place for the picture.
        expected.remove(image)
        try check(.gemini)
        try check(.openAIChat)
    }

    @Test("citations and unknown events of Anthropic's streams")
    func anthropic() throws {
        let data = [
            #"{"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":1,"output_tokens":1}}}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"n":1}}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"n":2}}}"#,
            #"{"type":"content_block_stop","index":0}"#, #"{"type":"ping"}"#, #"{"type":"news","text":"x"}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn","container":{"id":"c"}},"usage":{"output_tokens":5},"context_management":{"applied_edits":[1]}}"#,
            #"{"type":"message_stop"}"#,
        ]
        let events = try Self.decode(data.map { "data: \($0)\n\n" }.joined(), from: .anthropicMessages)
        let expected: JSONValue = [
            "content[0].citations": [["n": 1], ["n": 2]], "news": ["type": "news", "text": "x"],
            "context_management": ["applied_edits": [1]], "container": ["id": "c"],
        ]
        for client in [DialectID.openAIChat, .gemini] { #expect(try Self.extras(events, for: client) == expected) }
    }

    @Test("grounding, ratings and citations of Gemini's streams")
    func gemini() throws {
        let chunks = [
            #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"safetyRatings":[1],"citationMetadata":{"citationSources":[1]}}],"responseId":"r"}"#,
            #"{"candidates":[{"content":{"parts":[{"executableCode":{"code":"1"}},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},"safetyRatings":[2],"citationMetadata":{"citationSources":[2]}}]}"#,
            #"{"candidates":[{"finishReason":"STOP","groundingMetadata":{"q":1}}],"usageMetadata":{"promptTokenCount":1,"trafficType":"T"}}"#,
        ]
        let events = try Self.decode(chunks.map { "data: \($0)\n\n" }.joined(), from: .gemini)
        var expected: JSONObject = [
            "candidates[0].safetyRatings": [2], "candidates[0].citationMetadata": ["citationSources": [1, 2]],
            "candidates[0].content.parts[1]": ["executableCode": ["code": "1"]],
            "candidates[0].groundingMetadata": ["q": 1], "usageMetadata.trafficType": "T",
        ]
        #expect(Set(try Self.extras(events, for: .openAIChat)?.object?.names ?? []) == Set(expected.names))
        expected["candidates[0].content.parts[2]"] = ["mime_type": "image/png", "data": "AA=="]
        let extras = try #require(try Self.extras(events, for: .anthropicMessages)?.object)
        #expect(Set(extras.names) == Set(expected.names))
        for member in expected { #expect(extras[member.name] == member.value, "\(member.name)") }
    }

    @Test("what Anthropic's surface alone cannot say: log probabilities, other answers, tier and fingerprint")
    func anthropicSurface() throws {
        var start = StreamStart(id: "r", model: "m")
        start.serviceTier = "flex"
        start.systemFingerprint = "fp"
        let events: [StreamEvent] = [
            .start(start), .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")),
            .blockDelta(choice: 0, .logprobs(["content": [1]])), .blockDelta(choice: 0, .logprobs(["content": [2]])),
            .blockStop(choice: 0), .finish(choice: 0, .other("odd")), .finish(choice: 1, .endTurn), .end,
        ]
        let expected: JSONValue = [
            "service_tier": "flex", "system_fingerprint": "fp", "choices[0].logprobs": ["content": [1, 2]],
            "choices[0].finish_reason": "odd", "choices[1]": nil, "truncated": true,
        ]
        #expect(try Self.extras(events, for: .anthropicMessages) == expected)
    }

    @Test("the reason that waits for fields still comes before an error, and once")
    func heldFinish() throws {
        var request = ChatRequest(model: "m")
        request.includesExtras = true
        let events = Self.events([StreamField("a", 1)]).dropLast() + [.failure(APIError(.upstreamError, "cut"))]
        let bytes = StreamRun.encode(Array(events), with: OpenAIChatDialect(), for: request)
        let data = try #require(StreamClientEvent.events(in: bytes)).map(\.data)
        #expect(data.filter { $0.contains(#""finish_reason":"stop""#) }.count == 1)
        #expect(data.last?.contains(#""error""#) == true)
        #expect(!data.contains { $0.contains("kanmon") })
    }
}

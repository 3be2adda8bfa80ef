import JSONText
import ModelAPI
import Testing

@Suite("Usage formats") struct UsageFormatTests {
    @Test(
        "counts that make no sense are an error that says which",
        arguments: [
            (UsageFormat.openAIChat, #"{"prompt_tokens":-1,"completion_tokens":2}"#, "prompt_tokens"),
            (.openAIChat, #"{"prompt_tokens":1.5,"completion_tokens":2}"#, "prompt_tokens"),
            (.openAIChat, #"{"prompt_tokens":1e30,"completion_tokens":2}"#, "prompt_tokens"),
            (.openAIChat, #"{"prompt_tokens":9223372036854775807}"#, "prompt_tokens"),
            (.openAIChat, #"{"prompt_tokens":"12"}"#, "prompt_tokens"),
            (.openAIChat, #"{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":11}}"#, "cached tokens"),
            (.openAIChat, #"{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":-1}}"#, "cached_tokens"),
            (.openAIChat, "{}", "counts nothing"), (.openAIChat, "[1]", "must be an object"),
            (.openAIChat, "null", "object"),
            (.openAIResponses, #"{"input_tokens":5,"output_tokens":-5}"#, "output_tokens"),
            (
                .anthropic, #"{"input_tokens":1,"output_tokens":1,"cache_read_input_tokens":-2}"#,
                "cache_read_input_tokens"
            ),
            (
                .anthropic,
                #"{"input_tokens":1,"cache_creation_input_tokens":5,"cache_creation":{"ephemeral_1h_input_tokens":6}}"#,
                "cache_creation"
            ),
            (.gemini, #"{"promptTokenCount":5,"cachedContentTokenCount":6}"#, "cachedContentTokenCount"),
            (.gemini, #"{"trafficType":"ON_DEMAND"}"#, "counts nothing"),
            (
                .gemini, #"{"promptTokenCount":5,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":-6}]}"#,
                "tokenCount"
            ),
            (.bedrock, #"{"inputTokens":0.1,"outputTokens":1}"#, "inputTokens"), (.bedrock, "{}", "counts nothing"),
            (.cohere, #"{"billed_units":{"input_tokens":-3}}"#, "input_tokens"), (.cohere, "{}", "counts nothing"),
        ]
    ) func refused(format: UsageFormat, text: String, part: String) throws {
        let value = try JSONValue(parsing: text)
        let error = #expect(throws: APIError.self) { try format.read(value) }
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test("a whole number may be written as a decimal one, and null is nothing") func leniency() throws {
        let usage = try UsageFormat.openAIChat.read([
            "prompt_tokens": 12.0, "completion_tokens": 3, "prompt_tokens_details": nil, "cost": 0.001,
        ])
        #expect(usage.input == 12)
        #expect(usage.output == 3)
    }

    @Test("the object may stand where an answer has it") func wrapped() throws {
        #expect(try UsageFormat.anthropic.read(["usage": ["input_tokens": 3, "output_tokens": 4]]).total == 7)
        #expect(try UsageFormat.gemini.read(["usageMetadata": ["promptTokenCount": 3]]).total == 3)
        #expect(try UsageFormat.cohere.read(["meta": ["billed_units": ["search_units": 2]]]).searchUnits == 2)
    }

    @Test("parts never add up to more than the whole, whatever a provider says") func shares() throws {
        var random = SplitMix(seed: 99)
        func count() -> JSONValue { JSONValue([0, 1, 5, 50, 1000][Int(random.next() % 5)]) }
        for _ in 0..<2000 {
            let chat: JSONValue = [
                "prompt_tokens": 1000, "completion_tokens": count(), "total_tokens": count(),
                "prompt_tokens_details": ["cached_tokens": count(), "audio_tokens": count(), "image_tokens": count()],
                "completion_tokens_details": ["reasoning_tokens": count(), "audio_tokens": count()],
            ]
            let gemini: JSONValue = [
                "promptTokenCount": 1000, "cachedContentTokenCount": count(), "candidatesTokenCount": count(),
                "thoughtsTokenCount": count(),
                "promptTokensDetails": [
                    ["modality": "AUDIO", "tokenCount": count()], ["modality": "DOCUMENT", "tokenCount": count()],
                ],
                "cacheTokensDetails": [["modality": "AUDIO", "tokenCount": count()]],
                "candidatesTokensDetails": [["modality": "IMAGE", "tokenCount": count()]],
            ]
            for usage in [try UsageFormat.openAIChat.read(chat), try UsageFormat.gemini.read(gemini)] {
                #expect(usage.totalInput == 1000)
                #expect(usage.audioInput + usage.imageInput + usage.videoInput <= usage.input)
                #expect(usage.cachedAudio + usage.cachedImage + usage.cachedVideo <= usage.cacheRead)
                #expect(usage.reasoning + usage.audioOutput + usage.imageOutput <= usage.output)
            }
        }
    }
}

import JSONText
import Testing

@testable import SimulatedProvider

/// Whatever stands in a request, there is an answer or a refusal, never a trap.
@Suite struct MutationTests {
    private static let strange: [JSONValue] = [
        nil, true, -1, 0, 5, "", "x", [], [:], [nil], [[:]], ["type": "object"],
        .number(JSONNumber("1e999") ?? JSONNumber(0)), .number(JSONNumber("9223372036854775807") ?? JSONNumber(0)),
    ]

    private static let seeds: [(String, JSONValue)] = [
        (
            Requests.chat,
            [
                "model": "sim-1", "stream": true, "stream_options": ["include_usage": true], "n": 2, "stop": ["a"],
                "messages": [
                    ["role": "system", "content": "s"],
                    [
                        "role": "user",
                        "content": [
                            ["type": "text", "text": "weather"],
                            ["type": "image_url", "image_url": ["url": "data:image/png;base64,Zg=="]],
                        ],
                    ],
                    [
                        "role": "assistant", "content": nil,
                        "tool_calls": [
                            ["id": "c", "type": "function", "function": ["name": "weather", "arguments": "{}"]]
                        ],
                    ],
                    ["role": "tool", "tool_call_id": "c", "content": "r"],
                ],
                "tools": Requests.openAITools("weather"),
                "tool_choice": ["type": "function", "function": ["name": "weather"]],
                "max_tokens": 50, "logprobs": true, "top_logprobs": 2,
                "response_format": [
                    "type": "json_schema", "json_schema": ["name": "n", "schema": Requests.citySchema],
                ],
            ]
        ),
        (
            Requests.messages,
            [
                "model": "sim-1", "max_tokens": 2000, "stream": true, "temperature": 1,
                "thinking": ["type": "adaptive", "display": "omitted"],
                "system": [["type": "text", "text": "s", "cache_control": ["type": "ephemeral", "ttl": "1h"]]],
                "messages": [
                    ["role": "user", "content": "weather"],
                    [
                        "role": "assistant",
                        "content": [["type": "tool_use", "id": "t", "name": "weather", "input": ["city": "x"]]],
                    ],
                    [
                        "role": "user",
                        "content": [
                            [
                                "type": "tool_result", "tool_use_id": "t", "is_error": true,
                                "content": [["type": "text", "text": "r"]],
                            ],
                            [
                                "type": "image",
                                "source": ["type": "base64", "media_type": "image/png", "data": "Zg=="],
                            ],
                        ],
                    ],
                ],
                "tools": Requests.anthropicTools("weather"), "tool_choice": ["type": "auto"],
                "output_config": ["format": ["type": "json_schema", "schema": Requests.citySchema]],
            ]
        ),
        (
            "/v1beta/models/sim-1:streamGenerateContent",
            [
                "contents": [
                    [
                        "role": "user",
                        "parts": [["text": "weather"], ["inlineData": ["mimeType": "image/png", "data": "Zg=="]]],
                    ],
                    [
                        "role": "model",
                        "parts": [
                            [
                                "functionCall": ["name": "weather", "args": ["city": "x"]],
                                "thoughtSignature": "skip_thought_signature_validator",
                            ]
                        ],
                    ],
                    [
                        "role": "user",
                        "parts": [["functionResponse": ["name": "weather", "response": ["result": "r"]]]],
                    ],
                ],
                "systemInstruction": ["parts": [["text": "s"]]], "tools": Requests.geminiTools("weather"),
                "toolConfig": ["functionCallingConfig": ["mode": "ANY", "allowedFunctionNames": ["weather"]]],
                "generationConfig": [
                    "candidateCount": 2, "maxOutputTokens": 50, "stopSequences": ["a"],
                    "thinkingConfig": ["includeThoughts": true, "thinkingBudget": 5],
                    "responseMimeType": "application/json", "responseSchema": Requests.citySchema,
                ],
            ]
        ),
    ]

    @Test("every value of a request may be anything", arguments: seeds.indices)
    func mutations(seed: Int) {
        let (target, body) = Self.seeds[seed]
        #expect(Exchange(target, body).status == 200)
        var refused = 0
        for mutant in Self.mutants(of: body) {
            let status = Exchange(target, mutant).status
            #expect(status == 200 || status == 400, "\(mutant.text)")
            if status == 400 { refused += 1 }
        }
        #expect(refused > 300)
    }

    /// The value with every one of its parts replaced by everything strange, one at a time, and without it.
    private static func mutants(of value: JSONValue) -> [JSONValue] {
        switch value {
        case .object(let object):
            strange
                + object.flatMap { member -> [JSONValue] in
                    mutants(of: member.value).map { mutant in
                        var copy = object
                        copy[member.name] = mutant
                        return .object(copy)
                    } + [.object(JSONObject(object.filter { $0.name != member.name }))]
                }
        case .array(let elements):
            strange
                + elements.indices.flatMap { index in
                    mutants(of: elements[index]).map { mutant in
                        var copy = elements
                        copy[index] = mutant
                        return .array(copy)
                    } + [.array(elements + [elements[index]])]
                }
        case .null, .bool, .number, .string: strange
        }
    }
}

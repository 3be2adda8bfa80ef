import JSONText
import ModelAPI
import Testing

@Suite("Writing Messages streams")
struct AnthropicEncoderTests {
    private static let dialect = AnthropicMessagesDialect()

    private static func encode(_ events: [StreamEvent]) throws -> AnthropicWire {
        let wire = try AnthropicWire(StreamRun.encode(events, with: dialect, for: ChatRequest(model: "m")))
        #expect(wire.violations.isEmpty)
        return wire
    }

    private static func usage(_ input: Int, _ output: Int) -> Usage {
        var usage = Usage()
        usage.input = input
        usage.output = output
        return usage
    }

    private static let start = StreamEvent.start(StreamStart(id: "chatcmpl-1", model: "gpt"))

    @Test("a whole stream, block by block")
    func whole() throws {
        let signature = OpaqueToken("SIG", from: .anthropicMessages)
        let wire = try Self.encode([
            Self.start,
            .usage(Self.usage(11, 0)),
            .blockStart(choice: 0, .thinking), .blockDelta(choice: 0, .text("hm")),
            .blockDelta(choice: 0, .signature(signature)), .blockStop(choice: 0),
            .blockStart(choice: 0, .redactedThinking(signature)), .blockStop(choice: 0),
            .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a\nb")),
            .blockDelta(choice: 0, .logprobs([:])),
            .blockStop(choice: 0),
            .blockStart(choice: 0, .toolCall(id: "call_1", name: "f", signature: nil)),
            .blockDelta(choice: 0, .arguments("{")), .blockDelta(choice: 0, .arguments("}")), .blockStop(choice: 0),
            .finish(choice: 0, .toolUse),
            .usage(Self.usage(12, 34)),
            .end,
        ])
        #expect(
            wire.events == [
                [
                    "type": "message_start",
                    "message": [
                        "id": "msg_chatcmpl-1", "type": "message", "role": "assistant", "model": "gpt", "content": [],
                        "stop_reason": nil, "stop_sequence": nil,
                        "usage": [
                            "input_tokens": 11, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
                            "cache_creation": ["ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0],
                            "output_tokens": 0,
                        ],
                    ],
                ],
                [
                    "type": "content_block_start", "index": 0,
                    "content_block": ["type": "thinking", "thinking": "", "signature": ""],
                ],
                ["type": "content_block_delta", "index": 0, "delta": ["type": "thinking_delta", "thinking": "hm"]],
                ["type": "content_block_delta", "index": 0, "delta": ["type": "signature_delta", "signature": "SIG"]],
                ["type": "content_block_stop", "index": 0],
                [
                    "type": "content_block_start", "index": 1,
                    "content_block": ["type": "redacted_thinking", "data": "SIG"],
                ],
                ["type": "content_block_stop", "index": 1],
                ["type": "content_block_start", "index": 2, "content_block": ["type": "text", "text": ""]],
                ["type": "content_block_delta", "index": 2, "delta": ["type": "text_delta", "text": "a\nb"]],
                ["type": "content_block_stop", "index": 2],
                [
                    "type": "content_block_start", "index": 3,
                    "content_block": ["type": "tool_use", "id": "call_1", "name": "f", "input": [:]],
                ],
                [
                    "type": "content_block_delta", "index": 3,
                    "delta": ["type": "input_json_delta", "partial_json": "{"],
                ],
                [
                    "type": "content_block_delta", "index": 3,
                    "delta": ["type": "input_json_delta", "partial_json": "}"],
                ],
                ["type": "content_block_stop", "index": 3],
                [
                    "type": "message_delta", "delta": ["stop_reason": "tool_use", "stop_sequence": nil],
                    "usage": [
                        "input_tokens": 12, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
                        "output_tokens": 34,
                    ],
                ],
                ["type": "message_stop"],
            ]
        )
    }

    @Test("of several choices only the first is written")
    func choices() throws {
        let wire = try Self.encode([
            Self.start,
            .blockStart(choice: 1, .text), .blockStart(choice: 0, .text), .blockDelta(choice: 1, .text("no")),
            .blockDelta(choice: 0, .text("yes")), .blockStop(choice: 1), .finish(choice: 1, .maxTokens),
            .blockStop(choice: 0), .finish(choice: 0, .stopSequence("END")), .end,
        ])
        #expect(
            wire.types == [
                "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta",
                "message_stop",
            ]
        )
        #expect(wire.events[2]["delta"]?["text"] == "yes")
        #expect(wire.events[4]["delta"] == ["stop_reason": "stop_sequence", "stop_sequence": "END"])
    }

    @Test("texts that say nothing, and blocks without a place, leave no trace")
    func silent() throws {
        let foreign = ForeignPart(dialect: .gemini, type: "executableCode", value: [:])
        let wire = try Self.encode([
            Self.start, .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("")), .blockStop(choice: 0),
            .blockStart(choice: 0, .foreign(foreign)), .blockStop(choice: 0), .finish(choice: 0, .endTurn), .end,
        ])
        #expect(wire.types == ["message_start", "message_delta", "message_stop"])
    }

    @Test("signatures of other providers travel in thinking blocks of their own")
    func carriers() throws {
        let token = OpaqueToken("G", from: .gemini)
        let wire = try Self.encode([
            Self.start,
            .blockStart(choice: 0, .toolCall(id: "c", name: "f", signature: token)), .blockStop(choice: 0),
            .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")),
            .blockDelta(choice: 0, .signature(token)),
            .blockDelta(choice: 0, .text("b")), .blockStop(choice: 0),
            .blockStart(choice: 0, .text), .blockDelta(choice: 0, .signature(token)), .blockStop(choice: 0),
            .finish(choice: 0, .endTurn), .end,
        ])
        let starts = wire.events.compactMap { $0["content_block"]?["type"]?.string }
        #expect(starts == ["thinking", "tool_use", "text", "thinking", "text", "thinking"])
        let seals = wire.events.compactMap { $0["delta"]?["signature"]?.string }
        #expect(seals == Array(repeating: token.text(on: .anthropicMessages), count: 3))
        #expect(wire.events.last { $0["type"] == "message_delta" }?["delta"]?["stop_reason"] == "tool_use")
    }

    @Test("a refusal in words is text with the reason refusal")
    func refusal() throws {
        let wire = try Self.encode([
            Self.start, .blockStart(choice: 0, .refusal), .blockDelta(choice: 0, .text("No.")), .blockStop(choice: 0),
            .finish(choice: 0, .endTurn), .end,
        ])
        #expect(wire.events[2]["delta"] == ["type": "text_delta", "text": "No."])
        #expect(wire.events[4]["delta"]?["stop_reason"] == "refusal")
    }

    @Test("a failure closes the open block and ends in an error event, never in message_stop")
    func failure() throws {
        let wire = try Self.encode([
            Self.start, .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")),
            .failure(APIError(.upstreamTimeout, "slow")), .end,
        ])
        #expect(
            wire.types == [
                "message_start", "content_block_start", "content_block_delta", "content_block_stop", "error",
            ]
        )
        #expect(
            wire.events.last?["error"]
                == ["type": "timeout_error", "message": "slow", "code": "upstream_timeout"]
        )
    }

    @Test("a failure before anything was said is an error event alone")
    func earlyFailure() throws {
        #expect(try Self.encode([Self.start, .failure(APIError(.overloaded, "busy"))]).types == ["error"])
    }

    @Test("broken sequences are no trap")
    func broken() {
        let events: [StreamEvent] = [
            .blockStop(choice: 0), .blockDelta(choice: 0, .text("x")), .blockStart(choice: 0, .text),
            .blockStart(choice: 0, .thinking), .blockDelta(choice: 0, .arguments("x")), .end, Self.start, .end,
            .blockStart(choice: 0, .text),
        ]
        _ = StreamRun.encode(events, with: Self.dialect, for: ChatRequest(model: "m"))
    }
}

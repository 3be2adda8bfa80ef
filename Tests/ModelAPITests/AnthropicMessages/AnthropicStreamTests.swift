import JSONText
import ModelAPI
import Testing

@Suite("Messages streams")
struct AnthropicStreamTests {
    private static let dialect = AnthropicMessagesDialect()
    private static let recordings = [
        "anthropic-clear-thinking.1", "anthropic-json-output-format.1", "anthropic-mcp.1",
        "anthropic-message-delta-input-tokens", "anthropic-refusal", "anthropic-text", "anthropic-tool-no-args",
        "duplicate-message-start",
    ]

    private static func events(_ name: String) throws -> [[UInt8]] {
        try Recordings.events("anthropic/\(name).chunks.txt", framing: .anthropic)
    }

    private static func stream(_ name: String) throws -> [UInt8] { try events(name).flatMap { $0 } }

    private static func decode(_ bytes: [UInt8], cuts: [Int] = []) throws -> [StreamEvent] {
        try StreamRun.decode(bytes, with: dialect, cuts: cuts)
    }

    /// A stream of payloads.
    private static func stream(_ payloads: [JSONValue], named: Bool = true) -> [UInt8] {
        payloads.flatMap { payload -> [UInt8] in
            let name = named ? "event: \(payload["type"]?.string ?? "")\n" : ""
            return Array("\(name)data: \(payload.text)\n\n".utf8)
        }
    }

    private static let start: JSONValue = [
        "type": "message_start",
        "message": ["id": "msg_1", "model": "claude", "usage": ["input_tokens": 5, "output_tokens": 1]],
    ]
    private static let stop: JSONValue = [
        "type": "message_delta", "delta": ["stop_reason": "end_turn"], "usage": ["output_tokens": 9],
    ]
    private static let end: JSONValue = ["type": "message_stop"]

    private static func block(_ index: Int, _ block: JSONValue, _ deltas: JSONValue...) -> [JSONValue] {
        [["type": "content_block_start", "index": JSONValue(index), "content_block": block]]
            + deltas.map { ["type": "content_block_delta", "index": JSONValue(index), "delta": $0] }
            + [["type": "content_block_stop", "index": JSONValue(index)]]
    }

    // MARK: - Recordings

    @Test("text", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func text() throws {
        let answer = AssembledAnswer(try Self.decode(try Self.stream("anthropic-text")))
        #expect(answer.id == "msg_01QC4g3HwBThD4BaNtBckFDJ")
        #expect(answer.text().hasPrefix("Hello! I'm doing well, thank you"))
        #expect(answer.choices[0]?.stop == .endTurn)
        #expect(answer.usage?.input == 12)
        #expect(answer.usage?.output == 30)
    }

    @Test("thoughts with their seal", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func thinking() throws {
        let answer = AssembledAnswer(try Self.decode(try Self.stream("anthropic-clear-thinking.1")))
        let parts = try #require(answer.choices[0]?.parts)
        #expect(parts.count == 2)
        guard case .thinking(let thinking) = parts[0] else {
            Issue.record("no thoughts first")
            return
        }
        #expect(thinking.text.hasSuffix("925 ÷ 5 = 185"))
        #expect(thinking.signature?.value.hasPrefix("EvQBCkYI") == true)
        #expect(answer.text() == "925 ÷ 5 = 185")
    }

    @Test("a call without arguments gets an empty object", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func emptyCall() throws {
        let events = try Self.decode(try Self.stream("anthropic-tool-no-args"))
        #expect(events.contains(.blockDelta(choice: 0, .arguments("{}"))))
        let answer = AssembledAnswer(events)
        #expect(answer.choices[0]?.stop == .toolUse)
        #expect(
            answer.toolCalls()
                == [ToolCall(id: "toolu_01QE1WLsSVp5hy5Q3GmGTmjP", name: "updateIssueList", arguments: "{}")]
        )
    }

    @Test("a refusal without blocks", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func refusal() throws {
        let answer = AssembledAnswer(try Self.decode(try Self.stream("anthropic-refusal")))
        #expect(answer.choices[0]?.parts.isEmpty == true)
        guard case .refusal(let explanation?)? = answer.choices[0]?.stop else {
            Issue.record("no refusal")
            return
        }
        #expect(explanation.contains("cyber"))
    }

    @Test("input tokens that only the last event knows", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func lateInput() throws {
        let answer = AssembledAnswer(try Self.decode(try Self.stream("anthropic-message-delta-input-tokens")))
        #expect(answer.usage?.input == 61)
        #expect(answer.usage?.output == 2)
    }

    @Test("a second message_start is passed over", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func duplicateStart() throws {
        let answer = AssembledAnswer(try Self.decode(try Self.stream("duplicate-message-start")))
        #expect(answer.text() == "Hello, World!")
        #expect(answer.usage?.input == 17)
        #expect(answer.usage?.output == 227)
    }

    @Test("blocks of the provider's own tools come whole", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func serverTools() throws {
        let parts = try #require(
            AssembledAnswer(try Self.decode(try Self.stream("anthropic-mcp.1"))).choices[0]?.parts
        )
        guard parts.count == 3, case .foreign(let use) = parts[0], case .foreign(let result) = parts[1] else {
            Issue.record("\(parts)")
            return
        }
        #expect(use.type == "mcp_tool_use")
        #expect(use.value["input"] == ["message": "hello world"])
        #expect(result.type == "mcp_tool_result")
        #expect(result.value["content"]?[0]?["text"] == "Tool echo: hello world")
    }

    @Test(
        "every recording: legal, and the same however it is split",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func splits(_ name: String) throws {
        let bytes = try Self.stream(name)
        let whole = try Self.decode(bytes)
        #expect(StreamLegality.violations(of: whole).isEmpty)
        #expect(whole.last == .end)
        for cut in StreamRun.sampledCuts(of: bytes, limit: 250) {
            #expect(try Self.decode(bytes, cuts: [cut]) == whole)
        }
        #expect(try Self.decode(bytes, cuts: Array(0..<bytes.count)) == whole)
    }

    @Test(
        "every recording: CRLF, comments and missing names make no difference",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func framing(_ name: String) throws {
        let text = String(decoding: try Self.stream(name), as: UTF8.self)
        let whole = try Self.decode(Array(text.utf8))
        let crlf = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(try Self.decode(Array(crlf.utf8)) == whole)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let nameless = lines.filter { !$0.hasPrefix("event:") }.joined(separator: "\n")
        #expect(try Self.decode(Array(": hello\n\n\(nameless)".utf8)) == whole)
    }

    @Test(
        "every recording: cut anywhere, it ends in a failure with all blocks closed",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func cut(_ name: String) throws {
        let events = try Self.events(name)
        let bytes = events.flatMap { $0 }
        var cuts = Set(StreamRun.sampledCuts(of: bytes, limit: 250))
        var position = 0
        for event in events {
            position += event.count
            cuts.insert(position)
        }
        // The last line end, and the blank line behind it, add nothing to the last event.
        for cut in cuts where cut < bytes.count - 2 {
            let decoded = try Self.decode(Array(bytes[..<cut]))
            #expect(StreamLegality.violations(of: decoded).isEmpty)
            #expect(StreamLegality.endsInFailure(decoded), "cut at \(cut)")
        }
    }

    @Test(
        "every recording: written for a client it is legal and says the same",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func hop(_ name: String) throws {
        let decoded = try Self.decode(try Self.stream(name))
        let encoded = StreamRun.encode(decoded, with: Self.dialect, for: ChatRequest(model: "m"))
        #expect(try AnthropicWire(encoded).violations.isEmpty)
        #expect(AssembledAnswer(try Self.decode(encoded)) == AssembledAnswer(decoded))
    }

    @Test(
        "every recording: events lost, doubled or swapped never give an illegal sequence",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func mangled(_ name: String) throws {
        let events = try Self.events(name)
        var random = SystemIndependentGenerator(state: 7)
        for _ in 0..<400 {
            var mangled = events
            for _ in 0..<Int.random(in: 1...3, using: &random) where !mangled.isEmpty {
                let index = Int.random(in: mangled.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mangled.remove(at: index)
                case 1: mangled.insert(mangled[index], at: index)
                case 2: mangled.swapAt(index, Int.random(in: mangled.indices, using: &random))
                default:
                    let byte = Int.random(in: mangled[index].indices, using: &random)
                    mangled[index][byte] = UInt8.random(in: 0...255, using: &random)
                }
            }
            let decoded = try Self.decode(mangled.flatMap { $0 })
            #expect(StreamLegality.violations(of: decoded).isEmpty)
            let encoded = StreamRun.encode(decoded, with: Self.dialect, for: ChatRequest(model: "m"))
            #expect(try AnthropicWire(encoded).violations.isEmpty)
        }
    }

    // MARK: - Odd streams

    @Test("parallel calls, and arguments that come with the start")
    func calls() throws {
        let bytes = Self.stream(
            [Self.start]
                + Self.block(
                    0,
                    ["type": "tool_use", "id": "a", "name": "f", "input": [:]],
                    ["type": "input_json_delta", "partial_json": ""],
                    ["type": "input_json_delta", "partial_json": #"{"x":"#],
                    ["type": "input_json_delta", "partial_json": "1}"]
                )
                + Self.block(1, ["type": "tool_use", "id": "b", "name": "g", "input": ["y": 2]])
                + [Self.end]
        )
        let answer = AssembledAnswer(try Self.decode(bytes))
        #expect(
            answer.toolCalls() == [
                ToolCall(id: "a", name: "f", arguments: #"{"x":1}"#),
                ToolCall(id: "b", name: "g", arguments: #"{"y":2}"#),
            ]
        )
        #expect(answer.choices[0]?.stop == .toolUse)
    }

    @Test("redacted thoughts start and stop without a piece")
    func redacted() throws {
        let bytes = Self.stream(
            [Self.start] + Self.block(0, ["type": "redacted_thinking", "data": "XYZ"]) + [Self.stop, Self.end]
        )
        let events = try Self.decode(bytes)
        #expect(StreamLegality.violations(of: events).isEmpty)
        #expect(
            AssembledAnswer(events).choices[0]?.parts == [
                .redactedThinking(OpaqueToken("XYZ", from: .anthropicMessages))
            ]
        )
    }

    @Test("unknown events and pieces are fields without a place, unknown blocks stay blocks")
    func unknown() throws {
        let bytes = Self.stream(
            [Self.start, ["type": "weather_update"]]
                + Self.block(
                    0,
                    ["type": "text", "text": "a"],
                    ["type": "citations_delta", "citation": ["x": 1]],
                    ["type": "text_delta", "text": "b"]
                )
                + Self.block(1, ["type": "compaction", "content": "x"], ["type": "compaction_delta", "content": "y"])
                + [Self.stop, Self.end, ["type": "content_block_start", "index": 9], ["type": "message_stop"]]
        )
        let events = try Self.decode(bytes)
        #expect(StreamLegality.violations(of: events).isEmpty)
        #expect(
            AssembledAnswer(events).choices[0]?.parts == [
                .text(TextPart("ab")),
                .foreign(
                    ForeignPart(
                        dialect: .anthropicMessages,
                        type: "compaction",
                        value: ["type": "compaction", "content": "xy"],
                        path: "content[1]"
                    )
                ),
            ]
        )
        #expect(events.unmapped["content[0].citations"] == [["x": 1]])
        #expect(events.unmapped["weather_update"] == ["type": "weather_update"])
    }

    @Test("starts and stops an imitator forgets are made up for")
    func forgotten() throws {
        let bytes = Self.stream([
            ["type": "content_block_delta", "index": 0, "delta": ["type": "text_delta", "text": "a"]],
            ["type": "content_block_start", "index": 1, "content_block": ["type": "text", "text": ""]],
            ["type": "content_block_delta", "index": 1, "delta": ["type": "text_delta", "text": "b"]],
            Self.end,
        ])
        let events = try Self.decode(bytes)
        #expect(StreamLegality.violations(of: events).isEmpty)
        #expect(AssembledAnswer(events).text() == "ab")
        #expect(events.last == .end)
    }

    @Test("an error event closes the open block and keeps its meaning")
    func errorEvent() throws {
        let bytes = Self.stream([
            Self.start,
            ["type": "content_block_start", "index": 0, "content_block": ["type": "text", "text": "a"]],
            ["type": "error", "error": ["type": "overloaded_error", "message": "Overloaded"]],
            Self.end,
        ])
        let events = try Self.decode(bytes)
        #expect(StreamLegality.violations(of: events).isEmpty)
        let answer = AssembledAnswer(events)
        #expect(answer.failure?.kind == .overloaded)
        #expect(answer.text() == "a")
    }

    @Test(
        "malformed events end the stream",
        arguments: [
            "not json", "[]", "5", #"{"type":"content_block_start","index":0}"#,
            #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a"}}"#,
            #"{"type":"content_block_delta","index":0}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{"}}"#,
            #"{"type":"content_block_delta","index":3,"delta":{"type":"signature_delta","signature":"x"}}"#,
        ]
    )
    func malformed(_ payload: String) throws {
        let bytes = Self.stream([Self.start]) + Array("data: \(payload)\n\n".utf8) + Self.stream([Self.stop, Self.end])
        let events = try Self.decode(bytes)
        #expect(StreamLegality.violations(of: events).isEmpty)
        #expect(StreamLegality.endsInFailure(events))
    }

    @Test("a piece over a megabyte is as good as any")
    func large() throws {
        let text = String(repeating: "wörd ", count: 300_000)
        let bytes = Self.stream(
            [Self.start] + Self.block(0, ["type": "text", "text": ""], ["type": "text_delta", "text": .string(text)])
                + [Self.stop, Self.end]
        )
        #expect(AssembledAnswer(try Self.decode(bytes, cuts: [1, 1000, 1_000_001])).text() == text)
    }
}

/// A generator that gives the same numbers everywhere (SplitMix64).
private struct SystemIndependentGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

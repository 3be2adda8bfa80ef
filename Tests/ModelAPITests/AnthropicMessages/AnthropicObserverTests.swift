import JSONText
import ModelAPI
import Testing

@Suite("Watching Messages streams")
struct AnthropicObserverTests {
    private static let dialect = AnthropicMessagesDialect()
    private static let recordings = [
        "anthropic-clear-thinking.1", "anthropic-json-output-format.1", "anthropic-mcp.1",
        "anthropic-message-delta-input-tokens", "anthropic-refusal", "anthropic-text", "anthropic-tool-no-args",
        "duplicate-message-start",
    ]

    @Test(
        "every recording goes on byte for byte however it is split, and its usage is known",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func passing(_ name: String) throws {
        let bytes = try Recordings.stream("anthropic/\(name).chunks.txt", framing: .anthropic)
        let usage = AssembledAnswer(try StreamRun.decode(bytes, with: Self.dialect)).usage
        for cut in StreamRun.sampledCuts(of: bytes, limit: 250) {
            let run = StreamRun.observe(bytes, with: Self.dialect, cuts: [cut], withholdingUsage: true)
            #expect(run.forwarded == bytes)
            #expect(run.leftOver.isEmpty)
            #expect(run.observer.sawEnd)
            #expect(run.observer.sawContent == (name != "anthropic-refusal"))
            #expect(run.observer.failure == nil)
            #expect(run.observer.usage == usage)
        }
        let crlf = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        let run = StreamRun.observe(Array(crlf.utf8), with: Self.dialect)
        #expect(run.forwarded == Array(crlf.utf8))
        #expect(run.observer.sawEnd && run.observer.usage == usage)
    }

    @Test(
        "every recording, cut anywhere: only whole events go on, and there is no end",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func cut(_ name: String) throws {
        let events = try Recordings.events("anthropic/\(name).chunks.txt", framing: .anthropic)
        let bytes = events.flatMap { $0 }
        var ends: Set<Int> = [0]
        for event in events {
            // An event is whole with the last byte of its JSON.
            let end = (ends.max() ?? 0) + event.count
            ends.formUnion([end - 2, end - 1, end])
        }
        for cut in StreamRun.sampledCuts(of: bytes, limit: 250) where cut < bytes.count - 2 {
            let run = StreamRun.observe(Array(bytes[..<cut]), with: Self.dialect)
            #expect(!run.observer.sawEnd)
            #expect(ends.contains(run.forwarded.count))
            #expect(bytes.starts(with: run.forwarded))
        }
    }

    @Test("starts, pings and empty pieces are no content; thoughts, calls and texts are")
    func content() {
        func saw(_ payload: String) -> Bool {
            let type = payload.split(separator: "\"")[3]
            let bytes = Array("event: \(type)\ndata: \(payload)\n\n".utf8)
            return StreamRun.observe(bytes, with: Self.dialect).observer.sawContent
        }
        #expect(!saw(#"{"type":"ping"}"#))
        #expect(!saw(#"{"type":"message_start","message":{"content":[]}}"#))
        #expect(!saw(#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#))
        #expect(!saw(#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":""}}"#))
        #expect(saw(#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}"#))
        #expect(saw(#"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"a"}}"#))
        #expect(saw(#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a"}}"#))
        #expect(saw(#"{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking"}}"#))
    }

    @Test("an error event is noticed and goes on; text that looks like one is not")
    func failure() {
        let text = Array(
            """
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{\\"type\\":\\"error\\"}"}}


            """.utf8
        )
        let error = Array(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n"
                .utf8
        )
        #expect(StreamRun.observe(text + text, with: Self.dialect).observer.failure == nil)
        let run = StreamRun.observe(text + error, with: Self.dialect)
        #expect(run.forwarded == text + error)
        #expect(run.observer.failure?.kind == .overloaded)
        #expect(!run.observer.sawEnd)
    }

    @Test("odd events, comments and nameless data pass")
    func odd() {
        let bytes = Array(
            """
            : comment

            data: not json

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"b"}}

            event: something_new
            data: {"type":"something_new"}

            data: {"type":"message_delta","delta":{},"usage":{"input_tokens":3,"output_tokens":4}}

            data: {"type":"message_stop"}
            """.utf8
        )
        let run = StreamRun.observe(bytes, with: Self.dialect)
        #expect(run.forwarded == bytes)
        #expect(run.observer.sawContent && run.observer.sawEnd)
        #expect(run.observer.usage?.input == 3)
        #expect(run.observer.usage?.output == 4)
    }

    @Test("what is open when a stream breaks off can be closed")
    func closing() {
        let start = """
            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}


            """
        let stop = """
            event: content_block_stop
            data: {"type":"content_block_stop","index":0}


            """
        let open = StreamRun.observe(Array(start.utf8), with: Self.dialect)
        #expect(String(decoding: open.observer.closingEvents, as: UTF8.self) == stop)
        let closed = StreamRun.observe(Array((start + stop).utf8), with: Self.dialect)
        #expect(closed.observer.closingEvents.isEmpty)
    }
}

import ModelAPI
import NIOCore
import Testing

@testable import Gateway

/// Events that are told by their bytes are those that reading them gives.
@Suite("Events that guardrails look at")
struct GuardedEventsTests {
    private static func chunk(_ choice: String, _ more: String = "") -> String {
        #"data: {"id":"r1","created":1,"model":"m","choices":[\#(choice)]\#(more)}"# + "\n\n"
    }

    private static func delta(_ members: String) -> String {
        chunk(#"{"index":0,"delta":{\#(members)},"finish_reason":null}"#)
    }

    private static func piece(_ index: Int, _ type: String, _ member: String, _ text: String) -> String {
        let delta = #"{"type":"\#(type)","\#(member)":"\#(text)"}"#
        return anthropic("content_block_delta", #","index":\#(index),"delta":\#(delta)"#)
    }

    private static func text(_ text: String, of index: Int = 0, _ more: String = "") -> String {
        chunk(#"{"index":\#(index),"delta":{"content":"\#(text)"},"finish_reason":null}"#, more)
    }

    private static let role = chunk(#"{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}"#)
    private static let stop = chunk(#"{"index":0,"delta":{},"finish_reason":"stop"}"#)
    private static let done = "data: [DONE]\n\n"

    private static func anthropic(_ type: String, _ rest: String) -> String {
        "event: \(type)\ndata: {\"type\":\"\(type)\"\(rest)}\n\n"
    }

    private static let streams: [(String, any Dialect, String)] = [
        ("words", OpenAIChatDialect(), role + (0..<9).map { text(" word\($0)") }.joined() + stop + done),
        (
            "escapes, wide letters and quotes", OpenAIChatDialect(),
            role
                + [" a", " b", #"\n"#, " c", #"\"d\""#, "日本", "é", " e", #"\u00e9"#, " f", "🙂", " g"]
                .map { text($0) }.joined() + stop + done
        ),
        (
            "padding", OpenAIChatDialect(),
            role
                + ["a", "b", "c", "d"].map { text($0, #","obfuscation":"\#(String(repeating: $0, count: 5))x"# + "\"") }
                .joined() + stop + done
        ),
        (
            "two choices", OpenAIChatDialect(),
            (0..<12).map { text("w\($0)", of: $0 / 2 % 2) }.joined() + stop
                + chunk(#"{"index":1,"delta":{},"finish_reason":"stop"}"#) + done
        ),
        (
            "a call between", OpenAIChatDialect(),
            role + text("a") + text("b")
                + delta(#""tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{}"}}]"#) + text("c")
                + text("d") + stop + done
        ),
        (
            "a call without a name", OpenAIChatDialect(),
            role + text("a") + text("b")
                + delta(#""content":"c","tool_calls":[{"index":0,"id":"c1"}]"#)
                + text("d") + text("e") + done
        ),
        (
            "thoughts between", OpenAIChatDialect(),
            role + text("a") + text("b")
                + delta(#""reasoning_content":"t""#) + text("c") + text("d")
                + stop + done
        ),
        (
            "the same name twice", OpenAIChatDialect(),
            role + ["a", "b", "c"].map { delta(#""content":"\#($0)","content":"x""#) }.joined() + stop + done
        ),
        ("a broken letter", OpenAIChatDialect(), role + text("a") + text("b") + text("\u{1}") + text("c") + done),
        ("nothing behind", OpenAIChatDialect(), role + text("a") + text("b") + text("c") + text("d")),
        ("a stop in the middle", OpenAIChatDialect(), role + text("a") + text("b") + stop + text("c") + done),
        (
            "an error in the middle", OpenAIChatDialect(),
            role + text("a") + text("b") + "data: {\"error\":{\"message\":\"no\"}}\n\n" + text("c") + done
        ),
        (
            "other line ends", OpenAIChatDialect(),
            (role + text("a") + text("b") + text("c") + stop + done).replacing("\n", with: "\r\n")
        ),
        (
            "comments", OpenAIChatDialect(),
            role + text("a") + text("b") + ": ping\n\n" + text("c") + "id: 4\n" + text("d") + text("e") + stop + done
        ),
        (
            "messages", AnthropicMessagesDialect(),
            anthropic("message_start", #","message":{"id":"m1","model":"m","content":[],"usage":{"input_tokens":1}}"#)
                + anthropic("content_block_start", #","index":0,"content_block":{"type":"thinking","thinking":""}"#)
                + ["a", "b", #"c\n"#, "d"]
                .map { piece(0, "thinking_delta", "thinking", $0) }
                .joined() + anthropic("content_block_stop", #","index":0"#)
                + anthropic("content_block_start", #","index":1,"content_block":{"type":"text","text":""}"#)
                + ["e", "f", "\"g\"".replacing("\"", with: "\\\""), "h", "i"]
                .map { piece(1, "text_delta", "text", $0) }
                .joined() + anthropic("content_block_stop", #","index":1"#)
                + anthropic("message_delta", #","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}"#)
                + anthropic("message_stop", "")
        ),
    ]

    /// Neighbouring pieces of one text as one.
    private func joined(_ events: [StreamEvent]) -> [StreamEvent] {
        var joined: [StreamEvent] = []
        for event in events {
            if case .blockDelta(let choice, .text(let piece)) = event,
                case .blockDelta(choice, .text(let before)) = joined.last
            {
                joined[joined.count - 1] = .blockDelta(choice: choice, .text(before + piece))
            } else {
                joined.append(event)
            }
        }
        return joined
    }

    private func decoded(_ bytes: [UInt8], _ dialect: any Dialect) throws -> [StreamEvent] {
        var (parser, decoder) = (SSEParser(), dialect.makeDecoder())
        var events: [StreamEvent] = []
        parser.append(bytes.span)
        while let event = try parser.next() { decoder.decode(event, into: &events) }
        while let event = try parser.finish() { decoder.decode(event, into: &events) }
        decoder.finish(into: &events)
        return joined(events)
    }

    private func guarded(_ pieces: [ArraySlice<UInt8>], _ dialect: any Dialect) -> [StreamEvent] {
        var reader = GuardedEvents(dialect)
        var events: [StreamEvent] = []
        for piece in pieces { reader.take(Array(piece).span, into: &events) }
        reader.finish(into: &events)
        return joined(events)
    }

    @Test("however a stream is cut, its events are those that decoding gives", arguments: streams.indices)
    func cuts(_ index: Int) throws {
        let (name, dialect, stream) = Self.streams[index]
        let bytes = Array(stream.utf8)
        let expected = try decoded(bytes, dialect)
        #expect(guarded([bytes[...]], dialect) == expected, "\(name)")
        for cut in bytes.indices.dropFirst() {
            #expect(guarded([bytes[..<cut], bytes[cut...]], dialect) == expected, "\(name), cut at \(cut)")
        }
        #expect(guarded(bytes.indices.map { bytes[$0...$0] }, dialect) == expected, "\(name), byte by byte")
        // As relays give it: event by event.
        var frames: [ArraySlice<UInt8>] = []
        var start = 0
        for end in bytes.indices.dropFirst() where bytes[end] == 0x0A && bytes[end - 1] == 0x0A {
            frames.append(bytes[start...end])
            start = end + 1
        }
        #expect(guarded(frames + [bytes[start...]], dialect) == expected, "\(name), event by event")
    }

    @Test("pieces that came together are one")
    func together() {
        var reader = GuardedEvents(OpenAIChatDialect())
        var events: [StreamEvent] = []
        let stream = Self.role + (0..<50).map { Self.text(" \($0)") }.joined()
        reader.take(Array(stream.utf8).span, into: &events)
        let texts = events.compactMap { if case .blockDelta(0, .text(let text)) = $0 { text } else { nil } }
        #expect(texts == [(0..<50).map { " \($0)" }.joined()])
    }

    @Test("events are known by all of their bytes but their text and their padding")
    func frames() throws {
        let frame = Array(Self.text("word", #","obfuscation":"abc""#).utf8)
        let event = SSEEvent(data: Array(frame.dropFirst(6).dropLast(2)))
        let delta = try #require(OpenAIChatDialect().makeDecoder().plainDelta(in: event))
        let learnt = PlainFrame(frame.span, event, delta)
        let plain = try #require(learnt)
        func text(_ frame: String) -> String? {
            let bytes = Array(("x" + frame + "data").utf8)
            guard let match = plain.match(bytes.span, from: 1) else { return nil }
            #expect(match.end == frame.utf8.count + 1)
            return String(decoding: bytes[match.text], as: UTF8.self)
        }
        let padding = #","obfuscation":"zzzzzzzz""#
        for known in ["a", " word", "日本", "a{}[]:,"] { #expect(text(Self.text(known, padding)) == known) }
        for other in ["", #"\n"#, #"\""#, "\u{1}", "\n"] { #expect(text(Self.text(other, padding)) == nil) }
        #expect(text(Self.text("a")) == nil)
        #expect(text(Self.text("a", of: 1, padding)) == nil)
        #expect(text(Self.text("a", #","obfuscation":"\n""#)) == nil)
        #expect(text(Self.text("a", #","obfuscation":"z","usage":{}"#)) == nil)
        // No text at all, as JSON sees it.
        var broken = Array(Self.text("a", padding).utf8)
        let place = try #require(broken.firstRange(of: Array("\"a\"".utf8)))
        broken[place.lowerBound + 1] = 0xC3
        func isKnown(_ bytes: [UInt8]) -> Bool { plain.match(bytes.span, from: 0) != nil }
        #expect(isKnown(frame) && !isKnown(broken))
        for end in frame.indices { #expect(!isKnown(Array(frame[..<end]))) }
    }

    @Test("events that say more than text are not known by their bytes")
    func more() {
        let decoder = OpenAIChatDialect().makeDecoder()
        let rests = [
            #"{"choices":[{"index":0,"delta":{"content":"a","tool_calls":[]}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[]}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":["a"]}}]}"#, #"{"choices":[]}"#, "[]", "x",
            #"{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}"#,
        ]
        for rest in rests { #expect(decoder.plainDelta(in: SSEEvent(data: rest)) == nil, "\(rest)") }
    }
}

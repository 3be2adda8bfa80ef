import JSONText
import ModelAPI
import NIOCore
import Testing

@testable import Gateway

/// A provider's streams, whole, broken and cut anywhere, through each relay.
@Suite("Relays")
struct RelayTests {
    struct Wire: CustomTestStringConvertible, Sendable {
        var dialect: DialectID
        var stream: String
        var error: String
        /// What ends a good stream and must not stand in a broken one.
        var terminal: String

        var testDescription: String { dialect.rawValue }
    }

    private static func event(_ data: String, name: String? = nil) -> String {
        (name.map { "event: \($0)\n" } ?? "") + "data: \(data)\n\n"
    }

    private static func chunk(_ choices: String, _ more: String = "") -> String {
        event(#"{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":\#(choices)\#(more)}"#)
    }

    private static func anthropic(_ type: String, _ rest: String) -> String {
        event(#"{"type":"\#(type)"\#(rest)}"#, name: type)
    }

    private static let usage = #","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}"#

    static let wires = [
        Wire(
            dialect: .openAIChat,
            stream: chunk(#"[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]"#)
                + ": a comment\n\n"
                + chunk(#"[{"index":0,"delta":{"content":"Grüße, "},"finish_reason":null}]"#)
                + chunk(#"[{"index":0,"delta":{"content":"関門 👩‍🚀"},"finish_reason":null}]"#)
                + chunk(#"[{"index":0,"delta":{},"finish_reason":"stop"}]"#) + chunk("[]", usage)
                + event("[DONE]"),
            error: event(#"{"error":{"message":"Overloaded","type":"server_error","param":null,"code":null}}"#),
            terminal: "[DONE]"
        ),
        Wire(
            dialect: .anthropicMessages,
            stream: anthropic(
                "message_start",
                #","message":{"id":"i","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}"#
            )
                + anthropic("content_block_start", #","index":0,"content_block":{"type":"text","text":""}"#)
                + anthropic("ping", "")
                + anthropic("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":"Grüße, "}"#)
                + anthropic("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":"関門 👩‍🚀"}"#)
                + anthropic("content_block_stop", #","index":0"#)
                + anthropic(
                    "message_delta",
                    #","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}"#
                )
                + anthropic("message_stop", ""),
            error: anthropic("error", #","error":{"type":"overloaded_error","message":"Overloaded"}"#),
            terminal: "message_stop"
        ),
        Wire(
            dialect: .gemini,
            stream: event(#"{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"Grüße, "}]}}]}"#)
                + event(#"{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"関門 👩‍🚀"}]}}]}"#)
                + event(
                    #"{"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}"#
                ),
            error: event(#"{"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}"#),
            terminal: #""finishReason":"STOP""#
        ),
    ]

    /// What a relay makes of bytes in these pieces, followed by the provider's end.
    private func run(
        _ relay: any StreamRelay,
        _ pieces: [ArraySlice<UInt8>]
    ) throws -> (out: [UInt8], relay: any StreamRelay) {
        var relay = relay
        var out: [UInt8] = []
        for piece in pieces { out += try relay.take(ByteBuffer(bytes: piece)).readableBytesView }
        out += relay.finish().readableBytesView
        return (out, relay)
    }

    /// The bytes whole, in two pieces cut at every place, and byte by byte.
    private func everySplit(_ bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
            + bytes.indices.dropFirst().map { [bytes[..<$0], bytes[$0...]] }
    }

    private func translation(from provider: DialectID, to client: DialectID, usage: Bool = true) -> TranslationRelay {
        var request = ChatRequest(model: "m")
        request.stream = true
        request.includeUsage = usage
        return TranslationRelay(
            from: Dialects.dialect(provider),
            to: Dialects.dialect(client),
            request: request,
            created: 1
        )
    }

    private func events(_ bytes: [UInt8]) throws -> [String] {
        var parser = SSEParser()
        parser.append(bytes.span)
        var events: [String] = []
        while let event = try parser.next() { events.append(String(decoding: event.data, as: UTF8.self)) }
        return events
    }

    // MARK: - Passing through

    @Test("passes every byte on, however a stream was cut", arguments: wires)
    func passthrough(wire: Wire) throws {
        let bytes = Array(wire.stream.utf8)
        for pieces in everySplit(bytes) {
            let relay = PassthroughRelay(Dialects.dialect(wire.dialect), withholdsUsage: false, requestID: "r")
            let result = try run(relay, pieces)
            #expect(result.out == bytes)
            #expect(result.relay.sawContent && result.relay.sawEnd && result.relay.failure == nil)
        }
    }

    @Test("knows every kind of line end, however a stream was cut", arguments: wires, ["\r", "\r\n"])
    func lineEnds(wire: Wire, lineEnd: String) throws {
        let bytes = Array(wire.stream.replacingOccurrences("\n", with: lineEnd).utf8)
        for pieces in everySplit(bytes) {
            let relay = PassthroughRelay(Dialects.dialect(wire.dialect), withholdsUsage: false, requestID: "r")
            let result = try run(relay, pieces)
            #expect(result.out == bytes)
            #expect(result.relay.sawContent && result.relay.sawEnd && result.relay.failure == nil)
        }
    }

    @Test("takes out the usage that was not asked for, however the stream was cut")
    func withheld() throws {
        let stream = Self.wires[0].stream
        let expected = Array(stream.replacingOccurrences(Self.chunk("[]", Self.usage), with: "").utf8)
        #expect(expected.count < stream.utf8.count)
        for pieces in everySplit(Array(stream.utf8)) {
            let relay = PassthroughRelay(Dialects.openAIChat, withholdsUsage: true, requestID: "r")
            #expect(try run(relay, pieces).out == expected)
        }
    }

    @Test("lets whole events go at once and holds back the rest")
    func eventwise() throws {
        var relay = PassthroughRelay(Dialects.openAIChat, withholdsUsage: false, requestID: "r")
        let first = Self.chunk(#"[{"index":0,"delta":{"content":"a"}}]"#)
        #expect(try relay.take(ByteBuffer(string: first + "data: {\"cho")) == ByteBuffer(string: first))
        #expect(relay.sawContent)
        #expect(try relay.take(ByteBuffer(string: "ices\":[]}\n")).readableBytes == 0)
        #expect(try relay.take(ByteBuffer(string: "\n")) == ByteBuffer(string: "data: {\"choices\":[]}\n\n"))
    }

    @Test("does not hold back events without bound", arguments: wires)
    func tooLarge(wire: Wire) throws {
        var relay = PassthroughRelay(Dialects.dialect(wire.dialect), withholdsUsage: false, requestID: "r")
        #expect(try relay.take(ByteBuffer(string: "data: x\n")) == ByteBuffer())
        let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 4 << 20)
        var taken = 0
        var failure: APIError?
        while taken < 64, failure == nil {
            do { #expect(try relay.take(piece) == ByteBuffer()) } catch { failure = error }
            taken += 4
        }
        #expect(failure?.kind == .upstreamError)
        #expect((32...40).contains(taken))
    }

    // MARK: - Ending badly

    /// What the client gets of a stream that was cut behind so many bytes; `nil` where nothing was missing.
    private func broken(_ relay: any StreamRelay, _ bytes: ArraySlice<UInt8>) throws -> [UInt8]? {
        let result = try run(relay, [bytes])
        var relay = result.relay
        if relay.sawEnd, relay.failure == nil { return nil }
        if relay.failure != nil { return result.out }
        return result.out + relay.breakOff(APIError(.upstreamError, "It broke.")).readableBytesView
    }

    private func relay(from provider: DialectID, to client: DialectID) -> any StreamRelay {
        if provider != client { return translation(from: provider, to: client) }
        return PassthroughRelay(Dialects.dialect(client), withholdsUsage: true, requestID: "r")
    }

    @Test("ends a stream that was cut anywhere with an error event that every client can read", arguments: wires, wires)
    func brokenAnywhere(provider: Wire, client: Wire) throws {
        let bytes = Array(provider.stream.utf8)
        var cuts = 0
        for end in 0..<bytes.count {
            guard let out = try broken(relay(from: provider.dialect, to: client.dialect), bytes[..<end]) else { continue }
            cuts += 1
            let text = String(decoding: out, as: UTF8.self)
            let documents = try events(out).map { try? JSONValue(parsing: $0) }
            #expect(documents.allSatisfy { $0 != nil }, "cut at \(end): \(text)")
            #expect(documents.last??["error"]?["message"]?.string != nil, "cut at \(end): \(text.suffix(300))")
            #expect(!text.contains(client.terminal), "cut at \(end)")
        }
        #expect(cuts > bytes.count / 2)
    }

    @Test("ends a JSON array that was cut anywhere with an error as its last element", arguments: wires)
    func brokenArray(provider: Wire) throws {
        let bytes = Array(provider.stream.utf8)
        for end in 0..<bytes.count {
            let array = JSONArrayRelay(relay(from: provider.dialect, to: .gemini), requestID: "r")
            guard let out = try broken(array, bytes[..<end]) else { continue }
            let elements = try #require(JSONValue(parsing: out).array, "cut at \(end)")
            #expect(elements.last?["error"]?["message"]?.string != nil, "cut at \(end)")
        }
    }

    @Test("goes no further than a provider's error event", arguments: wires, wires)
    func errorEvent(provider: Wire, client: Wire) throws {
        let start = try #require(provider.stream.firstRange(of: "関門")).lowerBound
        let head = String(provider.stream[..<start])
        let whole = String(head[..<(head.range(ofLast: "\n\n") ?? head.startIndex)])
        // Some providers say goodbye as if nothing had happened.
        let bytes = Array((whole + provider.error + provider.stream.suffix(of: provider.terminal)).utf8)
        for pieces in [[bytes[...]], bytes.indices.map { bytes[$0...$0] }] {
            let result = try run(relay(from: provider.dialect, to: client.dialect), pieces)
            #expect(result.relay.failure != nil)
            let text = String(decoding: result.out, as: UTF8.self)
            #expect(!text.contains(client.terminal), "\(text.suffix(300))")
            #expect(try events(result.out).last?.contains("error") == true)
        }
    }

    // MARK: - Translating

    @Test("translates to the same bytes however a stream was cut", arguments: wires, wires)
    func translates(provider: Wire, client: Wire) throws {
        let bytes = Array(provider.stream.utf8)
        let expected = try run(translation(from: provider.dialect, to: client.dialect), [bytes[...]])
        #expect(expected.relay.sawContent && expected.relay.sawEnd)
        let text = String(decoding: expected.out, as: UTF8.self)
        #expect(text.contains("Grüße, ") && text.contains("関門 👩‍🚀") && text.contains(client.terminal))
        for pieces in everySplit(bytes) {
            let out = try run(translation(from: provider.dialect, to: client.dialect), pieces).out
            #expect(Self.withoutIDs(out) == Self.withoutIDs(expected.out))
        }
    }

    /// Ids are made where the provider has none.
    private static func withoutIDs(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\"id\":\"").map { $0.drop { $0 != "\"" } }.joined(separator: "|")
    }

    @Test("reports usage only to those who asked", arguments: [true, false], [DialectID.anthropicMessages, .gemini])
    func translatedUsage(wanted: Bool, provider: DialectID) throws {
        let wire = try #require(Self.wires.first { $0.dialect == provider })
        let out = try run(
            translation(from: provider, to: .openAIChat, usage: wanted),
            [Array(wire.stream.utf8)[...]]
        ).out
        let last = try JSONValue(parsing: #require(events(out).dropLast().last))
        #expect((last["usage"]?["completion_tokens"]?.number?.int == 2) == wanted)
    }

    @Test("fails on an event too large for it", arguments: wires)
    func translatedTooLarge(client: Wire) throws {
        let other: DialectID = client.dialect == .gemini ? .openAIChat : .gemini
        var relay = translation(from: other, to: client.dialect)
        let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 8 << 20)
        var out: [UInt8] = []
        for _ in 0..<6 where relay.failure == nil { out += try relay.take(piece).readableBytesView }
        #expect(relay.failure?.kind == .upstreamError)
        #expect(String(decoding: out, as: UTF8.self).contains("error"))
    }

    // MARK: - One array

    @Test("frames a stream as an array, however it was cut", arguments: wires)
    func array(provider: Wire) throws {
        let bytes = Array(provider.stream.utf8)
        for pieces in everySplit(bytes) {
            let array = JSONArrayRelay(relay(from: provider.dialect, to: .gemini), requestID: "r")
            let result = try run(array, pieces)
            let elements = try #require(JSONValue(parsing: result.out).array)
            let text = elements.compactMap { $0["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.string }.joined()
            #expect(text == "Grüße, 関門 👩‍🚀")
            #expect(elements.last?["candidates"]?[0]?["finishReason"]?.string == "STOP")
        }
    }
}

extension String {
    /// Behind the last occurrence of a text.
    fileprivate func range(ofLast text: String) -> String.Index? { ranges(of: text).last?.upperBound }

    /// The event that has a text, and everything behind it.
    fileprivate func suffix(of text: String) -> Substring {
        guard let found = ranges(of: text).first else { return "" }
        return self[(self[..<found.lowerBound].ranges(of: "\n\n").last?.upperBound ?? startIndex)...]
    }
}

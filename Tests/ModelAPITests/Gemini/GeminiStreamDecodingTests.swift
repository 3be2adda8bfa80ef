import JSONText
import ModelAPI
import Testing

@Suite("Gemini streams are decoded")
struct GeminiStreamDecodingTests {
    static let recordings = [
        "google-text", "google-reasoning-gemini3", "google-stream-no-args-tool-call", "google-tool-call",
        "google-tool-call-gemini3",
    ]

    private func decode(_ payloads: [String], isFinished: Bool = true) throws -> [StreamEvent] {
        let bytes = Array(payloads.map { "data: \($0)\n\n" }.joined().utf8)
        let events = try StreamRun.decode(bytes, with: GeminiDialect(), isFinished: isFinished)
        #expect(StreamLegality.violations(of: events, isWhole: isFinished).isEmpty)
        return events
    }

    private func chunk(_ parts: String, _ rest: String = "", index: Int = 0) -> String {
        #"{"candidates":[{"content":{"parts":[\#(parts)],"role":"model"},"index":\#(index)\#(rest)}],"responseId":"rid","modelVersion":"m"}"#
    }

    private let stop = #","finishReason":"STOP""#

    // MARK: - Recordings

    @Test("recorded calls with streamed arguments", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func recordedFragments() throws {
        let stream = try Recordings.stream("gemini/google-stream-no-args-tool-call.chunks.txt", framing: .gemini)
        let events = try StreamRun.decode(stream, with: GeminiDialect())
        #expect(StreamLegality.violations(of: events).isEmpty)
        let answer = AssembledAnswer(events)
        #expect(answer.thinking().hasPrefix("**Processing User Requests**"))
        #expect(answer.toolCalls().map(\.name) == ["read_theme", "read_screen", "read_screen", "read_screen"])
        #expect(answer.toolCalls().map(\.arguments) == ["{}", #"{"id":"A"}"#, #"{"id":"B"}"#, #"{"id":"C"}"#])
        #expect(answer.toolCalls().map(\.id) == (0..<4).map { "call_km\($0)_WEJnYodAPkujX0QM" })
        #expect(answer.toolCalls()[0].signature?.value.hasPrefix("AY89a18a8/") == true)
        #expect(answer.choices[0]?.stop == .toolUse)
        #expect(answer.usage?.output == 58 + 183)
        #expect(answer.usage?.total == 490)
    }

    @Test("a recorded text with its trailing signature", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func recordedText() throws {
        let stream = try Recordings.stream("gemini/google-text.chunks.txt", framing: .gemini)
        let answer = AssembledAnswer(try StreamRun.decode(stream, with: GeminiDialect()))
        let parts = try #require(answer.choices[0]?.parts)
        #expect(parts.count == 2)
        #expect(parts[0] == .text(TextPart("There are **3** \"r\"s in strawberry.\n\nst**r**awbe**rr**y")))
        guard case .text(let last) = parts[1] else {
            Issue.record("no text part at the end")
            return
        }
        // The signature keeps a part of its own: it must come back on an empty text, not on another one.
        #expect(last.text.isEmpty)
        #expect(last.signature?.dialect == .gemini)
        #expect(last.signature?.value.hasPrefix("EqsFCqgF") == true)
        #expect(answer.choices[0]?.stop == .endTurn)
    }

    @Test(
        "every split gives the same events",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func splits(name: String) throws {
        let stream = try Recordings.stream("gemini/\(name).chunks.txt", framing: .gemini)
        let whole = try StreamRun.decode(stream, with: GeminiDialect())
        #expect(StreamLegality.violations(of: whole).isEmpty)
        #expect(whole.last == .end)
        for cut in StreamRun.sampledCuts(of: stream) {
            #expect(try StreamRun.decode(stream, with: GeminiDialect(), cuts: [cut]) == whole)
        }
        let crlf = Array(String(decoding: stream, as: UTF8.self).replacing("\n", with: "\r\n").utf8)
        #expect(try StreamRun.decode(crlf, with: GeminiDialect()) == whole)
    }

    @Test(
        "a cut anywhere is a failure, never a clean end",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: recordings
    )
    func cuts(name: String) throws {
        let stream = try Recordings.stream("gemini/\(name).chunks.txt", framing: .gemini)
        for cut in StreamRun.sampledCuts(of: stream) where cut < stream.count - 2 {
            let events = try StreamRun.decode(Array(stream[..<cut]), with: GeminiDialect())
            #expect(StreamLegality.violations(of: events).isEmpty)
            #expect(StreamLegality.endsInFailure(events), "cut at \(cut) of \(stream.count)")
        }
    }

    @Test(
        "the whole and the streamed form of an answer agree",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: ["google-text", "google-reasoning-gemini3", "google-tool-call", "google-tool-call-gemini3"]
    )
    func forms(name: String) throws {
        let body = try Recordings.json("gemini/\(name).json")
        let events = try decode([body.text])
        #expect(AssembledAnswer(events) == AssembledAnswer(try GeminiDialect().readResponse(body)))
    }

    // MARK: - Blocks

    @Test("texts, thoughts and calls are blocks one after the other")
    func blocks() throws {
        let events = try decode([
            chunk(#"{"text":"a","thought":true}"#), chunk(#"{"text":"b","thought":true},{"text":"c"}"#),
            chunk(#"{"text":"d","thoughtSignature":"S"},{"text":"e"}"#),
            chunk(
                #"{"functionCall":{"name":"f","args":{"z":1.0,"a":2}},"thoughtSignature":"T"},{"functionCall":{"name":"g"}}"#
            ),
            chunk(#"{"executableCode":{"code":"1"}}"#), chunk(#"{"text":""}"#, stop),
        ])
        let gemini = DialectID.gemini
        #expect(
            AssembledAnswer(events).choices[0]?.parts == [
                .thinking(Thinking("ab")), .text(TextPart("c")),
                .text(TextPart("d", signature: OpaqueToken("S", from: gemini))), .text(TextPart("e")),
                .toolCall(
                    ToolCall(
                        id: "call_km0_rid",
                        name: "f",
                        arguments: #"{"z":1.0,"a":2}"#,
                        signature: OpaqueToken("T", from: gemini)
                    )
                ), .toolCall(ToolCall(id: "call_km1_rid", name: "g", arguments: "{}")),
                .foreign(
                    ForeignPart(
                        dialect: gemini,
                        type: "executableCode",
                        value: ["executableCode": ["code": "1"]],
                        path: "candidates[0].content.parts[7]"
                    )
                ),
            ]
        )
        #expect(events.first == .start(StreamStart(id: "rid", model: "m", source: .gemini)))
        #expect(events.suffix(2) == [.finish(choice: 0, .toolUse), .end])
    }

    @Test("several candidates, each in its own order")
    func candidates() throws {
        let events = try decode([
            chunk(#"{"text":"a0"}"#), chunk(#"{"text":"a1"}"#, index: 1), chunk(#"{"text":"b0"}"#, stop),
            chunk(#"{"functionCall":{"name":"f"}}"#, #","finishReason":"MAX_TOKENS""#, index: 1),
        ])
        let answer = AssembledAnswer(events)
        #expect(answer.text(0) == "a0b0")
        #expect(answer.text(1) == "a1")
        #expect(answer.toolCalls(1).map(\.id) == ["call_km1000_rid"])
        #expect(answer.choices[0]?.stop == .endTurn)
        #expect(answer.choices[1]?.stop == .maxTokens)
    }

    @Test("an answer is whole only when every candidate is")
    func unfinishedCandidate() throws {
        let events = try decode([chunk(#"{"text":"a"}"#, index: 1), chunk(#"{"text":"b"}"#, stop)])
        #expect(StreamLegality.endsInFailure(events))
    }

    @Test("a refused prompt ends by the filter, not with an error")
    func blocked() throws {
        let events = try decode([
            #"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":8},"responseId":"r"}"#
        ])
        #expect(events.contains(.finish(choice: 0, .contentFilter("PROHIBITED_CONTENT"))))
        #expect(events.last == .end)
        #expect(AssembledAnswer(events).usage?.input == 8)
    }

    @Test("usage is cumulative: the last one counts, repeats are silent")
    func usage() throws {
        func usage(_ tokens: Int) -> String {
            #"{"candidates":[{"content":{"parts":[{"text":"x"}]}\#(tokens == 9 ? stop : "")}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":\#(tokens),"thoughtsTokenCount":2}}"#
        }
        let events = try decode([usage(1), usage(1), usage(9)])
        let reports = events.compactMap { if case .usage(let usage) = $0 { usage } else { nil } }
        #expect(reports.map(\.output) == [3, 11])
        #expect(reports.map(\.reasoning) == [2, 2])
    }

    @Test("data behind the end is taken and not passed on")
    func behindTheEnd() throws {
        let events = try decode([
            chunk(#"{"text":"a"}"#, stop), chunk(#"{"text":"late"}"#, stop),
            #"{"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1}}"#, "[DONE]",
        ])
        let answer = AssembledAnswer(events)
        #expect(answer.text() == "a")
        #expect(answer.usage?.total == 2)
        #expect(answer.failure == nil)
    }

    @Test("log probabilities hang on what they are about")
    func logprobs() throws {
        let result = #","logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-1}]}"#
        let events = try decode([chunk(#"{"text":"a"}"#, result), chunk("", result + stop)])
        #expect(AssembledAnswer(events).choices[0]?.logprobs.count == 2)
    }

    // MARK: - Failures

    @Test(
        "an error in the stream keeps its meaning",
        arguments: [
            (
                #"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#,
                APIError.Kind.overloaded
            ),
            (#"[{"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED"}}]"#, .rateLimited),
            (#"{"error":{"code":500,"message":"x"}}"#, .upstreamError), (#"{"error":"x"}"#, .upstreamError),
        ]
    )
    func errors(payload: String, kind: APIError.Kind) throws {
        for before in [[], [chunk(#"{"text":"a"}"#)], [chunk(#"{"text":"a","thought":true}"#)]] {
            let events = try decode(before + [payload, chunk(#"{"text":"more"}"#, stop)])
            #expect(AssembledAnswer(events).failure?.kind == kind)
            #expect(!AssembledAnswer(events).text().contains("more"))
        }
    }

    @Test(
        "an event that makes no sense ends the stream in a failure",
        arguments: [
            "{", "1", "\"x\"", "[1]", #"{"candidates":1}"#, #"{"candidates":[1]}"#, #"{"candidates":[{"index":-1}]}"#,
            #"{"candidates":[{"index":128}]}"#, #"{"candidates":[{"content":{"parts":[1]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"text":{}}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"functionResponse":{"name":"f"}}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"functionCall":{}}]}}]}"#,
            #"{"candidates":[{"content":{"parts":[{"functionCall":{"args":[]}}]}}]}"#, "{\"a\":\"\u{0}\"}",
        ]
    )
    func malformed(payload: String) throws {
        for before in [[], [chunk(#"{"text":"a"}"#)]] {
            let events = try decode(before + [payload, chunk(#"{"text":"more"}"#, stop)])
            #expect(AssembledAnswer(events).failure?.kind == .upstreamError)
            #expect(!AssembledAnswer(events).text().contains("more"))
        }
    }

    @Test("no bytes at all is a failure")
    func empty() throws {
        #expect(StreamLegality.endsInFailure(try decode([])))
        #expect(StreamLegality.endsInFailure(try decode([#"{"usageMetadata":{"promptTokenCount":1}}"#])))
    }

    // MARK: - Streamed arguments

    private func arguments(_ fragments: [String]) throws -> [String] {
        let pieces = fragments.map { chunk(#"{"functionCall":{"partialArgs":[\#($0)],"willContinue":true}}"#) }
        let events = try decode(
            [chunk(#"{"functionCall":{"name":"f","willContinue":true}}"#)] + pieces
                + [chunk(#"{"functionCall":{}}"#), chunk("", stop)]
        )
        return AssembledAnswer(events).failure == nil ? AssembledAnswer(events).toolCalls().map(\.arguments) : []
    }

    @Test(
        "arguments are put together from fragments",
        arguments: [
            ([], "{}"),
            (
                [
                    #"{"jsonPath":"$.a","stringValue":"x\"","willContinue":true}"#,
                    #"{"jsonPath":"$.a","stringValue":"\n日","willContinue":true}"#,
                    #"{"jsonPath":"$.a","stringValue":""}"#,
                    #"{"jsonPath":"$.n","numberValue":1.50},{"jsonPath":"$.t","boolValue":true}"#,
                    #"{"jsonPath":"$.z","nullValue":"NULL_VALUE"}"#,
                ], #"{"a":"x\"\n日","n":1.50,"t":true,"z":null}"#
            ),
            (
                [
                    #"{"jsonPath":"$.l[0].k","numberValue":1}"#, #"{"jsonPath":"$.l[0]['o p']","numberValue":2}"#,
                    #"{"jsonPath":"$.l[1].k","stringValue":"a","willContinue":true}"#,
                    #"{"jsonPath":"$.b[\"c.d\"][0][0]","boolValue":false}"#, #"{"jsonPath":"$.l[2]","numberValue":3}"#,
                ], #"{"l":[{"k":1,"o p":2},{"k":"a"},3],"b":{"c.d":[[false]]}}"#
            ),
            ([#"{"jsonPath":"$.a","stringValue":"x"}"#, #"{"jsonPath":"$.a","stringValue":"y"}"#], #"{"a":"y"}"#),
        ]
    )
    func fragments(fragments: [String], text: String) throws {
        #expect(try arguments(fragments) == [text])
    }

    @Test(
        "fragments that make no sense end the stream in a failure",
        arguments: [
            "{}", #"{"jsonPath":"a","numberValue":1}"#, #"{"jsonPath":"$","numberValue":1}"#,
            #"{"jsonPath":"$..a","numberValue":1}"#, #"{"jsonPath":"$.","numberValue":1}"#,
            #"{"jsonPath":"$[","numberValue":1}"#,
            #"{"jsonPath":"$['a","numberValue":1}"#, #"{"jsonPath":"$[0]","numberValue":1}"#,
            #"{"jsonPath":"$.a[1000000000]","numberValue":1}"#, #"{"jsonPath":"$.a[-1]","numberValue":1}"#,
            #"{"jsonPath":"$.a[99999999999999999999]","numberValue":1}"#, #"{"jsonPath":"$[*]","numberValue":1}"#,
            #"{"jsonPath":"$.s","stringValue":"a"},{"jsonPath":"$.s.b","stringValue":"a"}"#,
        ]
    )
    func badFragments(fragment: String) throws {
        #expect(try arguments([fragment]).isEmpty)
    }

    @Test("a path of absurd depth is refused")
    func deepPath() throws {
        let path = "$" + String(repeating: ".a", count: 10_000)
        #expect(try arguments([#"{"jsonPath":"\#(path)","numberValue":1}"#]).isEmpty)
    }

    @Test("a late signature reaches its call")
    func lateSignature() throws {
        let events = try decode([
            chunk(#"{"functionCall":{"name":"f","willContinue":true}}"#),
            chunk(#"{"functionCall":{"args":{"a":1},"willContinue":true},"thoughtSignature":"S"}"#),
            chunk(#"{"functionCall":{}},{"text":"t"}"#, stop),
        ])
        let call = ToolCall(
            id: "call_km0_rid",
            name: "f",
            arguments: #"{"a":1}"#,
            signature: OpaqueToken("S", from: .gemini)
        )
        #expect(AssembledAnswer(events).choices[0]?.parts == [.toolCall(call), .text(TextPart("t"))])
    }
}

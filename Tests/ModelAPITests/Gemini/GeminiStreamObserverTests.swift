import JSONText
import ModelAPI
import Testing

@Suite("Gemini streams are observed")
struct GeminiStreamObserverTests {
    private let dialect = GeminiDialect()

    private func observe(_ text: String) -> StreamRun.Observed { StreamRun.observe(Array(text.utf8), with: dialect) }

    @Test(
        "every split forwards the same bytes and finds the same",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: GeminiStreamDecodingTests.recordings
    )
    func splits(name: String) throws {
        let stream = try Recordings.stream("gemini/\(name).chunks.txt", framing: .gemini)
        let usage = AssembledAnswer(try StreamRun.decode(stream, with: dialect)).usage
        for cut in StreamRun.sampledCuts(of: stream) {
            let observed = StreamRun.observe(stream, with: dialect, cuts: [cut])
            #expect(observed.forwarded == stream)
            #expect(observed.leftOver.isEmpty)
            #expect(observed.observer.sawContent)
            #expect(observed.observer.sawEnd)
            #expect(observed.observer.failure == nil)
            #expect(observed.observer.usage == usage)
        }
    }

    @Test(
        "a cut stream has no end, and only whole events went on",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: GeminiStreamDecodingTests.recordings
    )
    func cuts(name: String) throws {
        let events = try Recordings.events("gemini/\(name).chunks.txt", framing: .gemini)
        let stream = events.flatMap { $0 }
        let ends = events.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        for cut in StreamRun.sampledCuts(of: stream) where cut < stream.count - 2 {
            let observed = StreamRun.observe(Array(stream[..<cut]), with: dialect)
            #expect(!observed.observer.sawEnd)
            #expect(ends.contains(observed.forwarded.count), "cut at \(cut)")
        }
    }

    @Test("the last event may lack its blank line", arguments: ["", "\n"])
    func unfinishedEvent(end: String) {
        let text = #"data: {"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}]}"# + end
        let observed = observe(text)
        #expect(observed.forwarded == Array(text.utf8))
        #expect(observed.observer.sawEnd)
    }

    @Test(
        "content",
        arguments: [
            (#"{"candidates":[{"content":{"role":"model"}}]}"#, false),
            (#"{"candidates":[{"content":{"parts":[{"text":""}]}}]}"#, false),
            (#"{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"x"}]}}]}"#, false),
            (#"{"usageMetadata":{"promptTokenCount":3}}"#, false),
            (#"{"candidates":[{"content":{"parts":[{"text":"a","thought":true}]}}]}"#, true),
            (#"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]}"#, true),
            (#"{"candidates":[{"content":{"parts":[{"inlineData":{}}]}}]}"#, true),
        ]
    )
    func content(payload: String, sawContent: Bool) {
        #expect(observe("data: \(payload)\n\n").observer.sawContent == sawContent)
    }

    @Test("every candidate must finish, also those that show up late")
    func candidates() {
        func chunk(_ index: Int, _ rest: String = "") -> String {
            #"data: {"candidates":[{"content":{"parts":[{"text":"\"index\":3 \"finishReason\""}]},"index":\#(index)\#(rest)}]}"#
                + "\n\n"
        }
        let stop = #","finishReason":"STOP""#
        #expect(!observe(chunk(0) + chunk(1) + chunk(0, stop)).observer.sawEnd)
        #expect(observe(chunk(0) + chunk(1) + chunk(0, stop) + chunk(1, stop)).observer.sawEnd)
        #expect(!observe(chunk(0) + chunk(0)).observer.sawEnd)
        #expect(observe(chunk(0) + chunk(0, stop)).observer.sawEnd)
    }

    @Test("arguments that look like an index are not one")
    func arguments() {
        let observed = observe(
            """
            data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"index":7,"error":1}}}]}}]}

            data: {"candidates":[{"finishReason":"STOP"}]}


            """
        )
        #expect(observed.observer.sawEnd)
        #expect(observed.observer.failure == nil)
    }

    @Test(
        "errors and refused prompts",
        arguments: [
            (#"{"error":{"code":503,"message":"x"}}"#, APIError.Kind.overloaded),
            (#"[{"error":{"code":429,"message":"x"}}]"#, .rateLimited),
            (#"{"promptFeedback":{"blockReason":"SAFETY"}}"#, nil),
        ] as [(String, APIError.Kind?)]
    )
    func errors(payload: String, kind: APIError.Kind?) {
        let observed = observe("data: \(payload)\n\n")
        #expect(observed.observer.failure?.kind == kind)
        #expect(observed.observer.sawEnd == (kind == nil))
        #expect(!observed.forwarded.isEmpty)
    }

    @Test("odd events pass untouched")
    func odd() {
        let text =
            ": comment\r\n\r\ndata: {nonsense\r\n\r\nevent: x\r\ndata: {\"candidates\":\r\ndata: [{\"finishReason\":\"STOP\"}]}\r\n\r\n"
            + "data\r\n\r\n\r\n"
        let observed = observe(text)
        #expect(observed.forwarded == Array(text.utf8))
        #expect(observed.observer.sawEnd)
    }
}

import JSONText
import ModelAPI
import Testing

@Suite("Watching Chat streams")
struct OpenAIChatStreamObserverTests {
    private let dialect = OpenAIChatDialect()

    private static let role =
        #"data: {"id":"r","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"# + "\n\n"
    private static let text = #"data: {"id":"r","choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}"# + "\n\n"
    private static let finish =
        #"data: {"id":"r","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}"# + "\n\n"
    private static let usage =
        #"data: {"id":"r","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}"# + "\n\n"
    private static let done = "data: [DONE]\n\n"

    private func observe(_ text: String, cuts: [Int] = [], withholdingUsage: Bool = false) -> StreamRun.Observed {
        StreamRun.observe(Array(text.utf8), with: dialect, cuts: cuts, withholdingUsage: withholdingUsage)
    }

    // MARK: - Recordings

    @Test(
        "recorded streams go on byte by byte as they came, however they are split",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func recordings(_ recording: OpenAIChatRecording) throws {
        let bytes = try Recordings.stream(recording.path, framing: .openAI)
        let usage = AssembledAnswer(try StreamRun.decode(bytes, with: dialect)).usage
        let cuts = StreamRun.sampledCuts(of: bytes, limit: bytes.count > 50_000 ? 40 : 500).map { [$0] }
        for cuts in cuts + [Array(0..<min(bytes.count, 4000))] {
            let observed = StreamRun.observe(bytes, with: dialect, cuts: cuts)
            #expect(observed.forwarded == bytes)
            #expect(observed.leftOver == [])
            #expect(observed.observer.sawContent)
            #expect(observed.observer.sawEnd)
            #expect(observed.observer.failure == nil)
            #expect(observed.observer.usage == usage)
        }
    }

    @Test(
        "of a cut stream only whole events go on, and no end is seen",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func cuts(_ recording: OpenAIChatRecording) throws {
        let bytes = try Recordings.stream(recording.path, framing: .openAI)
        for cut in StreamRun.sampledCuts(of: bytes, limit: bytes.count > 50_000 ? 40 : 500) where cut < bytes.count - 2
        {
            let observed = StreamRun.observe(Array(bytes[..<cut]), with: dialect)
            #expect(!observed.observer.sawEnd)
            #expect(observed.forwarded + observed.leftOver == Array(bytes[..<cut]))
            let last = String(decoding: observed.forwarded.suffix(2), as: UTF8.self)
            // Whole by its blank line, or by its JSON.
            #expect(observed.forwarded.isEmpty || last == "\n\n" || last.hasSuffix("}") || last == "}\n")
        }
    }

    @Test(
        "a recorded stream without the injected chunk is the recorded stream without it",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func withheld(_ recording: OpenAIChatRecording) throws {
        let events = try Recordings.events(recording.path, framing: .openAI)
        let kept = events.filter { event in
            guard let chunk = try? JSONValue(parsing: Array(event.dropFirst(6))) else { return true }
            return chunk["choices"] != [] || chunk["usage"]?.object == nil
        }
        // OpenAI and Azure send it; the others' usage rides on the finish chunk.
        #expect(events.count - kept.count == (recording.path.hasPrefix("openai/") ? 1 : 0))
        let bytes = events.flatMap { $0 }
        for cut in StreamRun.sampledCuts(of: bytes, limit: 40) {
            let observed = StreamRun.observe(bytes, with: dialect, cuts: [cut], withholdingUsage: true)
            #expect(observed.forwarded == kept.flatMap { $0 })
            #expect(observed.observer.usage?.output ?? 0 == recording.output)
            #expect(observed.observer.sawEnd)
        }
    }

    // MARK: - Usage

    @Test("the injected chunk alone is withheld")
    func injected() {
        let stream = Self.role + Self.text + Self.finish + Self.usage + Self.done
        for cut in 0...stream.utf8.count {
            let observed = observe(stream, cuts: [cut], withholdingUsage: true)
            #expect(
                String(decoding: observed.forwarded, as: UTF8.self) == Self.role + Self.text + Self.finish + Self.done
            )
            #expect(observed.observer.usage?.total == 3)
        }
        #expect(observe(stream).forwarded == Array(stream.utf8))
    }

    @Test(
        "what only resembles the injected chunk goes on",
        arguments: [
            #"data: {"id":"r","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
            #"data: {"id":"","choices":[],"prompt_filter_results":[]}"#,
            #"data: {"id":"r","choices":[],"usage":null}"#,
            #"data: {"id":"r","choices":[],"usage":{}}"#,
            #"data: {"id":"r","usage":{"prompt_tokens":1}}"#,
            #"data: {"id":"r","choices":[],"error":{"message":"x"},"usage":{"prompt_tokens":1}}"#,
            #"data: {"id":"r","choices":[],"usage":{"prompt_tokens":1}"#,
            ": \"usage\"",
            #"data: {"choices":[{"delta":{"content":"\"usage\":{\"prompt_tokens\":1},\"choices\":[]"}}]}"#,
        ]
    )
    func lookalikes(_ event: String) {
        let stream = Self.role + event + "\n\n" + Self.done
        let observed = observe(stream, withholdingUsage: true)
        #expect(String(decoding: observed.forwarded, as: UTF8.self) == stream)
    }

    @Test(
        "the injected chunk is withheld in every framing",
        arguments: [
            "data:{\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n",
            "data: {\"choices\": [ ], \"usage\" : {\"prompt_tokens\":1}}\r\n\r\n",
            "event: message\nid: 7\ndata: {\"choices\":[],\n: hm\ndata: \"usage\":{\"prompt_tokens\":1}}\n\n",
        ]
    )
    func framings(_ event: String) {
        let end = event.hasSuffix("\r\n") ? "\r\n\r\n" : "\n\n"
        let stream = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}" + end + event + "data: [DONE]" + end
        let observed = observe(stream, withholdingUsage: true)
        #expect(String(decoding: observed.forwarded, as: UTF8.self) == stream.replacing(event, with: ""))
        #expect(observed.observer.usage?.input == 1)
        #expect(observed.observer.sawEnd)
    }

    @Test("usage in x_groq and on the finish chunk is seen")
    func places() {
        let groq =
            #"data: {"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":4}}}"# + "\n\n"
        #expect(observe(groq + Self.done).observer.usage?.input == 4)
        #expect(observe(Self.text + Self.done).observer.usage == nil)
    }

    // MARK: - Content, errors, ends

    @Test(
        "content is what a model says, not that it is about to",
        arguments: [
            (#"{"role":"assistant","content":""}"#, false),
            (#"{"role":"assistant","content":null,"refusal":null}"#, false), ("{}", false),
            (#"{"tool_calls":[]}"#, false), (#"{"content":"a"}"#, true), (#"{"reasoning_content":"a"}"#, true),
            (#"{"reasoning":"a"}"#, true),
            (#"{"refusal":"a"}"#, true), (#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f"}}]}"#, true),
            (#"{"content":[{"type":"thinking","thinking":[]}]}"#, true), (#"{"function_call":{"name":"f"}}"#, true),
        ]
    )
    func content(_ delta: String, _ isContent: Bool) {
        let observed = observe("data: {\"choices\":[{\"index\":0,\"delta\":\(delta)}]}\n\n")
        #expect(observed.observer.sawContent == isContent)
        #expect(!observed.observer.sawEnd)
    }

    @Test(
        "errors are seen and go on as they are",
        arguments: [
            (#"data: {"error":{"message":"slow","code":"rate_limit_exceeded"}}"#, APIError.Kind.rateLimited),
            (
                #"data: {"choices":[{"delta":{},"finish_reason":"error"}],"error":{"code":503,"message":"x"}}"#,
                .overloaded
            ),
            (#"data: {"choices":[{"delta":{},"finish_reason":"error"}]}"#, .upstreamError),
            ("event: error\ndata: {\"x\":1}", .upstreamError),
        ]
    )
    func errors(_ event: String, _ kind: APIError.Kind) {
        for prefix in ["", Self.text] {
            let stream = prefix + event + "\n\n"
            let observed = observe(stream, withholdingUsage: true)
            #expect(observed.observer.failure?.kind == kind)
            #expect(String(decoding: observed.forwarded, as: UTF8.self) == stream)
            #expect(!observed.observer.sawEnd)
        }
    }

    @Test(
        "texts about errors are no errors",
        arguments: [
            #"{"choices":[{"delta":{"content":"\"error\": {}"}}]}"#, #"{"choices":[{"delta":{"content":"error"}}]}"#,
            #"{"choices":[{"delta":{"content":"a"}}],"error":null}"#, "not json \"error\"",
        ]
    )
    func noErrors(_ data: String) {
        let observed = observe(Self.text + "data: \(data)\n\n" + Self.done)
        #expect(observed.observer.failure == nil)
        #expect(observed.observer.sawEnd)
    }

    @Test(
        "an end without its blank line is an end; a cut event is none",
        arguments: [
            ("data: [DONE]", true, true), ("data: [DONE]\n", true, true), ("data: [DONE]\r\n", true, true),
            ("data: [DON", false, false),
            (#"data: {"choices":[]}"#, true, false), (#"data: {"choices":[]"#, false, false), ("data: ", false, false),
            (": hi", false, false),
        ]
    )
    func unfinished(_ rest: String, _ goesOn: Bool, _ isEnd: Bool) {
        let observed = observe(Self.text + rest)
        #expect(observed.observer.sawEnd == isEnd)
        #expect(String(decoding: observed.forwarded, as: UTF8.self) == Self.text + (goesOn ? rest : ""))
    }

    @Test("an injected chunk without its blank line is withheld too")
    func unfinishedUsage() {
        let rest = #"data: {"choices":[],"usage":{"prompt_tokens":1}}"#
        let observed = observe(Self.text + rest, withholdingUsage: true)
        #expect(String(decoding: observed.forwarded, as: UTF8.self) == Self.text)
        #expect(observed.leftOver == [])
    }
}

import JSONText
import ModelAPI
import Testing

@Suite("Golden: recorded streams", .enabled(if: Recordings.areAvailable, Recordings.missing))
struct GoldenStreamTests {
    @Test("every recording of these dialects is in the tables")
    func tablesAreComplete() throws {
        let folders = ["openai", "openai-compatible", "groq", "mistral", "deepseek", "anthropic", "gemini"]
        let known = Set((GoldenRecording.streams + GoldenRecording.answers).map(\.path) + GoldenRecording.others)
        #expect(Set(try folders.flatMap(Recordings.paths(in:))) == known)
    }

    @Test("each says the same to a client of every dialect, in legal events", arguments: GoldenRecording.streams)
    func meaning(_ recording: GoldenRecording) throws {
        let hop = try TranslationHop.run(try recording.events().flatMap { $0 }, from: recording.provider)
        #expect(hop.violations == [])
        #expect(hop.last == .end)
        let source = try AnswerMeaning(AssembledAnswer(hop.events))
        #expect(source != AnswerMeaning())
        for side in hop.sides {
            let dialect = Dialects.dialect(side.dialect)
            let events = try StreamRun.decode(side.output, with: dialect)
            #expect(StreamLegality.violations(of: events) == [])
            #expect(events.last == .end)
            var expected = source
            var read = try AnswerMeaning(AssembledAnswer(events))
            var said = side.client.said
            if let client = side.client as? OpenAIChatClient, !client.includesUsage { expected.forgetUsage() }
            if AssembledAnswer(hop.events).usage == nil {
                // Who asked for counts gets an estimate.
                read.forgetUsage()
                said.forgetUsage()
            }
            #expect(read == expected, "read back from \(side.dialect)")
            #expect(said == side.dialect.visible(expected), "as a strict client of \(side.dialect)")
        }
    }

    @Test("the array form for Gemini's clients holds the same chunks as the events", arguments: GoldenRecording.streams)
    func arrayForm(_ recording: GoldenRecording) throws {
        let hop = try TranslationHop.run(try recording.events().flatMap { $0 }, from: recording.provider)
        let side = try #require(hop.sides.first { $0.dialect == .gemini })
        let chunks = try #require(StreamClientEvent.events(in: side.output)).map { try JSONValue(parsing: $0.data) }
        var transcoder = GeminiJSONArrayTranscoder()
        var output: [UInt8] = []
        try transcoder.append(side.output.span, into: &output)
        try transcoder.finish(into: &output)
        #expect(try JSONValue(parsing: output) == .array(chunks))
    }

    @Test("its signatures come back from a client of every dialect", arguments: GoldenRecording.streams)
    func signatures(_ recording: GoldenRecording) throws {
        let hop = try TranslationHop.run(try recording.events().flatMap { $0 }, from: recording.provider)
        for side in hop.sides {
            let events = try StreamRun.decode(side.output, with: Dialects.dialect(side.dialect))
            #expect(Set(events.signatures).isSuperset(of: hop.events.signatures), "\(side.dialect)")
        }
    }

    @Test("blocks without a neutral form survive towards their own dialect and vanish elsewhere")
    func foreignBlocks() throws {
        let path = "anthropic/anthropic-mcp.1.chunks.txt"
        let recording = try #require(GoldenRecording.streams.first { $0.path == path })
        let hop = try TranslationHop.run(try recording.events().flatMap { $0 }, from: recording.provider)
        for side in hop.sides {
            let others = (side.client as? AnthropicMessagesClient)?.otherBlocks
            #expect(others == (side.dialect == .anthropicMessages ? ["mcp_tool_use", "mcp_tool_result"] : nil))
        }
    }

    // MARK: - Splits

    @Test("every split gives the parser's next stage the same events", arguments: GoldenRecording.streams)
    func splitForTranslation(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        let bytes = frames.flatMap { $0 }
        let expected = try frames.map { frame in
            var parser = SSEParser()
            return try #require(try parser.events(frame[...]).first)
        }
        var base = SSEParser()
        for (index, event) in GoldenCuts(frames).events.enumerated() {
            for position in event.positions {
                var parser = base
                var found = try parser.events(bytes[event.range.lowerBound..<position])
                found += try parser.events(bytes[position..<event.rest.upperBound])
                #expect(found.elementsEqual(expected[index...].prefix(found.count)), "split at \(position)")
                #expect(found.count == min(2, expected.count - index), "split at \(position)")
            }
            _ = try base.events(bytes[event.range])
        }
    }

    @Test("any segmentation gives every client the same bytes", arguments: GoldenRecording.streams)
    func segmentation(_ recording: GoldenRecording) throws {
        let bytes = try recording.events().flatMap { $0 }
        let whole = try TranslationHop.run(bytes, from: recording.provider)
        let segmentations =
            [Array(0..<bytes.count), [bytes.count / 2]]
            + (1...8).map { GoldenCuts.segments(of: bytes.count, seed: $0) }
        for cuts in segmentations {
            let hop = try TranslationHop.run(bytes, from: recording.provider, segments: cuts)
            #expect(hop.events == whole.events, "\(cuts.count) cuts")
            for (side, other) in zip(hop.sides, whole.sides) {
                #expect(side.output == other.output, "\(side.dialect), \(cuts.count) cuts")
            }
        }
    }

    @Test(
        "however it is split, it goes on to a client of its own dialect byte for byte",
        arguments: GoldenRecording.streams
    )
    func splitForPassthrough(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        let bytes = frames.flatMap { $0 }
        var base = Passthrough(recording.provider)
        for event in GoldenCuts(frames).events {
            var whole = base
            whole.receive(bytes[event.rest])
            for position in event.positions {
                var hop = base
                hop.receive(bytes[event.rest.lowerBound..<position])
                #expect(hop.forwarded == base.forwarded, "an event went on before it was whole, split at \(position)")
                hop.receive(bytes[position..<event.rest.upperBound])
                #expect(hop.forwarded == base.forwarded + event.rest.count, "split at \(position)")
                #expect(hop.state == whole.state, "split at \(position)")
            }
            base.receive(bytes[event.range])
        }
        base.finish()
        #expect(base.state.sawEnd && base.state.sawContent == !recording.saysNothing)
        #expect(base.state.failure == nil)

        for seed in 1...8 {
            let cuts = GoldenCuts.segments(of: bytes.count, seed: UInt64(seed))
            let run = StreamRun.observe(bytes, with: Dialects.dialect(recording.provider), cuts: cuts)
            #expect(run.forwarded == bytes)
            #expect(run.leftOver == [])
        }
    }

    @Test("what the observer counts is what the translation counts", arguments: GoldenRecording.streams)
    func usage(_ recording: GoldenRecording) throws {
        let bytes = try recording.events().flatMap { $0 }
        let hop = try TranslationHop.run(bytes, from: recording.provider)
        let run = StreamRun.observe(bytes, with: Dialects.dialect(recording.provider))
        #expect(run.observer.usage == AssembledAnswer(hop.events).usage)
    }

    // MARK: - Cuts

    @Test("cut at every byte it ends in an error for every client, never cleanly", arguments: GoldenRecording.streams)
    func cuts(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        let bytes = frames.flatMap { $0 }
        let end = try #require(GoldenRecording.whole(of: frames, from: recording.provider))
        let dialect = Dialects.dialect(recording.provider)
        let error = dialect.writeStreamError(APIError(.upstreamError, "cut"), requestID: "r")
        var translation = TranslationHop(from: recording.provider)
        var passthrough = Passthrough(recording.provider)
        for event in GoldenCuts(frames).events {
            var forwardedBefore: Set<Int> = []
            for position in event.positions {
                let segment = bytes[event.range.lowerBound..<position]
                var cut = translation
                try cut.receive(segment)
                try cut.finish()
                #expect(cut.violations == [], "cut at \(position)")
                #expect((cut.failure == nil) == (position >= end), "cut at \(position)")

                var observed = passthrough
                observed.receive(segment)
                observed.finish()
                #expect(observed.state.sawEnd == (position >= end), "cut at \(position)")
                // What its own client gets: the whole events and then our error. It depends on what went on alone.
                let forwarded = observed.forwarded - passthrough.forwarded
                if position < end, forwardedBefore.insert(forwarded).inserted {
                    var client = translation
                    try client.receive(segment.prefix(forwarded) + error)
                    try client.finish()
                    #expect(client.failure?.kind == .upstreamError, "cut at \(position)")
                    #expect(client.violations == [], "cut at \(position)")
                }
            }
            try translation.receive(bytes[event.range])
            passthrough.receive(bytes[event.range])
        }
        try translation.finish()
        #expect(translation.last == .end)
    }

    @Test("any event lost: legal sequences, and without the terminal one an error", arguments: GoldenRecording.streams)
    func lostEvents(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        // Long streams repeat themselves: their beginning and end tell.
        for index in frames.indices where index < 20 || frames.count - index < 10 {
            var rest = frames
            rest.remove(at: index)
            let hop = try TranslationHop.run(rest.flatMap { $0 }, from: recording.provider)
            #expect(hop.violations == [], "without event \(index)")
            let isWhole = GoldenRecording.whole(of: rest, from: recording.provider) != nil
            #expect(isWhole || hop.failure != nil, "without event \(index)")
        }
    }
}

/// A stream between two peers of one dialect, as the gateway passes it on. A copy is a snapshot.
struct Passthrough {
    struct State: Equatable {
        var sawContent: Bool
        var sawEnd: Bool
        var failure: APIError?
        var usage: Usage?
    }

    private(set) var forwarded = 0
    private var observer: any StreamObserver
    private var pending: [UInt8] = []

    init(_ dialect: DialectID) { observer = Dialects.dialect(dialect).makeObserver(withholdingUsage: false) }

    var state: State {
        State(
            sawContent: observer.sawContent,
            sawEnd: observer.sawEnd,
            failure: observer.failure,
            usage: observer.usage
        )
    }

    mutating func receive(_ segment: ArraySlice<UInt8>) {
        pending += segment
        let bytes = pending
        let progress = observer.observe(bytes.span)
        forward(progress)
    }

    mutating func finish() {
        let bytes = pending
        let progress = observer.finish(bytes.span)
        forward(progress)
    }

    private mutating func forward(_ progress: StreamProgress) {
        #expect(progress.withheld.isEmpty)
        forwarded += progress.complete
        pending.removeFirst(progress.complete)
    }
}

extension SSEParser {
    /// The events that are whole behind some more bytes.
    fileprivate mutating func events(_ bytes: ArraySlice<UInt8>) throws -> [SSEEvent] {
        append(Array(bytes).span)
        var events: [SSEEvent] = []
        while let event = try next() { events.append(event) }
        return events
    }
}

extension GoldenRecording {
    /// The recorded refusal has no content at all.
    fileprivate var saysNothing: Bool { path.contains("refusal") }
}

extension AnswerMeaning {
    /// What is left where the client did not ask for usage.
    mutating func forgetUsage() {
        input = 0
        cached = 0
        output = 0
        reasoning = 0
    }
}

extension [StreamEvent] {
    /// The providers' opaque tokens.
    fileprivate var signatures: [OpaqueToken] {
        compactMap { event in
            switch event {
            case .blockStart(_, .toolCall(_, _, let token?)), .blockStart(_, .redactedThinking(let token)),
                .blockDelta(_, .signature(let token)):
                token
            default: nil
            }
        }
    }
}

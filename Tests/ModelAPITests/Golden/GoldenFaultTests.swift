import JSONText
import ModelAPI
import Testing

/// Faults put into recorded streams behind every event: what a provider, or the network before it, may do at any time.
@Suite("Golden: faults in recorded streams", .enabled(if: Recordings.areAvailable, Recordings.missing))
struct GoldenFaultTests {
    private static let streams = GoldenRecording.streams

    @Test(
        "events nobody knows yet change nothing across dialects and pass within one",
        arguments: streams
    )
    func unknownEvents(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        let plain = try TranslationHop.run(frames.flatMap { $0 }, from: recording.provider)
        let unknown = recording.provider.unknownEvents
        let bytes = unknown + frames.flatMap { $0 + unknown }
        let hop = try TranslationHop.run(bytes, from: recording.provider)
        #expect(hop.violations == [])
        #expect(hop.events.mapped == plain.events.mapped)
        for (side, other) in zip(hop.sides, plain.sides) { #expect(side.output == other.output, "\(side.dialect)") }

        let run = StreamRun.observe(bytes, with: Dialects.dialect(recording.provider))
        #expect(run.forwarded == bytes)
        #expect(run.observer.sawEnd && run.observer.failure == nil)
        #expect(run.observer.usage == AssembledAnswer(plain.events).usage)
    }

    @Test(
        "fields nobody knows yet change nothing across dialects and pass within one",
        arguments: streams
    )
    func unknownFields(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        let plain = try TranslationHop.run(frames.flatMap { $0 }, from: recording.provider)
        let bytes = frames.flatMap { frame -> [UInt8] in
            let text = String(decoding: frame, as: UTF8.self)
            return Array(text.replacing("data: {", with: #"data: {"brand_new":{"usage":1,"error":[null]},"#).utf8)
        }
        let hop = try TranslationHop.run(bytes, from: recording.provider)
        #expect(hop.violations == [])
        #expect(hop.events.mapped == plain.events.mapped)
        // Of Anthropic's events only those that say something of the message are looked into.
        #expect(hop.events.unmapped["brand_new"] == ["usage": 1, "error": [nil]])
        let run = StreamRun.observe(bytes, with: Dialects.dialect(recording.provider))
        #expect(run.forwarded == bytes)
        #expect(run.observer.sawEnd && run.observer.failure == nil)
    }

    @Test("comments, CRLF and CR change nothing", arguments: streams, ["\n", "\r\n", "\r"])
    func framing(_ recording: GoldenRecording, lineEnd: String) throws {
        let frames = try recording.events()
        let plain = try TranslationHop.run(frames.flatMap { $0 }, from: recording.provider)
        let text = frames.map { ": keep-alive\n\n" + String(decoding: $0, as: UTF8.self) + "retry: 5\nid: 7\n\n" }
            .joined()
        let bytes = Array(text.replacing("\n", with: lineEnd).utf8)
        for seed in 1...3 {
            let cuts = GoldenCuts.segments(of: bytes.count, seed: UInt64(seed))
            let hop = try TranslationHop.run(bytes, from: recording.provider, segments: cuts)
            #expect(hop.events == plain.events)
            let run = StreamRun.observe(bytes, with: Dialects.dialect(recording.provider), cuts: cuts)
            #expect(run.forwarded == bytes)
            #expect(run.observer.sawEnd && run.observer.failure == nil)
            #expect(run.observer.usage == AssembledAnswer(plain.events).usage)
        }
    }

    @Test(
        "an event that makes no sense ends a translation in an error and passes within a dialect",
        arguments: streams
    )
    func malformedEvents(_ recording: GoldenRecording) throws {
        let mutants = [#"{"choices":[{"delta":"#, "[1,", "nonsense", #""a text""#]
            .map { recording.provider.framed($0) }
        try forEachPlace(in: recording) { hop, observed, next in
            for mutant in mutants {
                var broken = hop
                try broken.receive(mutant)
                #expect(broken.failure?.kind == .upstreamError)
                let ended = broken.sides.map(\.client.said)
                try broken.receive(next)
                try broken.finish()
                #expect(broken.violations == [])
                #expect(broken.sides.map(\.client.said) == ended, "something was said behind the failure")

                var passed = observed
                passed.receive(mutant[...])
                #expect(passed.forwarded == observed.forwarded + mutant.count)
                #expect(passed.state == observed.state)
            }
        }
    }

    @Test(
        "a provider's error event ends the stream in an error that keeps its kind",
        arguments: streams
    )
    func errorEvents(_ recording: GoldenRecording) throws {
        let error = recording.provider.rateLimitEvent
        try forEachPlace(in: recording) { hop, observed, next in
            var broken = hop
            try broken.receive(error)
            #expect(broken.failure?.kind == .rateLimited)
            try broken.receive(next)
            try broken.finish()
            #expect(broken.violations == [])

            var passed = observed
            passed.receive(error[...])
            #expect(passed.forwarded == observed.forwarded + error.count)
            #expect(passed.state.failure?.kind == .rateLimited)
        }
        // What the clients read is the same kind again.
        let bytes = try recording.events()[0] + error
        for side in try TranslationHop.run(bytes, from: recording.provider).sides {
            let events = try StreamRun.decode(side.output, with: Dialects.dialect(side.dialect))
            guard case .failure(let read)? = events.last else {
                Issue.record("\(side.dialect): no failure")
                continue
            }
            #expect(read.kind == .rateLimited, "\(side.dialect)")
        }
    }

    @Test("broken off by the gateway itself, every client gets its blocks closed and an error", arguments: streams)
    func brokenOff(_ recording: GoldenRecording) throws {
        try forEachPlace(in: recording) { hop, _, _ in
            var broken = hop
            broken.breakOff(APIError(.upstreamTimeout, "The provider took too long."))
            #expect(broken.violations == [])
            #expect(broken.sides.allSatisfy { $0.client.ending == .error })
        }
    }

    @Test("a byte changed anywhere never gives an illegal sequence or a trap", arguments: streams)
    func changedBytes(_ recording: GoldenRecording) throws {
        let bytes = try recording.events().flatMap { $0 }
        // Long recordings hold nothing that short ones do not.
        guard bytes.count < 4096 else { return }
        let replacements = Array("\"{}[]:,\n0-\\".utf8) + [0x00, 0x80, 0xFF]
        for (number, position) in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 64)).enumerated() {
            var changed = bytes
            changed[position] = replacements[number % replacements.count]
            let hop = try TranslationHop.run(changed, from: recording.provider)
            #expect(hop.illegalSteps == [], "changed at \(position)")
            #expect(hop.last == .end || hop.failure != nil, "changed at \(position)")
            #expect(hop.sides.allSatisfy { $0.client.ending != nil }, "changed at \(position)")
            let run = StreamRun.observe(changed, with: Dialects.dialect(recording.provider))
            #expect(run.forwarded + run.leftOver == changed, "changed at \(position)")
        }
    }

    @Test("data behind the terminal event is taken and not passed on", arguments: streams)
    func dataBehindTheEnd(_ recording: GoldenRecording) throws {
        let frames = try recording.events()
        let bytes = frames.flatMap { $0 }
        let plain = try TranslationHop.run(bytes, from: recording.provider)
        // Everything once more, an error and nonsense.
        let more = bytes + recording.provider.rateLimitEvent + recording.provider.framed("nonsense")
        let hop = try TranslationHop.run(bytes + more, from: recording.provider)
        #expect(hop.violations == [])
        #expect(recording.provider == .gemini || hop.events == plain.events)
    }

    @Test("an error before any content is all a client gets", arguments: DialectID.allCases)
    func errorFirst(_ provider: DialectID) throws {
        for bytes in [provider.rateLimitEvent, provider.framed("nonsense"), []] {
            let hop = try TranslationHop.run(bytes, from: provider)
            #expect(hop.violations == [])
            #expect(hop.failure != nil)
            for side in hop.sides { #expect(StreamClientEvent.events(in: side.output)?.count == 1, "\(side.dialect)") }
        }
    }

    /// Goes to every place in front of an event, up to the terminal one; in long streams to the first and last ones.
    private func forEachPlace(
        in recording: GoldenRecording,
        _ body: (TranslationHop, Passthrough, [UInt8]) throws -> Void
    ) throws {
        let frames = try recording.events()
        var hop = TranslationHop(from: recording.provider)
        var observed = Passthrough(recording.provider)
        for (index, frame) in frames.enumerated() {
            if index < 40 || frames.count - index < 10 { try body(hop, observed, frame) }
            try hop.receive(frame)
            observed.receive(frame[...])
            if GoldenRecording.whole(of: [frame], from: recording.provider) != nil { break }
        }
        #expect(hop.failure == nil)
    }
}

extension DialectID {
    /// One event of this dialect.
    func framed(_ payload: String) -> [UInt8] {
        let name = self == .anthropicMessages ? "event: content_block_delta\n" : ""
        return Array("\(name)data: \(payload)\n\n".utf8)
    }

    /// Events of kinds that did not exist when this was written.
    var unknownEvents: [UInt8] {
        switch self {
        case .openAIChat:
            Array(
                """
                data: {"id":"x","object":"brand.new","choices":[],"note":"usage and error are only words here"}

                event: brand_new
                data: {"object":"other.new"}


                """.utf8
            )
        case .anthropicMessages:
            Array(
                """
                event: brand_new
                data: {"type":"brand_new","index":0,"delta":{"type":"text_delta","text":"x"}}

                event: ping
                data: {"type":"ping"}


                """.utf8
            )
        case .gemini:
            Array("data: {\"brandNew\":{\"candidates\":[{\"finishReason\":\"STOP\"}]}}\n\n".utf8)
        }
    }

    /// How a provider says in the middle of a stream that its limit is reached.
    var rateLimitEvent: [UInt8] {
        switch self {
        case .openAIChat:
            framed(#"{"error":{"message":"Slow down.","type":"requests","param":null,"code":"rate_limit_exceeded"}}"#)
        case .anthropicMessages:
            Array(
                """
                event: error
                data: {"type":"error","error":{"type":"rate_limit_error","message":"Slow down."}}


                """.utf8
            )
        case .gemini:
            framed(#"{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}"#)
        }
    }
}

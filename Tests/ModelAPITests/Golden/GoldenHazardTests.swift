import JSONText
import ModelAPI
import Testing

/// Streams made by hand from what has killed gateways and clients; no recordings needed.
@Suite("Golden: hazards in streams")
struct GoldenHazardTests {
    /// A stream and what it must mean to every client.
    struct Hazard: Sendable, CustomTestStringConvertible {
        let name: String
        let provider: DialectID
        let stream: String
        var text = ""
        var thinking = ""
        /// Each call as its name and arguments.
        var calls: [String] = []
        var stop = AnswerMeaning.Stop.done

        var testDescription: String { name }
    }

    @Test("each means the same to every client, however it is split", arguments: Hazard.all)
    func hazards(_ hazard: Hazard) throws {
        let bytes = Array(hazard.stream.utf8)
        let whole = try TranslationHop.run(bytes, from: hazard.provider)
        #expect(whole.violations == [])
        #expect(whole.last == .end)
        for side in whole.sides {
            let said = side.client.said
            #expect(said.text == hazard.text, "\(side.dialect)")
            #expect(said.thinking == hazard.thinking, "\(side.dialect)")
            #expect(said.calls.map { $0.name + $0.arguments.text } == hazard.calls, "\(side.dialect)")
            #expect(said.stop == hazard.stop, "\(side.dialect)")
        }
        for cut in 0...bytes.count {
            let split = try TranslationHop.run(bytes, from: hazard.provider, segments: [cut])
            #expect(split.events == whole.events, "split at \(cut)")
            let run = StreamRun.observe(bytes, with: Dialects.dialect(hazard.provider), cuts: [cut])
            #expect(run.forwarded == bytes && run.observer.sawEnd, "split at \(cut)")
        }
    }

    @Test("cut at every byte, none ends cleanly before its terminal event", arguments: Hazard.all)
    func cuts(_ hazard: Hazard) throws {
        let bytes = Array(hazard.stream.utf8)
        var end: Int?
        for cut in 0...bytes.count {
            let hop = try TranslationHop.run(Array(bytes[..<cut]), from: hazard.provider)
            let run = StreamRun.observe(Array(bytes[..<cut]), with: Dialects.dialect(hazard.provider))
            // Complaints about arguments are for whole calls.
            #expect(hop.violations == [], "cut at \(cut)")
            #expect((hop.last == .end) == run.observer.sawEnd, "cut at \(cut): the two ways do not agree")
            if hop.last == .end { end = end ?? cut } else { #expect(hop.failure != nil && end == nil, "cut at \(cut)") }
        }
        // The terminal event must have been complete: what is cut there says all there is.
        let said = try TranslationHop.run(Array(bytes[..<(try #require(end))]), from: hazard.provider)
        #expect(said.sides[0].client.said.text == hazard.text)
    }

    @Test("an event of 1.5 MiB with characters of every length arrives whole", arguments: DialectID.allCases)
    func largeEvent(_ provider: DialectID) throws {
        let text = String(repeating: "aé関🚪", count: 1_572_864 / 10)
        let frame: String
        switch provider {
        case .openAIChat:
            frame = """
                data: {"id":"r","model":"m","choices":[{"index":0,"delta":{"content":"\(text)"},"finish_reason":"stop"}]}

                data: [DONE]


                """
        case .anthropicMessages:
            frame = """
                data: {"type":"message_start","message":{"id":"msg_1","model":"m"}}

                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\(text)"}}

                data: {"type":"content_block_stop","index":0}

                data: {"type":"message_stop"}


                """
        case .gemini:
            frame = """
                data: {"candidates":[{"content":{"parts":[{"text":"\(text)"}]},"finishReason":"STOP"}],"responseId":"r"}


                """
        }
        let bytes = Array(frame.utf8)
        #expect(bytes.count > 1_500_000)
        // Segments of a length that no character divides.
        let cuts = Array(stride(from: 16_381, to: bytes.count, by: 16_381))
        let hop = try TranslationHop.run(bytes, from: provider, segments: cuts)
        #expect(hop.violations == [])
        #expect(hop.sides.allSatisfy { $0.client.said.text == text && $0.client.ending == .clean })
        let run = StreamRun.observe(bytes, with: Dialects.dialect(provider), cuts: cuts)
        #expect(run.forwarded == bytes)
        #expect(run.observer.sawEnd && run.observer.sawContent)
    }
}

import JSONText
import ModelAPI
import Testing

@Suite("OpenAI's usage chunk where the provider does not count")
struct OpenAIChatUsageEstimateTests {
    private func chunks(_ usage: Usage?, includesUsage: Bool) throws -> [JSONValue] {
        var request = ChatRequest(model: "m", messages: [Message(.user, String(repeating: "word ", count: 80))])
        request.includeUsage = includesUsage
        let events: [StreamEvent] =
            [
                .start(StreamStart(id: "r", model: "m")), .blockStart(choice: 0, .text),
                .blockDelta(choice: 0, .text("Twelve bytes")), .blockDelta(choice: 0, .text("関門")),
                .blockStop(choice: 0), .finish(choice: 0, .endTurn),
            ] + (usage.map { [.usage($0)] } ?? []) + [.end]
        let bytes = StreamRun.encode(events, with: OpenAIChatDialect(), for: request)
        return try #require(StreamClientEvent.events(in: bytes)).dropLast().map { try JSONValue(parsing: $0.data) }
    }

    @Test("the chunk comes all the same, with an estimate that is marked")
    func estimated() throws {
        let last = try #require(try chunks(nil, includesUsage: true).last)
        #expect(last["choices"] == [])
        #expect(last["kanmon"] == ["estimated": true])
        // 400 bytes of Latin and a turn; 12 bytes of Latin and two characters.
        #expect(last["usage"]?["prompt_tokens"] == 104)
        #expect(last["usage"]?["completion_tokens"] == 5)
        #expect(last["usage"]?["total_tokens"] == 109)
    }

    @Test("a provider's own counts are not touched")
    func counted() throws {
        var usage = Usage()
        usage.input = 3
        usage.output = 2
        let last = try #require(try chunks(usage, includesUsage: true).last)
        #expect(last["kanmon"] == nil)
        #expect(last["usage"]?["total_tokens"] == 5)
    }

    @Test("who did not ask gets no chunk")
    func unasked() throws {
        #expect(try chunks(nil, includesUsage: false).allSatisfy { $0["usage"] == nil && $0["kanmon"] == nil })
    }
}

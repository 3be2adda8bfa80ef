import ModelAPI
import Testing

@Suite("The checker of event sequences")
struct StreamLegalityTests {
    private static let start = StreamEvent.start(StreamStart(id: "x", model: "m"))

    @Test("a legal sequence has no violations")
    func legal() {
        let events: [StreamEvent] = [
            Self.start,
            .blockStart(choice: 0, .thinking), .blockDelta(choice: 0, .text("hm")), .blockStop(choice: 0),
            .blockStart(choice: 0, .text), .blockStart(choice: 1, .text), .blockDelta(choice: 1, .text("b")),
            .blockDelta(choice: 0, .text("a")), .blockStop(choice: 0), .blockStop(choice: 1),
            .finish(choice: 0, .endTurn), .finish(choice: 1, .endTurn), .usage(Usage()), .end,
        ]
        #expect(StreamLegality.violations(of: events).isEmpty)
    }

    @Test(
        "each illegal sequence is found",
        arguments: [
            [StreamEvent.end],
            [start, start, .failure(APIError(.internal, ""))],
            [start, .blockStart(choice: 0, .text), .blockStart(choice: 0, .text)],
            [start, .blockDelta(choice: 0, .text("x"))],
            [start, .blockStart(choice: 0, .text), .blockDelta(choice: 0, .arguments("x"))],
            [start, .blockStop(choice: 0)],
            [start, .blockStart(choice: 0, .text), .finish(choice: 0, .endTurn)],
            [start, .finish(choice: 0, .endTurn), .finish(choice: 0, .endTurn)],
            [start, .finish(choice: 0, .endTurn), .blockStart(choice: 0, .text)],
            [start, .blockStart(choice: 0, .text), .failure(APIError(.internal, ""))],
            [start, .finish(choice: 0, .endTurn), .end, .end],
            [.usage(Usage())],
        ]
    )
    func illegal(_ events: [StreamEvent]) {
        #expect(!StreamLegality.violations(of: events, isWhole: false).isEmpty)
    }

    @Test("a sequence without an ending is not whole")
    func unfinished() {
        #expect(!StreamLegality.violations(of: [Self.start]).isEmpty)
    }
}

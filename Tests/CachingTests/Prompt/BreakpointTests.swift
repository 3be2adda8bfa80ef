import Caching
import JSONText
import Testing

@Suite("Breakpoints")
struct BreakpointTests {
    /// What comes of requests that were answered so many seconds one after the other.
    private func marks(
        _ bodies: [String],
        gap: Int = 10,
        minimum: Int = 1024,
        among lifetimes: [CacheLifetime] = CacheLifetime.allCases
    ) throws -> (marks: [Breakpoints.Mark], outline: PromptOutline, text: String) {
        let tracker = PrefixTracker(maximumBytes: 1 << 20)
        var last: (marks: [Breakpoints.Mark], outline: PromptOutline, text: String)?
        for (number, body) in bodies.enumerated() {
            let now = Prompts.at(number * gap)
            let outline = try #require(Prompts.outline(body))
            let points = Prompts.points(outline, minimum: minimum)
            let sights = tracker.sights(of: points, at: now)
            let breakpoints = Breakpoints(for: outline, at: points, sights: sights, among: lifetimes)
            var edits = JSONEdits()
            breakpoints.write(into: &edits, of: outline, Array(body.utf8).span)
            let text = String(decoding: edits.applied(to: Array(body.utf8).span), as: UTF8.self)
            last = (breakpoints.marks, outline, text)
            tracker.note(points, at: now)
        }
        return try #require(last)
    }

    private static let tools = (0..<5).map { "tool\($0)" }
    private static let system = Prompts.text(1500, "system")

    @Test("come with the second time, not with the first")
    func second() throws {
        let body = Prompts.anthropic(tools: Self.tools, system: Self.system, turns: ["one"])
        let other = Prompts.anthropic(tools: Self.tools, system: Self.system, turns: ["two"])
        #expect(try marks([body]).marks.isEmpty)
        #expect(try marks([body]).text == body)
        let found = try marks([body, other])
        #expect(found.marks.map(\.piece) == [4, 5])
        #expect(found.marks.map(\.lifetime) == [.fiveMinutes, .fiveMinutes])
        let value = try JSONValue(parsing: found.text)
        #expect(value["tools"]?[4]?["cache_control"]?["type"] == "ephemeral")
        #expect(value["tools"]?[4]?["cache_control"]?["ttl"] == nil)
        #expect(value["tools"]?[3]?["cache_control"] == nil)
        // A text becomes a list of one block, which is the same to the model.
        #expect(value["system"]?[0]?["text"]?.string == Self.system)
        #expect(value["system"]?[0]?["cache_control"]?["type"] == "ephemeral")
        #expect(value["messages"]?[0]?["content"] == "two")
    }

    @Test("leave every other byte as it was")
    func bytes() throws {
        let body =
            #"{ "model" : "m","x":1.50,"system":[{"text":"\#(Prompts.text(1500))é","type":"text"}] ,"messages":[ {"role":"user","content":"a"}]}"#
        let text = try marks([body, body]).text
        let marked = #"{"cache_control":{"type":"ephemeral"},"text":"#
        #expect(text.contains(marked))
        let plain = text.replacing(#""cache_control":{"type":"ephemeral"},"text":"#, with: #""text":"#)
            .replacing(#"[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]"#, with: #""a""#)
        #expect(plain == body)
    }

    @Test("follow a conversation that grows: behind what has come, and behind its end")
    func growing() throws {
        var turns = [Prompts.text(1200, "long"), "answer", "question"]
        var bodies = [Prompts.anthropic(turns: Array(turns.prefix(1)))]
        bodies.append(Prompts.anthropic(turns: turns))
        let second = try marks(bodies)
        #expect(second.marks.map(\.piece) == [0, 2])
        turns += ["answer 2", "question 2"]
        bodies.append(Prompts.anthropic(turns: turns))
        let third = try marks(bodies)
        #expect(third.marks.map(\.piece) == [2, 4])
    }

    @Test("are not put behind an end that nothing has grown from")
    func notGrowing() throws {
        let shared = [Prompts.text(1200, "example"), "answer"]
        let found = try marks([
            Prompts.anthropic(turns: shared + ["one"]), Prompts.anthropic(turns: shared + ["two"]),
        ])
        #expect(found.marks.map(\.piece) == [1])
    }

    @Test("are four at most")
    func four() throws {
        let turns = [Prompts.text(1200, "long"), "answer", "question", "answer 2", "question 2"]
        let found = try marks([
            Prompts.anthropic(tools: Self.tools, system: Self.system, turns: Array(turns.prefix(3))),
            Prompts.anthropic(tools: Self.tools, system: Self.system, turns: turns),
        ])
        #expect(found.marks.count == Breakpoints.most)
        #expect(found.marks.map(\.piece) == [4, 5, 8, 10])
    }

    @Test("are none where the caller has put any")
    func callers() throws {
        let body = Prompts.anthropic(
            system: Self.system,
            turns: ["a"],
            more: #","cache_control":{"type":"ephemeral"}"#
        )
        let found = try marks([body, body, body])
        #expect(found.marks.isEmpty)
        #expect(found.text == body)
    }

    @Test("are none in what is shorter than the model's minimum")
    func minimum() throws {
        let body = Prompts.anthropic(system: Self.system, turns: ["a"])
        #expect(try marks([body, body], minimum: 2048).marks.isEmpty)
        #expect(try !marks([body, body], minimum: 1024).marks.isEmpty)
        // Tools that are too short by themselves are no place, whatever follows them.
        let tool = Prompts.anthropic(tools: ["tiny"], system: Self.system, turns: ["a"])
        let other = Prompts.anthropic(tools: ["tiny"], system: Self.system, turns: ["b"])
        #expect(try marks([tool, other]).marks.map(\.piece) == [1])
    }

    @Test("give way to the block before where the API takes none")
    func thoughts() throws {
        let content =
            #"[{"type":"text","text":"\#(Prompts.text(1200))"},{"type":"thinking","thinking":"x","signature":"y"}]"#
        func body(_ last: String) -> String {
            #"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":\#(content)},{"role":"user","content":"\#(last)"}]}"#
        }
        let found = try marks([body("a"), body("b")])
        #expect(found.marks.map(\.piece) == [1])
        #expect(found.outline.pieces[1].form == .object)
    }

    @Test("hold for an hour where what they are for comes back later than after five minutes")
    func hour() throws {
        let body = Prompts.anthropic(system: Self.system, turns: ["a"])
        let other = Prompts.anthropic(system: Self.system, turns: ["b"])
        let late = try marks([body, other], gap: 900)
        #expect(late.marks.map(\.lifetime) == [.oneHour])
        #expect(late.text.contains(#""cache_control":{"type":"ephemeral","ttl":"1h"}"#))
        #expect(try marks([body, other], gap: 3700).marks.isEmpty)
        // With five minutes alone it would be written each time and never read.
        #expect(try marks([body, other], gap: 900, among: [.fiveMinutes]).marks.isEmpty)
        #expect(try marks([body, other], gap: 10, among: [.oneHour]).marks.map(\.lifetime) == [.oneHour])
    }

    @Test("of an hour come before those of five minutes")
    func order() throws {
        // The instructions come every ten seconds, the conversation every ten minutes.
        let tracker = PrefixTracker(maximumBytes: 1 << 20)
        let long = Prompts.text(1200, "long")
        func body(_ turns: [String]) throws -> PromptOutline {
            try #require(Prompts.outline(Prompts.anthropic(system: Self.system, turns: turns)))
        }
        for second in stride(from: 0, to: 600, by: 10) {
            tracker.note(Prompts.points(try body(["other \(second)"])), at: Prompts.at(second))
        }
        tracker.note(Prompts.points(try body([long])), at: Prompts.at(0))
        let outline = try body([long, "answer", "question"])
        let points = Prompts.points(outline)
        let found = Breakpoints(for: outline, at: points, sights: tracker.sights(of: points, at: Prompts.at(600)))
        #expect(found.marks.map(\.piece) == [0, 1, 3])
        #expect(found.marks.map(\.lifetime) == [.oneHour, .oneHour, .oneHour])
    }
}

@Suite("How long a prefix is to be kept")
struct CacheLifetimeTests {
    @Test(
        "is what is expected to cost least",
        arguments: [
            (1, 0, CacheLifetime.fiveMinutes), (20, 0, .fiveMinutes), (0, 1, .oneHour), (1, 1, .oneHour),
            (9, 1, .oneHour),
            (60, 1, .oneHour), (0, 20, .oneHour),
        ]
    )
    func cheapest(soon: Int, late: Int, lifetime: CacheLifetime) {
        #expect(CacheLifetime.cheapest(soon: soon, late: late) == lifetime)
    }

    @Test("is none where no cache costs less")
    func none() {
        #expect(CacheLifetime.cheapest(soon: 0, late: 0) == nil)
        #expect(CacheLifetime.cheapest(soon: 0, late: 5, among: [.fiveMinutes]) == nil)
        #expect(CacheLifetime.cheapest(soon: 1, late: 0, among: []) == nil)
        #expect(CacheLifetime.cheapest(soon: -3, late: .max) == .oneHour)
    }
}

@Suite("The shortest prompts that are cached")
struct CacheMinimumTests {
    @Test(
        "are those of the documentation",
        arguments: [
            ("claude-sonnet-4-5-20250929", 1024), ("claude-sonnet-4-20250514", 1024), ("claude-opus-4-1", 1024),
            ("claude-opus-4-20250514", 1024), ("claude-opus-4-5", 4096), ("claude-opus-4-6", 4096),
            ("claude-opus-4-7", 4096), ("claude-opus-4-8", 1024), ("claude-3-7-sonnet-20250219", 1024),
            ("claude-3-5-haiku-20241022", 2048), ("claude-3-haiku-20240307", 2048), ("claude-haiku-4-5", 4096),
            ("anthropic.claude-haiku-4-5-20251001-v1:0", 4096), ("claude-opus-4-5@20251101", 4096),
            ("claude-mythos-preview", 4096), ("claude-fable-5", 1024), ("someone-elses", 1024), ("", 1024),
        ]
    )
    func anthropic(model: String, tokens: Int) {
        #expect(CacheMinimum.anthropic(model) == tokens)
    }
}

import Caching
import Routing
import Testing

@Suite("Prefixes that have come before")
struct PrefixTrackerTests {
    private let tracker = PrefixTracker(maximumBytes: 1 << 20)
    private static let system = Prompts.text(1500, "system")

    private func points(
        _ turns: [String],
        tenant: CacheTenant = .team("a"),
        subject: String = "claude/m"
    ) throws -> PrefixPoints {
        let outline = try #require(Prompts.outline(Prompts.anthropic(system: Self.system, turns: turns)))
        return Prompts.points(outline, tenant: tenant, subject: subject)
    }

    @Test("are known up to where two prompts part")
    func parting() throws {
        tracker.note(try points(["one", "two", "three"]), at: Prompts.at(0))
        let sights = tracker.sights(of: try points(["one", "two", "other"]), at: Prompts.at(60))
        #expect(sights.map { $0 != nil } == [true, true, true, false])
        #expect(sights[0]?.age == .seconds(60))
        #expect(sights.map { $0?.wasEnd ?? false } == [false, false, false, false])
        let grown = tracker.sights(of: try points(["one", "two", "three", "four", "five"]), at: Prompts.at(60))
        #expect(grown.map { $0?.wasEnd ?? false } == [false, false, false, true, false, false])
    }

    @Test(
        "are never known to another tenant or target",
        arguments: [
            CacheTenant.team("b"), .key("a"), .organization("a"), .shared, .anonymous,
        ]
    )
    func apart(tenant: CacheTenant) throws {
        tracker.note(try points(["one"]), at: Prompts.at(0))
        #expect(tracker.sights(of: try points(["one"], tenant: tenant), at: Prompts.at(1)).allSatisfy { $0 == nil })
        #expect(
            tracker.sights(of: try points(["one"], subject: "claude/n"), at: Prompts.at(1)).allSatisfy { $0 == nil }
        )
        #expect(tracker.sights(of: try points(["one"]), at: Prompts.at(1)).allSatisfy { $0 != nil })
    }

    @Test("are forgotten after an hour")
    func hour() throws {
        let prompt = try points(["one"])
        tracker.note(prompt, at: Prompts.at(0))
        #expect(tracker.sights(of: prompt, at: Prompts.at(3600)).first??.age == .seconds(3600))
        #expect(tracker.sights(of: prompt, at: Prompts.at(3601)).allSatisfy { $0 == nil })
        // What comes after that is a new beginning.
        tracker.note(prompt, at: Prompts.at(4000))
        #expect(tracker.sights(of: prompt, at: Prompts.at(4000)).first??.soon == 0)
    }

    @Test("are counted by how soon they came again")
    func gaps() throws {
        let prompt = try points(["one"])
        for second in [0, 10, 310, 611, 4000] { tracker.note(prompt, at: Prompts.at(second)) }
        let sight = try #require(tracker.sights(of: prompt, at: Prompts.at(4001)).first ?? nil)
        #expect(sight.soon == 2)
        #expect(sight.late == 2)
    }

    @Test("of many returns keep the newer half, so that a change of habits shows")
    func halving() throws {
        let prompt = try points(["one"])
        for number in 0...2000 { tracker.note(prompt, at: Prompts.at(number)) }
        for number in 1...10 { tracker.note(prompt, at: Prompts.at(2000 + number * 600)) }
        let sight = try #require(tracker.sights(of: prompt, at: Prompts.at(8001)).first ?? nil)
        #expect(sight.soon < 64)
        #expect(sight.late == 10)
    }

    @Test("are none where a prompt is too short for any cache")
    func short() throws {
        let outline = try #require(Prompts.outline(Prompts.anthropic(system: "short", turns: ["a"])))
        #expect(Prompts.points(outline).points.isEmpty)
        let long = try #require(Prompts.outline(Prompts.anthropic(system: Prompts.text(2000), turns: ["a"])))
        #expect(Prompts.points(long, minimum: 4096).points.isEmpty)
        #expect(Prompts.points(long, minimum: 1024).points.count == 2)
        #expect(Prompts.points(long, minimum: 1024).atLeast(100_000).points.isEmpty)
    }

    @Test("take no more than their memory, whatever comes")
    func bound() throws {
        let tracker = PrefixTracker(maximumBytes: 64 << 10)
        for number in 0..<2000 { tracker.note(try points(["\(number)"]), at: Prompts.at(number / 100)) }
        #expect(tracker.count > 16)
        #expect(tracker.count * 100 < 64 << 10)
    }

    @Test("of a prompt of very many blocks are few")
    func many() throws {
        let outline = try #require(
            Prompts.outline(Prompts.anthropic(system: Self.system, turns: (0..<3000).map { "turn \($0)" }))
        )
        #expect(Prompts.points(outline).points.count <= 1 + 12 + 24)
        #expect(Prompts.points(outline).points.last?.isEnd == true)
    }
}

@Suite("Who holds a prefix")
struct PrefixHoldersTests {
    private let holders = PrefixHolders(maximumBytes: 1 << 20)
    private let first = PrefixHolder(TargetID(provider: "a", model: "m"), credential: "1")
    private let second = PrefixHolder(TargetID(provider: "a", model: "m"), credential: "2")
    private let third = PrefixHolder(TargetID(provider: "b", model: "m"), credential: nil)
    private let fourth = PrefixHolder(TargetID(provider: "c", model: "m"), credential: nil)

    private func points(_ turns: [String]) throws -> PrefixPoints {
        Prompts.points(
            try #require(Prompts.outline(Prompts.anthropic(system: Prompts.text(1500, "system"), turns: turns)))
        )
    }

    @Test("is found by the longest prefix, the last one first")
    func longest() throws {
        holders.note(try points(["x"]), first, for: .fiveMinutes, cached: 0, at: Prompts.at(0))
        holders.note(try points(["x", "y", "z"]), second, for: .fiveMinutes, cached: 9, at: Prompts.at(1))
        let found = try #require(holders.holders(of: try points(["x", "y", "z", "more"]), at: Prompts.at(2)))
        #expect(found.holders == [second])
        #expect(found.isCached)
        // A conversation of its own shares the instructions alone.
        #expect(holders.holders(of: try points(["other"]), at: Prompts.at(2))?.holders == [second, first])
        #expect(holders.holders(of: try points(["x", "n"]), at: Prompts.at(2))?.holders == [second, first])
    }

    @Test("is known for as long as the cache keeps it, and three at a time")
    func lifetimes() throws {
        let prompt = try points(["x"])
        holders.note(prompt, first, for: .oneHour, cached: 9, at: Prompts.at(0))
        holders.note(prompt, second, for: .fiveMinutes, cached: 0, at: Prompts.at(0))
        #expect(holders.holders(of: prompt, at: Prompts.at(300))?.holders == [second, first])
        #expect(holders.holders(of: prompt, at: Prompts.at(301))?.holders == [first])
        #expect(holders.holders(of: prompt, at: Prompts.at(3601)) == nil)
        for holder in [first, second, third, fourth] {
            holders.note(prompt, holder, for: .fiveMinutes, cached: 0, at: Prompts.at(4000))
        }
        #expect(holders.holders(of: prompt, at: Prompts.at(4001))?.holders == [fourth, third, second])
        #expect(holders.holders(of: prompt, at: Prompts.at(4001))?.isCached == false)
    }
}

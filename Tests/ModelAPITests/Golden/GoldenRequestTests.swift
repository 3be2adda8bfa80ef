import JSONText
import ModelAPI
import Testing

@Suite("Golden: requests")
struct GoldenRequestTests {
    /// What a request loses and what changes in it between a client and a provider.
    struct Journey: Sendable, CustomTestStringConvertible {
        let client: DialectID
        let provider: DialectID
        /// By the name reported as dropped: the members that are gone, or less than they were.
        let lost: [String: [String]]
        /// By the reason why nothing need be reported: the members that say the same in another way.
        var changed: [String: [String]] = [:]

        var testDescription: String { "\(client) to \(provider)" }
    }

    @Test("what a provider reads is what the client said, but for what is reported", arguments: Journey.all)
    func journeys(_ journey: Journey) throws {
        let request = try GoldenRequests.read(journey.client)
        let (read, dropped) = try GoldenRequests.travel(request, of: journey.client, to: journey.provider)
        let found = Flattened.difference(from: GoldenRequests.joined(request), to: GoldenRequests.joined(read))
        let explained = Set((Array(journey.lost.values) + Array(journey.changed.values)).joined())
        #expect(found.subtracting(explained) == [], "not explained")
        #expect(explained.subtracting(found) == [], "explained, but not found")
        #expect(Set(dropped) == Set(journey.lost.keys))
    }

    @Test("a journey there and back again loses no more than the way there", arguments: Journey.all)
    func secondJourney(_ journey: Journey) throws {
        // What a provider has read can be said in its own dialect without loss.
        let request = try GoldenRequests.read(journey.client)
        let (read, _) = try GoldenRequests.travel(request, of: journey.client, to: journey.provider)
        let (again, dropped) = try GoldenRequests.travel(read, of: journey.provider, to: journey.provider)
        #expect(Flattened.difference(from: GoldenRequests.joined(read), to: GoldenRequests.joined(again)) == [])
        #expect(dropped == [])
    }

    @Test("the comparison sees every member")
    func comparison() throws {
        // The comparison itself sees what it must see.
        let request = try GoldenRequests.read(.anthropicMessages)
        var other = request
        #expect(Flattened.difference(from: request, to: other) == [])
        other.sampling.seed = JSONNumber(5)
        other.messages[0].parts = [.text(TextPart("Be brief.", cache: CacheBreakpoint()))]
        other.tools.removeLast()
        let found = Flattened.difference(from: request, to: other)
        #expect(found.contains("+ request.sampling.seed = 5"))
        #expect(found.contains("- request.messages[0].parts.text[0].cache.ttl = 1h"))
        #expect(found.contains("+ request.messages[0].parts.text[0].cache is there"))
        #expect(found.contains("- request.tools[1].function.name = zoom"))
    }
}

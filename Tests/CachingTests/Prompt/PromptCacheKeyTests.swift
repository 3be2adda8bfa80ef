import Caching
import JSONText
import ModelAPI
import Testing

@Suite("The key for OpenAI's cache")
struct PromptCacheKeyTests {
    private func key(_ system: String, _ turns: [String], of tenant: CacheTenant = .team("a")) throws -> String? {
        let messages =
            [("system", system)] + turns.enumerated().map { ($0.isMultiple(of: 2) ? "user" : "assistant", $1) }
        let list = messages.map { #"{"role":"\#($0)","content":\#(JSONValue.string($1).text)}"# }
        let body = #"{"model":"m","messages":[\#(list.joined(separator: ","))]}"#
        return try #require(Prompts.outline(body, .openAIChat)).cacheKey(of: tenant)
    }

    @Test("is that of the instructions where they are long, whoever asks what")
    func instructions() throws {
        let long = Prompts.text(1200, "instructions")
        let one = try #require(try key(long, ["a"]))
        #expect(one.count == 27)
        #expect(one.hasPrefix("km-"))
        #expect(try key(long, ["b", "c", "d"]) == one)
        #expect(try key(long + " ", ["a"]) != one)
    }

    @Test("stays that of a conversation while it grows")
    func conversation() throws {
        let turns = [Prompts.text(1200, "first"), "answer", "second"]
        let one = try #require(try key("short", Array(turns.prefix(1))))
        #expect(try key("short", turns) == one)
        #expect(try key("short", [Prompts.text(1200, "other")]) != one)
    }

    @Test("is another one for every tenant, and none where nothing would be cached")
    func tenants() throws {
        let long = Prompts.text(1200)
        let keys = try [CacheTenant.team("a"), .team("b"), .key("a"), .anonymous].map { try key(long, ["a"], of: $0) }
        #expect(Set(keys).count == 4)
        #expect(try key("short", ["a"]) == nil)
    }
}

@Suite("Policies for providers' caches")
struct PromptCachePolicyTests {
    @Test(
        "leave it to the request only where they say so",
        arguments: [
            (CachePolicy.Switch.on, true, true, false), (.onRequest, false, true, false), (.off, false, false, false),
        ]
    )
    func wishes(use: CachePolicy.Switch, unasked: Bool, asked: Bool, declined: Bool) {
        let policy = PromptCachePolicy(use: use)
        #expect(policy.applies(to: nil) == unasked)
        #expect(policy.applies(to: true) == asked)
        #expect(policy.applies(to: false) == declined)
    }
}

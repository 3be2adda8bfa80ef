import Caching
import Governance
import JSONText
import Routing
import Settings
import SimulatedProvider
import Testing

/// Vectors out of the cache.
@Suite("Embeddings out of the cache", .serialized)
struct EmbeddingCacheTests {
    private func request(_ model: String, _ more: String, fields: [String] = []) -> String {
        GatewayFixture.request("/v1/embeddings", #"{"model":"\#(model)",\#(more)}"#, fields: fields)
    }

    private func state(_ answer: String) -> String? { HTTPText.field("x-kanmon-cache", answer) }

    @Test(
        "the same question is asked once, and its answer is given byte by byte",
        arguments: EmbeddingSurfaceTests.providers
    )
    func hit(provider: String) async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(cache: .on(), ledger: ledger) { fixture in
            let model = "\(provider)/sim-embed-8d"
            let miss = try await fixture.raw(request(model, #""input":["a","b"]"#))
            #expect(state(miss) == "miss", "\(miss)")
            for same in [
                #""input":["a","b"]"#, #""input" : [ "a" ,"\u0062"]"#, #""encoding_format":"float","input":["a","b"]"#,
                #""user":"somebody","input":["a","b"]"#,
            ] {
                let hit = try await fixture.raw(request(model, same))
                #expect(state(hit) == "hit", "\(same): \(hit.prefix(400))")
                #expect(try HTTPText.body(hit) == HTTPText.body(miss))
                #expect(HTTPText.field("x-kanmon-provider", hit) == provider)
                #expect(HTTPText.field("x-kanmon-cost-usd", hit) == "0")
            }
            for other in [
                #""input":["b","a"]"#, #""input":["ab"]"#, #""input":["a","b"],"dimensions":4"#,
                #""input":["a","b"],"encoding_format":"base64""#, #""input":["a","b"],"input_type":"search_query""#,
            ] where provider != "openai" || !other.contains("input_type") {
                #expect(try await state(fixture.raw(request(model, other))) == "miss", "\(other)")
            }
            #expect(ledger.all.count { $0.cache == "hit" } == 4)
            #expect(ledger.all.allSatisfy { $0.surface == "embeddings" })
        }
    }

    @Test(
        "equal questions at once make one call, also where the answer is too large to keep",
        arguments: [1 << 20, 64]
    )
    func together(limit: Int) async throws {
        // So long that the last of them has come, on a busy machine too.
        let options = SimulatedProvider.Options(timeToFirstToken: .seconds(2))
        try await GatewayFixture.with(
            options: options,
            cache: .on(CachePolicy(use: .on, maximumEntryBytes: limit))
        ) { fixture in
            let request = request("gemini/sim-embed-8d", #""input":"the same""#, fields: ["x-kanmon-attempts: 1"])
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<50 { group.addTask { try await fixture.raw(request) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(try answers.map { try HTTPText.body($0) }).count == 1)
            #expect(answers.allSatisfy { HTTPText.status($0) == 200 })
            #expect(try fixture.provider("gemini").requests.count == 1)
        }
    }

    @Test("errors are not kept")
    func errors() async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            let request = request("openai/fault-status-500-first-1", #""input":"a""#, fields: ["x-kanmon-attempts: 1"])
            let failed = try await fixture.raw(request)
            #expect(HTTPText.status(failed) == 502)
            let miss = try await fixture.raw(request)
            #expect(state(miss) == "miss")
            let hit = try await fixture.raw(request)
            #expect(state(hit) == "hit")
        }
    }

    @Test("rules look at what is embedded")
    func rules() async throws {
        let rule = CacheRule("weather", .deny, texts: [try Pattern(parsing: "weather")])
        try await GatewayFixture.with(cache: .on(rules: [rule])) { fixture in
            let denied = request("openai/sim-embed-8d", #""input":["a","the weather"]"#)
            for _ in 1...2 { #expect(try await state(fixture.raw(denied)) == "bypass; reason=rule:weather") }
            let other = request("openai/sim-embed-8d", #""input":["a","the sea"]"#)
            _ = try await fixture.raw(other)
            #expect(try await state(fixture.raw(other)) == "hit")
        }
    }
}

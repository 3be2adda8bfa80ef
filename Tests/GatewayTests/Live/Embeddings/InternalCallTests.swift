import Caching
import Governance
import JSONText
import ModelAPI
import Routing
import Settings
import SimulatedProvider
import Testing

@testable import Gateway

/// Vectors that the gateway asks for by itself.
@Suite("Calls of the gateway's own", .serialized)
struct InternalCallTests {
    private func settings(
        _ model: String,
        _ change: (inout ProviderEmbedder.Settings) -> Void = { _ in }
    ) -> ProviderEmbedder.Settings {
        var settings = ProviderEmbedder.Settings(model: model)
        settings.timeout = .seconds(20)
        change(&settings)
        return settings
    }

    /// Somebody with the fixture's key.
    private func caller(_ fixture: GatewayFixture) throws -> Caller {
        try Callers.named("test", in: fixture.configuration)
    }

    @Test(
        "go to every provider, and are written down on the caller's account, apart from what callers ask",
        arguments: [("openai", "text-embedding-3-small"), ("gemini", "gemini-embedding-001"), ("cohere", "embed-v4.0")]
    )
    func providers(provider: String, model: String) async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(ledger: ledger) { fixture in
            let embedder = fixture.gateway.embedder(settings("\(provider)/\(model)") { $0.dimensions = 8 })
            let account = EmbeddingAccount(try caller(fixture), requestID: "r")
            let one = try #require(await embedder.vector(of: "the same words", for: account))
            let same = try #require(await embedder.vector(of: "the same words", for: account))
            let other = try #require(await embedder.vector(of: "something else", for: account))
            #expect(one == same)
            #expect(one != other)
            #expect(one.components.count == 8)
            #expect(embedder.identity.description == "\(provider)/\(model)-1/8")
            let rows = ledger.all
            #expect(rows.map(\.surface) == Array(repeating: "cache-embeddings", count: 3))
            #expect(rows.allSatisfy { $0.keyName == "test" && $0.cost != nil && $0.outcome == .answered })
            #expect(rows.allSatisfy { $0.usage?.input ?? 0 > 0 && $0.provider == provider })
            let records = await fixture.records.first(3)
            #expect(records.allSatisfy { $0.isInternal })
        }
    }

    @Test("may be on nobody's account")
    func gateway() async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(ledger: ledger) { fixture in
            let embedder = fixture.gateway.embedder(settings("openai/sim-embed-8d") { $0.payer = .gateway })
            let account = EmbeddingAccount(try caller(fixture), requestID: "r")
            #expect(await embedder.vector(of: "words", for: account) != nil)
            #expect(ledger.all.map(\.keyName) == [nil])
        }
    }

    @Test("are tried again, fall over within the model, and tell two models' vectors apart")
    func attempts() async throws {
        let models = [
            ModelConfiguration(name: "again", targets: [.to("openai/fault-status-500-first-1")]),
            ModelConfiguration(name: "over", targets: [.to("openai/fault-status-503"), .to("cohere/sim-embed-8d")]),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            let account = EmbeddingAccount(.anonymous, requestID: "r")
            let again = fixture.gateway.embedder(settings("again"))
            #expect(await again.vector(of: "words", for: account) != nil)
            let over = fixture.gateway.embedder(settings("over"))
            #expect(await over.vector(of: "words", for: account) != nil)
            #expect(over.identity.name == "over=sim-embed-8d")
        }
    }

    @Test(
        "come to nothing, and nothing worse, where no vector can be had",
        arguments: [
            "openai/fault-status-500", "openai/fault-status-400", "openai/fault-html-200", "openai/fault-invalid-json",
            "openai/fault-hang-before-headers", "claude/m", "nobody/m", "nothing",
        ]
    )
    func failures(model: String) async throws {
        try await GatewayFixture.with { fixture in
            let embedder = fixture.gateway.embedder(settings(model) { $0.timeout = .milliseconds(700) })
            let account = EmbeddingAccount(.anonymous, requestID: "r")
            #expect(await embedder.vector(of: "words", for: account) == nil)
            // The gateway serves as before.
            let answer = try await fixture.raw(
                GatewayFixture.request("/v1/embeddings", #"{"model":"openai/sim-embed-8d","input":"a"}"#)
            )
            #expect(HTTPText.status(answer) == 200)
        }
    }

    @Test(
        "go no further than the caller's regions, whoever pays",
        arguments: [
            ProviderEmbedder.Settings.Payer.caller, .gateway,
        ]
    )
    func regions(payer: ProviderEmbedder.Settings.Payer) async throws {
        let keys = [GatewayKey(name: "test", key: Secret(GatewayFixture.key), regions: ["eu"])]
        let special = ["openai": GatewayFixture.Special(region: "us"), "cohere": GatewayFixture.Special(region: "eu")]
        try await GatewayFixture.with(special: special, keys: keys) { fixture in
            let account = EmbeddingAccount(try caller(fixture), requestID: "r")
            let american = fixture.gateway.embedder(settings("openai/m") { $0.payer = payer })
            #expect(await american.vector(of: "words", for: account) == nil)
            #expect(try fixture.provider("openai").requests.isEmpty)
            let european = fixture.gateway.embedder(settings("cohere/m") { $0.payer = payer })
            #expect(await european.vector(of: "words", for: account) != nil)
        }
    }

    @Test("need no leave of the caller's key, and end with the gateway")
    func leave() async throws {
        let keys = [GatewayKey(name: "test", key: Secret(GatewayFixture.key), models: [ModelPattern("claude/*")])]
        let embedder = try await GatewayFixture.with(keys: keys) { fixture in
            let account = EmbeddingAccount(try caller(fixture), requestID: "r")
            let embedder = fixture.gateway.embedder(settings("openai/sim-embed-8d"))
            #expect(await embedder.vector(of: "words", for: account) != nil)
            return embedder
        }
        #expect(await embedder.vector(of: "words", for: EmbeddingAccount(.anonymous, requestID: "r")) == nil)
    }
}

import ModelAPI
import NIOCore
import Routing
import Settings
import Testing
import Upstream

@testable import Gateway

@Suite("Catalog")
struct CatalogTests {
    private let models = [
        ModelConfiguration(
            name: "chat",
            targets: [
                ModelTarget(provider: "openai", model: "gpt-4o"), ModelTarget(provider: "claude", model: "sonnet"),
            ],
            timeout: TimeoutConfiguration(firstByte: .milliseconds(1500)),
            strict: true
        ),
        ModelConfiguration(name: "openai/pinned", targets: [ModelTarget(provider: "gemini", model: "flash")]),
    ]

    @Test(
        "finds what stands behind a name",
        arguments: [
            ("chat", ["openai gpt-4o", "claude sonnet"]),
            ("openai/gpt-4o", ["openai gpt-4o"]),
            ("gemini/models/flash", ["gemini models/flash"]),
            ("claude//x", ["claude /x"]),
            // A public name wins over a provider of that name.
            ("openai/pinned", ["gemini flash"]),
            ("openai/pinned2", ["openai pinned2"]),
        ]
    )
    func finds(name: String, targets: [String]) throws {
        let entry = try TestCatalog.make(models).entry(for: name)
        #expect(TestCatalog.seats(entry).map { "\($0.provider.name) \($0.model)" } == targets)
    }

    @Test("keeps each model's own time limits and strictness")
    func settings() throws {
        let entry = try TestCatalog.make(models).entry(for: "chat")
        #expect(entry.own.timeouts.firstByte == .milliseconds(1500))
        #expect(entry.own.isStrict)
        #expect(try !TestCatalog.make(models, strict: false).entry(for: "openai/gpt-4o").own.isStrict)
        #expect(try TestCatalog.make(models, strict: true).entry(for: "openai/gpt-4o").own.isStrict)
    }

    @Test(
        "knows nothing else",
        arguments: ["", "/", "chat/", "openai", "openai/", "/openai", "other/x", "Chat", " chat"]
    )
    func unknown(name: String) throws {
        let catalog = try TestCatalog.make(models)
        #expect { try catalog.entry(for: name) } throws: { ($0 as? APIError)?.kind == .modelNotFound }
    }

    @Test("keeps nothing by a name that is longer than any provider's, and leads to it all the same")
    func longAddress() throws {
        let catalog = try TestCatalog.make()
        let short = "openai/" + String(repeating: "x", count: 512)
        #expect(try catalog.entry(for: short) === catalog.entry(for: short))
        let long = short + "x"
        #expect(try catalog.entry(for: long) !== catalog.entry(for: long))
        let states = try [catalog, catalog].map { TestCatalog.seats(try $0.entry(for: long))[0].state }
        #expect(states[0] !== states[1] && states[0].id.description == long)
    }

    @Test(
        "sets a target aside by its own breaker, not by that of the model that comes first",
        arguments: [true, false]
    )
    func breaker(isReversed: Bool) throws {
        let place = TargetConfiguration.Destination.provider(ModelTarget(provider: "openai", model: "m"))
        let models = [
            ModelConfiguration(name: "a", targets: [TargetConfiguration(place)]),
            ModelConfiguration(name: "b", targets: [TargetConfiguration(place, breaker: BreakerPolicy(failures: 1))]),
        ]
        let catalog = try TestCatalog.make(isReversed ? models.reversed() : models)
        let states = try ["a", "b"].map { TestCatalog.seats(try catalog.entry(for: $0))[0].state }
        #expect(states[0] === states[1])
        guard case .admitted(let ticket) = states[0].tryBegin(now: .now()) else {
            Issue.record("refused, though nothing is known of it")
            return
        }
        states[0].finish(ticket, .failure(.connect, retryAfter: nil), duration: .zero, now: .now())
        guard case .breakerOpen = states[1].snapshot(now: .now()).availability else {
            Issue.record("not set aside after one failure")
            return
        }
    }

    @Test("shows no more than a piece of a name it does not know")
    func longName() throws {
        let catalog = try TestCatalog.make()
        #expect { try catalog.entry(for: String(repeating: "x", count: 1_000_000)) } throws: {
            (($0 as? APIError)?.message.utf8.count ?? .max) < 400
        }
    }

    @Test("lists public names first, then their targets, each once")
    func listed() throws {
        let listed = try TestCatalog.make(models).listed
        #expect(listed.map(\.name) == ["chat", "openai/pinned", "openai/gpt-4o", "claude/sonnet", "gemini/flash"])
        #expect(listed.map(\.owner) == ["kanmon", "kanmon", "openai", "claude", "gemini"])
    }

    @Test("lists what providers are known for behind that, each once")
    func wellKnown() throws {
        let listing = ["claude": ["opus", "sonnet"], "openai": ["pinned", "mini"]]
        let listed = try TestCatalog.make(models, listing: listing).listed
        #expect(listed.dropFirst(5).map(\.name) == ["openai/mini", "claude/opus"])
        #expect(listed.dropFirst(5).map(\.owner) == ["openai", "claude"])
        #expect(try TestCatalog.make(listing: listing).listed.count == 4)
    }

    @Test("refuses a model that names no provider of the configuration")
    func dangling() {
        let dangling = ModelConfiguration(name: "x", targets: [ModelTarget(provider: "nobody", model: "m")])
        #expect { try TestCatalog.make([dangling]) } throws: { ($0 as? GatewayError)?.code == .configuration }
    }
}

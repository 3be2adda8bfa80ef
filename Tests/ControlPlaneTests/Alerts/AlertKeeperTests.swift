import Alerting
import Gateway
import Governance
import JSONText
import Logging
import Pricing
import Settings
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite("What is watched is told")
struct AlertKeeperTests {
    private final class Provider: RuntimeStatus {
        let state = Mutex(TargetStatus.State.healthy)

        func limits(on scope: Scope) async -> [LimitReading] { [] }
        func modelLimits(ofKey id: String) async -> [String: [LimitReading]] { [:] }
        func reloadConfiguration() async -> [String] { [] }
        func load() async -> GatewayLoad? { nil }
        func check(provider name: String, model: String?) async -> ProviderCheck? { nil }
        func configurationInFile() async -> ConfigurationInFile { .none }
        func targets() async -> [TargetStatus] {
            ["m", "n"].map { .init(provider: "openai", model: $0, state: state.withLock { $0 }, inFlight: 0) }
        }
    }

    /// A keeper with everything around it; made again on the same store, it is one after a restart.
    private final class Bench: Sendable {
        let clock: TestClock
        let store: MemoryStore
        let ledger: MemoryLedger
        let provider = Provider()
        let mailbox: Mailbox
        let calls = CallCounter()
        let keeper: AlertKeeper
        let desk: NoticeDesk

        init(
            clock: TestClock = TestClock(),
            store: MemoryStore = MemoryStore(),
            ledger: MemoryLedger = MemoryLedger(),
            mailbox: Mailbox = Mailbox(),
            rules: [AlertRule] = AlertRule.standard
        ) {
            self.clock = clock
            self.store = store
            self.ledger = ledger
            self.mailbox = mailbox
            func channel(_ name: String, _ severities: Set<String>? = nil) -> AlertChannel {
                AlertChannel(name: name, destination: .slack(url: Secret("https://x")), severities: severities)
            }
            let configuration = KanmonConfiguration(
                alerts: AlertsConfiguration(
                    rules: rules,
                    channels: [channel("all"), channel("critical", ["critical"])]
                )
            )
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            desk = NoticeDesk(
                store: store,
                channels: { configuration.alerts.channels },
                sender: { mailbox.sender($0) },
                clock: clock.clock,
                logger: logger
            )
            let directory = Directory(pepper: .generate())
            var sources = AlertSources(
                calls: calls,
                ledger: ledger,
                directory: { directory },
                configuration: { configuration },
                budgets: IdleRuntime(),
                runtime: provider
            )
            sources.certificateExpiry = { WallTime(seconds: 1_790_000_000 + 10 * 86_400) }
            keeper = AlertKeeper(store: store, sources: sources, desk: desk, clock: clock.clock, logger: logger)
        }

        func turns(_ count: Int) async {
            for _ in 0..<count {
                clock.advance(10)
                await keeper.turn()
                await desk.deliver()
            }
        }

        func sample(_ status: Int, at time: Int64) -> CallSample {
            var sample = CallSample(time: time)
            sample.isError = status >= 500
            return sample
        }

        func record(_ status: Int, at time: Int64, cost: String = "0") throws -> LedgerRecord {
            var record = LedgerRecord(
                entry: "e\(time)-\(status)",
                id: "i",
                time: time,
                surface: "openai-chat",
                modelAsked: "chat",
                status: status,
                outcome: status < 400 ? .answered : .failed,
                durationMicroseconds: 1000
            )
            record.provider = "openai"
            record.attempts = [.init(target: "openai/m", credential: nil, outcome: "answered", milliseconds: 1)]
            record.cost = try Money(decimal: cost)
            return record
        }
    }

    private static let only = AlertRule.standard.filter { $0.name == "provider_down" || $0.name == "error_rate" }

    @Test func aProviderThatIsDownIsToldOfOnEveryChannelThatWantsIt() async throws {
        let bench = Bench(rules: Self.only)
        await bench.turns(2)
        bench.provider.state.withLock { $0 = .unavailable }
        await bench.turns(3)
        #expect(bench.mailbox.letters.isEmpty)
        await bench.turns(5)
        let raised = bench.mailbox.letters
        #expect(raised.map(\.channel).sorted() == ["all", "critical"] && Set(raised.map(\.id)).count == 1)
        #expect(raised.first?.notice.json["subject"]?.string == "provider:openai")
        let alert = try #require(try await bench.store.alerts(teams: nil, onlyOpen: false, page: .init()).rows.first)
        #expect(try JSONValue(parsing: alert.body)["state"]?.string == "raised")
        bench.provider.state.withLock { $0 = .healthy }
        await bench.turns(1)
        #expect(bench.mailbox.letters.count == 4 && bench.mailbox.letters.last?.notice.isCleared == true)
        let rows = try await bench.store.alerts(teams: nil, onlyOpen: false, page: .init()).rows
        #expect(rows.count == 1)
        #expect(try JSONValue(parsing: try #require(rows.first).body)["state"]?.string == "cleared")
    }

    @Test func nothingIsToldTwiceOverARestart() async throws {
        let first = Bench(rules: Self.only)
        first.provider.state.withLock { $0 = .unavailable }
        await first.turns(6)
        #expect(first.mailbox.letters.count == 2)
        let second = Bench(clock: first.clock, store: first.store, mailbox: first.mailbox, rules: Self.only)
        second.provider.state.withLock { $0 = .unavailable }
        await second.turns(6)
        #expect(second.mailbox.letters.count == 2)
        #expect(try await second.store.alerts(teams: nil, onlyOpen: false, page: .init()).rows.count == 1)
    }

    @Test func aMessageThatIsNotTakenIsTriedAgainAlsoAfterARestart() async throws {
        let first = Bench(rules: Self.only)
        first.mailbox.failures.withLock { $0["all"] = NoticeFailure("busy", isTransient: true) }
        first.provider.state.withLock { $0 = .unavailable }
        await first.turns(6)
        #expect(first.mailbox.letters.map(\.channel) == ["critical"])
        #expect(try await first.desk.standing(of: "all").waiting == 1)
        first.mailbox.failures.withLock { $0 = [:] }
        let second = Bench(clock: first.clock, store: first.store, mailbox: first.mailbox, rules: Self.only)
        second.provider.state.withLock { $0 = .unavailable }
        await second.turns(12)
        #expect(second.mailbox.letters.map(\.channel) == ["critical", "all"])
        #expect(Set(second.mailbox.letters.map(\.id)).count == 1)
    }

    @Test func aMessageThatIsRefusedForGoodIsNotTriedAgain() async throws {
        let bench = Bench(rules: Self.only)
        bench.mailbox.failures.withLock { $0["all"] = NoticeFailure("gone", isTransient: false) }
        bench.provider.state.withLock { $0 = .unavailable }
        await bench.turns(6)
        bench.mailbox.failures.withLock { $0 = [:] }
        await bench.turns(200)
        #expect(bench.mailbox.letters.filter { $0.channel == "all" && $0.id.hasSuffix("raised") }.isEmpty)
        #expect(try await bench.desk.standing(of: "all").waiting == 0)
    }

    @Test func callsThatFailAreToldOfWhileTheyDo() async throws {
        let bench = Bench(rules: Self.only)
        for second in 0..<12 {
            for index in 0..<10 {
                let time = (bench.clock.now + Int64(second)) * 1_000_000_000
                bench.calls.add(bench.sample(index < 2 ? 502 : 200, at: time))
            }
        }
        await bench.turns(6)
        #expect(bench.mailbox.letters.isEmpty)
        await bench.turns(2)
        let notice = try #require(bench.mailbox.letters.first?.notice)
        #expect(notice.json["rule"]?.string == "error_rate" && notice.json["value"]?.number?.double == 0.2)
    }

    @Test func spendingIsTheLedgersAndComparedWithTheSameWeekday() async throws {
        let rules = AlertRule.standard.filter { $0.signal == .spendAnomaly || $0.signal == .certificateExpiry }
        let bench = Bench(rules: rules)
        var items: [LedgerItem] = []
        for weeks in [Int64(1), 2, 3, 4] {
            let time = (bench.clock.now - weeks * 7 * 86_400) * 1_000_000_000
            items.append(.record(try bench.record(200, at: time, cost: "10")))
        }
        items.append(.record(try bench.record(200, at: bench.clock.now * 1_000_000_000, cost: "20.5")))
        _ = try bench.ledger.insert(items)
        await bench.turns(1)
        let told = bench.mailbox.letters.filter { $0.channel == "all" }.map(\.notice)
        let anomaly = try #require(told.first { $0.json["rule"]?.string == "spend_anomaly" })
        #expect(abs((anomaly.json["value"]?.number?.double ?? 0) - 2.05) < 0.001)
        let expiry = try #require(told.first { $0.json["rule"]?.string == "certificate_expiry" })
        #expect(abs((expiry.json["value"]?.number?.double ?? 0) - 10) < 0.001)
        #expect(!told.contains { $0.json["rule"]?.string == "certificate_ending" })
    }
}

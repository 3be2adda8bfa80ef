import Governance
import JSONText
import ModelAPI
import Pricing
import Settings
import Store
import Synchronization
import Testing

@testable import ControlPlane

/// `POST /admin/v1/ledger/rerate`, over every kind of ledger.
@Suite struct RerateTests {
    private static let second: Int64 = 1_000_000_000
    /// 2026-02-28T12:00:00Z
    private static let february = 1_772_280_000 * second
    /// 2026-03-02T12:00:00Z
    private static let march = 1_772_452_800 * second

    /// A record of a thousand tokens of input and a hundred of output.
    private func record(_ entry: String, _ time: Int64, model: String = "m") -> LedgerRecord {
        var record = LedgerRecord(
            entry: entry,
            id: "id-\(entry)",
            time: time,
            surface: "openai-chat",
            modelAsked: "chat",
            status: 200,
            outcome: .answered,
            durationMicroseconds: 1000
        )
        record.team = entry.hasPrefix("ops") ? "ops" : "dev"
        record.provider = "openai"
        record.modelServed = model
        var usage = Usage()
        usage.input = 1000
        usage.output = 100
        record.usage = usage
        record.cost = .zero
        record.priceVersion = "old"
        return record
    }

    /// Prices of `openai`'s model `m`, a million tokens of input, from March on others.
    private func catalog(_ version: String, _ february: Money, _ march: Money) throws -> PriceCatalog {
        let output = try Money(decimal: "10")
        let model = PriceList.Model(
            id: "m",
            tables: [
                PriceTable(prices: [.input: february, .output: output]),
                PriceTable(prices: [.input: march, .output: output], from: PriceTime("2026-03-01")),
            ]
        )
        let provider = PriceList.Provider(id: "openai", name: "OpenAI", models: [model])
        return PriceCatalog(PriceList(version: version, source: "a test", providers: [provider]))
    }

    /// Prices that can be changed.
    private final class Prices: Sendable {
        private let book: Mutex<PriceBook>

        init(_ book: PriceBook) { self.book = Mutex(book) }

        var current: PriceBook {
            get { book.withLock { $0 } }
            set { book.withLock { $0 = newValue } }
        }
    }

    private func rerate(_ plane: TestPlane, _ body: JSONValue? = nil) async throws -> JSONValue {
        let reply = try await plane.send("POST", "/ledger/rerate", body)
        #expect(reply.status == 200, "\(reply.text)")
        return reply.json
    }

    private func costs(_ plane: TestPlane) async throws -> [String: String?] {
        let rows = try await plane.send("GET", "/ledger").json["rows"]?.array ?? []
        return Dictionary(rows.map { ($0["entry"]?.string ?? "", $0["cost_usd"]?.string) }) { $1 }
    }

    @Test(arguments: StoreKind.allCases) func eachRequestCostsWhatItsOwnDaySays(_ kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let prices = Prices(try PriceBook(catalog: try catalog("1", .dollars(1), .dollars(3))))
        let plane = try await kind.plane(folder) { prices.current }
        var failed = record("failed", Self.march)
        failed.usage = nil
        failed.cost = nil
        var hit = record("hit", Self.march)
        hit.cache = "hit"
        var unpriced = record("unpriced", Self.march)
        unpriced.cost = nil
        unpriced.flags = [.unknownPrice]
        var unknown = record("unknown", Self.march, model: "nobody-knows-it")
        unknown.cost = .dollars(5)
        let records = [record("dev", Self.february), record("ops", Self.march), failed, hit, unpriced, unknown]
        _ = try plane.ledger.insert(records.map { .record($0) })

        let expected: JSONValue = [
            "dry_run": true, "rows": 6, "changed": 3, "unknown_before": 1, "unknown_after": 0,
            "cost_before_usd": "5", "cost_after_usd": "5.01",
        ]
        let before = try await costs(plane)
        #expect(try await rerate(plane, ["dry_run": true]) == expected)
        #expect(try await costs(plane) == before)
        #expect(try await plane.send("GET", "/audit").json["rows"] == [])

        #expect(try await rerate(plane, ["reason": "a wrong price"])["changed"] == 3)
        let after: [String: String?] = [
            "dev": "0.002", "ops": "0.004", "failed": nil, "hit": "0", "unpriced": "0.004", "unknown": "5",
        ]
        #expect(try await costs(plane) == after)
        let row = try await plane.send("GET", "/ledger/ops").json
        #expect(row["recorded_cost_usd"] == "0" && row["price_version"] == "1")
        #expect(row["flags"] == ["rerated"])
        // What was written first is still there, byte for byte, and in the chain.
        #expect(try await plane.ledger.row(entry: "unpriced")?.record == unpriced)
        #expect(try await plane.send("GET", "/ledger/verify").json["ok"] == true)
        #expect(try await plane.send("GET", "/usage").json["total"]?["cost_usd"] == "5.01")
        #expect(try await plane.send("GET", "/usage").json["total"]?["unpriced_requests"] == 1)

        #expect(try await rerate(plane)["changed"] == 0)
        prices.current = try PriceBook(catalog: try catalog("2", .dollars(2), .dollars(3)))
        let again = try await rerate(plane)
        #expect(again["changed"] == 1 && again["cost_after_usd"] == "5.011")
        let twice = try await plane.send("GET", "/ledger/dev").json
        #expect(twice["recorded_cost_usd"] == "0" && twice["price_version"] == "2")
        #expect(try await plane.send("GET", "/ledger/verify").json["ok"] == true)
        let audit = try await plane.send("GET", "/audit").json["rows"]?.array ?? []
        let actions = Array(repeating: ["ledger.rerated", "ledger.rerate"], count: 3).flatMap(\.self)
        #expect(audit.map { $0["action"]?.string } == actions)
        #expect(audit.last?["reason"] == "a wrong price")
        #expect(audit[4]["after"]?["changed"] == 3)
    }

    @Test(arguments: StoreKind.allCases) func anOwnPriceWinsAndFiltersHold(_ kind: StoreKind) async throws {
        let folder = try TemporaryFolder()
        let own = try OwnPrice(
            provider: "openai",
            model: "m",
            fields: ["input_per_million": "1000", "output_per_million": "0"]
        )
        let book = try PriceBook(own: [own], catalog: try catalog("1", .dollars(1), .dollars(3)))
        let plane = try await kind.plane(folder) { book }
        var other = record("other", Self.march)
        other.provider = "elsewhere"
        let records = [record("dev", Self.february), record("ops", Self.march), record("dev-2", Self.march), other]
        _ = try plane.ledger.insert(records.map { .record($0) })
        #expect(try await rerate(plane, ["team": "ops"])["changed"] == 1)
        #expect(try await rerate(plane, ["to": "2026-03-01"])["changed"] == 1)
        #expect(try await rerate(plane, ["from": "2026-03-03"])["rows"] == 0)
        #expect(try await rerate(plane, ["model": "small"])["rows"] == 0)
        #expect(try await rerate(plane, ["provider": "elsewhere"])["changed"] == 0)
        let rest: JSONValue = ["provider": "openai", "model": "chat", "from": "2026-03-01"]
        #expect(try await rerate(plane, rest)["changed"] == 1)
        #expect(try await costs(plane) == ["dev": "1", "ops": "1", "dev-2": "1", "other": "0"])
    }

    @Test(
        arguments: [
            ["from": "yesterday"], ["from": "2026-03-02", "to": "2026-03-01"], ["dry_run": "yes"], ["status": 200],
            ["provider": 1],
        ] as [JSONValue]
    )
    func whatCannotBeMeantIsRefused(_ body: JSONValue) async throws {
        let plane = try await TestPlane()
        let reply = try await plane.send("POST", "/ledger/rerate", body)
        #expect(reply.status == 400 || reply.status == 422, "\(reply.text)")
        #expect(try await plane.send("GET", "/audit").json["rows"] == [])
    }
}

import Governance
import JSONText
import ModelAPI
import Pricing
import Store
import Testing

@testable import ControlPlane

/// `/series` and `/overview` over the embedded database.
struct SeriesTests {
    private static let second: Int64 = 1_000_000_000

    /// A plane whose clock says 2026-09-21T14:13:20Z, with a record every half hour for the last forty days.
    private func filled(_ folder: TemporaryFolder) async throws -> TestPlane {
        let plane = try await StoreKind.sqlite.plane(folder)
        var maker = LedgerEntryMaker()
        var items: [LedgerItem] = []
        for index in 0..<1920 {
            let time = (plane.clock.now - Int64(index) * 1800) * Self.second
            var record = LedgerRecord(
                entry: maker.next(at: time),
                id: "req-\(index)",
                time: time,
                surface: "openai-chat",
                modelAsked: "chat",
                status: index % 10 == 9 ? 502 : 200,
                outcome: index % 10 == 9 ? .failed : .answered,
                durationMicroseconds: (index % 100 + 1) * 1500
            )
            record.team = "team-\(index % 13)"
            record.user = "user_\(index % 2)"
            if index % 10 != 9 { record.timeToFirstTokenMicroseconds = (index % 100 + 1) * 250 }
            var usage = Usage()
            usage.input = 10
            usage.output = 3
            record.usage = usage
            record.cost = try Money(decimal: "0.0\(index % 13 + 10)")
            items.append(.record(record))
        }
        for start in stride(from: 0, to: items.count, by: 240) {
            _ = try plane.ledger.insert(Array(items[start..<start + 240]))
        }
        return plane
    }

    private func sum(_ points: [JSONValue]?, _ name: String) throws -> Money {
        try (points ?? []).reduce(.zero) { try $0 + Money(decimal: $1[name]?.string ?? "?") }
    }

    @Test(
        "a series has every step, and its points add up to what usage says of the same time",
        arguments: [
            "step=minute&from=2026-09-21T09:13:20Z", "step=hour&from=2026-09-14T03:07:11Z&time_zone=Asia/Tokyo",
            "step=day&from=2026-08-20&to=2026-09-20T12:00:00Z&time_zone=%2B05:45", "step=day", "",
        ]
    )
    func adds(query: String) async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder)
        let series = try await plane.send("GET", "/series?latency=false" + (query.isEmpty ? "" : "&\(query)"))
        #expect(series.status == 200, "\(series.text.prefix(300))")
        let points = try #require(series.json["points"]?.array)
        let from = try #require(series.json["from"]?.string)
        let to = try #require(series.json["to"]?.string)
        let usage = try await plane.send("GET", "/usage?from=\(from)&to=\(to)").json["total"]
        #expect(try sum(points, "cost_usd").decimal == usage?["cost_usd"]?.string)
        for name in ["requests", "errors", "input_tokens", "output_tokens"] {
            #expect(points.reduce(0) { $0 + ($1[name]?.int ?? 0) } == usage?[name]?.int, "\(name)")
        }
        // No gap.
        let starts = points.compactMap { $0["time"]?.string.flatMap { Timestamp($0) }?.seconds }
        let step: Int64 = query.contains("minute") ? 60 : query.contains("day") ? 86_400 : 3600
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 == step })
        #expect(starts.count == points.count)
        #expect(points.first?["duration_p50_ms"] == nil)
    }

    @Test("percentiles are those of the records, by nearest rank")
    func percentiles() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder)
        let json = try await plane.send("GET", "/series?step=day&from=2026-09-19&to=2026-09-21").json
        #expect(json["percentiles"]?["method"] == "exact")
        for point in json["points"]?.array ?? [] {
            let start = try #require(point["time"]?.string)
            let end = try #require(Timestamp(start)).adding(seconds: 86_400).description
            let page = try await plane.send("GET", "/ledger?limit=1000&from=\(start)&to=\(end)").json
            let durations = try #require(page["rows"]?.array?.compactMap { $0["duration_ms"]?.number?.double }.sorted())
            #expect(durations.count == 48)
            #expect(point["duration_p50_ms"]?.number?.double == durations[23])
            #expect(point["duration_p95_ms"]?.number?.double == durations[45])
            #expect(point["duration_p99_ms"]?.number?.double == durations[47])
        }
        let empty = try await plane.send("GET", "/series?step=day&from=2026-01-01&to=2026-01-02").json["points"]?[0]
        #expect(empty?["requests"] == 0 && empty?["duration_p50_ms"] == .null)
    }

    @Test("groups are those that cost most and all others, and add up to the points")
    func groups() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder)
        let json = try await plane.send("GET", "/series?step=day&group_by=team&groups=3&latency=false").json
        let groups = try #require(json["groups"]?.array)
        #expect(groups.map { $0["key"]?.string } == ["team-12", "team-11", "team-10", nil])
        #expect(groups.map { $0["other"] } == [false, false, false, true])
        let points = try #require(json["points"]?.array)
        for (index, point) in points.enumerated() {
            let parts = groups.compactMap { $0["points"]?[index] }
            #expect(try sum(parts, "cost_usd").decimal == point["cost_usd"]?.string)
            #expect(parts.reduce(0) { $0 + ($1["requests"]?.int ?? 0) } == point["requests"]?.int)
        }
        let all = try await plane.send("GET", "/series?step=day&group_by=team&groups=50&latency=false").json
        #expect(all["groups"]?.array?.count == 13)
    }

    @Test(
        "what would be too much, or makes no sense, is refused",
        arguments: [
            "step=minute&from=2026-09-20", "step=hour&from=2026-01-01", "step=week", "group_by=day", "group_by=hour",
            "groups=51", "groups=0", "from=2026-09-21&to=2026-09-20", "time_zone=Mars/Base", "status=200",
            "latency=maybe",
            "step=hour&from=2026-08-20&group_by=team&groups=50",
        ]
    )
    func refused(query: String) async throws {
        let plane = try await TestPlane()
        let reply = try await plane.send("GET", "/series?\(query)")
        #expect(reply.status == 400 && reply.code == "invalid_parameter", "\(reply.text)")
    }

    @Test(
        "times at the ends of what can be written are answered",
        arguments: [
            "from=0001-01-01&to=1970-01-01", "from=9999-12-31T23:59:59Z", "to=9999-12-31&step=day",
        ]
    )
    func far(query: String) async throws {
        let plane = try await TestPlane()
        #expect([200, 400].contains(try await plane.send("GET", "/series?\(query)").status))
    }

    @Test("the overview's sums are those of usage, by the days of the time zone", arguments: ["UTC", "Asia/Tokyo"])
    func overview(zone: String) async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder)
        let json = try await plane.send("GET", "/overview?time_zone=\(zone)").json
        let today = zone == "UTC" ? "2026-09-21T00:00:00Z" : "2026-09-20T15:00:00Z"
        let yesterday = zone == "UTC" ? "2026-09-20T00:00:00Z" : "2026-09-19T15:00:00Z"
        let month = zone == "UTC" ? "2026-09-01T00:00:00Z" : "2026-08-31T15:00:00Z"
        for (name, query) in [
            ("today", "from=\(today)"), ("yesterday", "from=\(yesterday)&to=\(today)"), ("month", "from=\(month)"),
        ] {
            let usage = try await plane.send("GET", "/usage?\(query)").json["total"]
            #expect(usage?["requests"]?.int ?? 0 > 0)
            for member in ["requests", "errors", "cost_usd", "output_tokens"] {
                #expect(json[name]?[member] == usage?[member], "\(name) \(member)")
            }
        }
        let soFar = json["yesterday_so_far"]?["requests"]?.int ?? 0
        #expect(soFar > 0 && soFar <= json["yesterday"]?["requests"]?.int ?? 0)
        #expect(json["in_flight"] == 3 && json["open_streams"] == 1)
        #expect(json["targets"]?[0]?["target"] == "openai/gpt-4o")
        #expect(json["month"]?["forecast_days"] == 7)
        // What the rest of the month costs at the pace of the last full week.
        let week = try #require(Timestamp(today)).adding(seconds: -7 * 86_400).description
        let full = try await plane.send("GET", "/usage?from=\(week)&to=\(today)").json["total"]?["cost_usd"]?.string
        let end = try #require(Timestamp(zone == "UTC" ? "2026-10-01T00:00:00Z" : "2026-09-30T15:00:00Z"))
        let expected =
            try Money(decimal: json["month"]?["cost_usd"]?.string ?? "")
            + Money(decimal: full ?? "").scaled(by: Int(end.seconds - plane.clock.now), over: 7 * 86_400)
        #expect(json["month"]?["forecast_usd"]?.string == expected.decimal)
    }

    @Test("the overview of a gateway that has just begun has no forecast")
    func young() async throws {
        let plane = try await TestPlane()
        let json = try await plane.send("GET", "/overview").json
        #expect(json["month"]?["forecast_usd"] == .null)
        #expect(json["today"]?["requests"] == 0)
    }

    @Test("nobody sees more than the own share, and not what others have under way")
    func scope() async throws {
        let folder = try TemporaryFolder()
        let plane = try await filled(folder)
        let session = try await plane.session(try await plane.user("lead", .teamAdmin, teams: ["team-1", "team-2"]))
        let own = try await plane.send("GET", "/series?step=day&group_by=team&latency=false", as: session).json
        #expect(own["groups"]?.array?.map { $0["key"]?.string } == ["team-2", "team-1"])
        let usage = try await plane.send("GET", "/usage?from=\(own["from"]?.string ?? "")", as: session).json["total"]
        #expect(own["points"]?.array?.reduce(0) { $0 + ($1["requests"]?.int ?? 0) } == usage?["requests"]?.int)
        let overview = try await plane.send("GET", "/overview", as: session).json
        #expect(overview["in_flight"] == .null && overview["open_streams"] == .null)
        let all = try await plane.send("GET", "/overview").json
        #expect(overview["month"]?["requests"]?.int ?? 0 < all["month"]?["requests"]?.int ?? 0)
        let other = try await plane.send("GET", "/series?team=team-5", as: session).json
        #expect(other["points"]?.array?.allSatisfy { $0["requests"] == 0 } == true)
    }

    @Test(
        "milliseconds are written with up to three decimals",
        arguments: [
            (0, "0"), (1, "0.001"), (12, "0.012"), (120, "0.12"), (1500, "1.5"), (2000, "2"), (-5, "0"),
        ]
    )
    func milliseconds(value: Int, text: String) {
        #expect(JSONValue.milliseconds(value).number?.text == text)
        #expect(JSONValue.milliseconds(nil) == .null)
    }
}

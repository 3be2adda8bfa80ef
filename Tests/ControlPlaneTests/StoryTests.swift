import Gateway
import Governance
import JSONText
import ModelAPI
import NIOCore
import Pricing
import Settings
import Store
import Synchronization
import Testing

@testable import ControlPlane

/// What the pages for one request, for models and for the configuration ask.
struct StoryTests {
    private func line(_ entry: String, team: String = "alpha", status: Int = 200) -> LedgerRecord {
        var record = LedgerRecord(
            entry: entry,
            id: "req-\(entry)",
            time: 1_789_000_000_000_000_000,
            surface: "openai-chat",
            modelAsked: "chat",
            status: status,
            outcome: status == 200 ? .answered : .failed,
            durationMicroseconds: 1500
        )
        record.team = team
        record.attempts = [
            LedgerRecord.Attempt(target: "openai/gpt-4o", credential: "main", outcome: "answered", milliseconds: 12)
        ]
        return record
    }

    @Test("a request that is still remembered is told whole")
    func remembered() async throws {
        let plane = try await TestPlane()
        plane.parts.recent.observe(CallSamples.call("e1", team: "alpha"))
        let story = try await plane.send("GET", "/ledger/e1/story").json
        #expect(story["complete"] == true && story["recorded"] == false)
        #expect(story["request"]?["entry"] == "e1")
        #expect(story["stages"]?[0]?["name"] == "identify" && story["stages"]?[0]?["end_ms"]?.number?.text == "0.04")
        let attempt = story["attempts"]?[0]
        #expect(attempt?["credential"] == "main" && attempt?["outcome"] == "503")
        #expect(attempt?["decision"]?["action"] == "same_target" && attempt?["decision"]?["after_ms"] == 5)
        #expect(attempt?["decision"]?["reason"] == "transient")
        #expect(story["skipped"]?[0]?["reason"] == "its breaker is open")
        let lead = try await plane.session(try await plane.user("lead", .teamAdmin, teams: ["beta"]))
        #expect(try await plane.send("GET", "/ledger/e1/story", as: lead).status == 404)
    }

    @Test("a request that is not is told as far as the ledger knows")
    func forgotten() async throws {
        let plane = try await TestPlane()
        _ = try plane.ledger.insert([.record(line("e2"))])
        let story = try await plane.send("GET", "/ledger/e2/story").json
        #expect(story["complete"] == false && story["recorded"] == true)
        #expect(story["attempts"]?[0]?["target"] == "openai/gpt-4o" && story["attempts"]?[0]?["duration_ms"] == 12)
        #expect(story["stages"] == [] && story["skipped"] == [])
        #expect(try await plane.send("GET", "/ledger/none/story").status == 404)
    }

    @Test(
        "requests are searched for by what each of them says",
        arguments: [
            ("status_class=5xx", 20), ("status_class=2xx", 80), ("outcome=failed", 20), ("id=req-e7", 1), ("id=e7", 1),
            ("min_duration_ms=100", 50), ("min_cost_usd=0.75", 25), ("cache=hit", 10), ("q=REQ-E9", 11),
            ("q=chat", 100),
            ("q=nothing", 0), ("q=alpha&status_class=5xx", 10), ("status=502&outcome=answered", 0),
        ]
    )
    func search(query: String, count: Int) async throws {
        let folder = try TemporaryFolder()
        let plane = try await StoreKind.sqlite.plane(folder)
        var items: [LedgerItem] = []
        for index in 0..<100 {
            var record = line("e\(index)", team: index % 2 == 0 ? "alpha" : "beta", status: index % 5 == 0 ? 502 : 200)
            record.time += Int64(index) * 1_000_000_000
            record.durationMicroseconds = index * 2000
            record.cost = try Money(decimal: "0.\(index < 10 ? "0" : "")\(index)")
            if index % 10 == 3 { record.cache = "hit" }
            items.append(.record(record))
        }
        _ = try plane.ledger.insert(items)
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try await plane.send("GET", "/ledger?limit=7&\(query)" + (cursor.map { "&cursor=\($0)" } ?? ""))
            #expect(page.status == 200, "\(page.text)")
            found += page.json["rows"]?.array?.compactMap { $0["entry"]?.string } ?? []
            cursor = page.json["next"]?.string
        } while cursor != nil
        #expect(found.count == count && Set(found).count == count)
    }

    @Test(
        "a search that cannot be understood is refused",
        arguments: [
            "status_class=6xx", "outcome=good", "min_duration_ms=-1", "min_cost_usd=much", "cache=maybe",
        ]
    )
    func badSearch(query: String) async throws {
        let plane = try await TestPlane()
        #expect(try await plane.send("GET", "/ledger?\(query)").code == "invalid_parameter")
    }

    @Test("a provider is tested, and that is written down before")
    func provider() async throws {
        let plane = try await TestPlane()
        let good = try await plane.send("POST", "/providers/openai/test")
        #expect(good.json == ["ok": true, "status": 200, "duration_ms": 12.5, "error": nil])
        let bad = try await plane.send("POST", "/providers/openai/test", ["model": "broken"])
        #expect(bad.status == 200 && bad.json["ok"] == false && bad.json["error"]?["code"] == "model_not_found")
        #expect(try await plane.send("POST", "/providers/nobody/test").status == 404)
        #expect(try await plane.send("POST", "/providers/openai/test", ["modle": "x"]).status == 400)
        let audit = try await plane.send("GET", "/audit?action=provider.test").json["rows"]
        #expect(audit?.array?.count == 2 && audit?[0]?["after"]?["model"] == "broken")
    }

    @Test("the configuration in use is compared with the file's, without a secret")
    func configuration() async throws {
        let plane = try await TestPlane()
        #expect(try await plane.send("GET", "/config/diff").code == "conflict")
        plane.meters.file.withLock { $0 = .valid(TestPlane.configuration) }
        var diff = try await plane.send("GET", "/config/diff").json
        #expect(diff == ["changed": false, "only_hidden": false, "problems": [], "lines": []])
        plane.meters.file.withLock { $0 = .invalid(["line 3: unknown field"]) }
        diff = try await plane.send("GET", "/config/diff").json
        #expect(diff["changed"] == true && diff["problems"] == ["line 3: unknown field"])

        func changed(_ key: String, _ model: String) -> KanmonConfiguration {
            KanmonConfiguration(
                server: TestPlane.configuration.server,
                providers: [
                    ProviderConfiguration(
                        name: "openai",
                        type: .openai,
                        endpoint: TestPlane.configuration.providers[0].endpoint,
                        apiKey: Secret(key),
                        headers: TestPlane.configuration.providers[0].headers
                    )
                ],
                models: [ModelConfiguration(name: "chat", targets: [ModelTarget(provider: "openai", model: model)])],
                telemetry: TestPlane.configuration.telemetry,
                alerts: TestPlane.configuration.alerts,
                reports: TestPlane.configuration.reports
            )
        }
        plane.meters.file.withLock { $0 = .valid(changed("sk-another-secret-0123456789", "gpt-4o")) }
        var reply = try await plane.send("GET", "/config/diff")
        #expect(reply.json["changed"] == true && reply.json["only_hidden"] == true && reply.json["lines"] == [])
        plane.meters.file.withLock { $0 = .valid(changed("sk-another-secret-0123456789", "gpt-5")) }
        reply = try await plane.send("GET", "/config/diff")
        let lines = reply.json["lines"]?.array ?? []
        #expect(lines.filter { $0["op"] == "-" }.count == 1 && lines.filter { $0["op"] == "+" }.count == 1)
        #expect(lines.first { $0["op"] == "+" }?["text"]?.string?.contains("openai/gpt-5") == true)
        #expect(!reply.text.contains("another-secret") && !reply.text.contains("provider-secret"))
    }

    @Test("a diff can be followed from one text to the other", arguments: 0..<20)
    func diff(seed: Int) throws {
        var generator = SeededRandom(seed: UInt64(seed))
        let before = (0..<40).map { _ in "line \(Int.random(in: 0..<12, using: &generator))" }
        var after = before
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let place = Int.random(in: 0..<after.count, using: &generator)
            if Bool.random(using: &generator) { after.remove(at: place) } else { after.insert("new", at: place) }
        }
        let diff = try #require(ConfigurationDiff(before.joined(separator: "\n"), after.joined(separator: "\n")))
        #expect(diff.lines.isEmpty == (before == after))
        let (old, new) = (diff.lines.filter { $0.sign != "+" }, diff.lines.filter { $0.sign != "-" })
        // What is shown of each stands there, in this order; an ellipsis for what does not matter.
        for (shown, whole) in [(old, before), (new, after)] {
            var rest = whole[...]
            for line in shown where line.text != "…" {
                let place = rest.firstIndex(of: line.text)
                #expect(place != nil)
                rest = rest[((place ?? rest.startIndex) + 1)...]
            }
        }
    }

    @Test("the playground asks in the name of a key that its user may change")
    func playground() async throws {
        let plane = try await TestPlane()
        let operations = try PlaygroundOperation(services: Services(plane.parts)).operations()
        let operation = try #require(operations.first)
        _ = try await plane.send("POST", "/teams", ["name": "alpha"])
        let member = try await plane.user("member", .member, teams: ["alpha"])
        let other = try await plane.user("other", .member, teams: ["alpha"])
        let own = try await plane.send("POST", "/keys", ["name": "own", "team": "alpha", "owner": .string(member.id)])
        let id = try #require(own.json["id"]?.string)
        let body: JSONObject = ["key": .string(id), "request": ["model": "chat", "messages": [], "x": [1, 2.5]]]

        func ask(_ user: User, _ body: JSONObject) async throws -> AdminAnswer {
            try await operation.handle(
                AdminRequest(
                    caller: Caller(actor: Actor(user), isSecure: false, request: "r"),
                    route: operation.route,
                    parameters: [:],
                    query: try Query(nil, allowed: []),
                    body: body,
                    tags: EntityTags(match: nil, noneMatch: nil)
                )
            )
        }
        guard case .call(let call) = try await ask(member, body).body else {
            Issue.record("no call")
            return
        }
        #expect(call.keyID == id && call.tag == "playground")
        #expect(String(buffer: call.body) == "{\"model\":\"chat\",\"messages\":[],\"x\":[1,2.5]}")
        let hidden = await #expect(throws: AdminError.self) { _ = try await ask(other, body) }
        #expect(hidden?.status == 404)
        for wrong in [["request": [:]], ["key": .string(id)], ["key": .string(id), "request": 1], [:]] as [JSONObject] {
            let error = await #expect(throws: AdminError.self) { _ = try await ask(member, wrong) }
            #expect(error?.status == 400)
        }
    }
}
